from odoo import api, models


class PylotCalculator(models.AbstractModel):
    """What everybody may work out on our pages. A calculator is a model without a table that
    inherits this one and says what it asks for and what it answers; the pages, sliders, links,
    mails and print views are the same for all.

    ``_calculator_slug`` is its place in the address, ``_calculator_rank`` its place in the list.
    """

    _name = "pylot.calculator"
    _description = "Calculator"

    _calculator_slug = ""
    _calculator_rank = 50

    @api.model
    def _get_calculators(self):
        """:return: list of all calculators that can be used now, as empty recordsets, elevated"""
        found = sorted(
            self._get_known_sudo(),
            key=lambda each: (each._calculator_rank, each._calculator_slug),
        )
        return [each for each in found if each._is_offered()]

    @api.model
    def _find_calculator(self, slug):
        """:return: the calculator at this place, an empty recordset like all; None when there is
        none"""
        for calculator in self._get_known_sudo():
            if calculator._calculator_slug == slug:
                return calculator if calculator._is_offered() else None
        return None

    @api.model
    def _get_known_sudo(self):
        names = self.env.registry.descendants(["pylot.calculator"], "_inherit")
        return [self.env[name].sudo() for name in names if self.env[name]._calculator_slug]

    @api.model
    def _is_offered(self):
        """Hook: whether it has something to work with."""
        return True

    @api.model
    def _get_title(self):
        """:return: what it works out, in a few words of a customer"""
        raise NotImplementedError

    @api.model
    def _get_intro(self):
        """:return: a sentence or two for whoever wonders whether this is the right one"""
        raise NotImplementedError

    @api.model
    def _get_fields(self, typed):
        """:param dict typed: what was entered, unchecked, by name: what one field offers may depend
            on another
        :return: list of :class:`~..tools.calculation.Field`"""
        raise NotImplementedError

    @api.model
    def _calculate(self, values):
        """:param dict values: of all fields but the searched one: Decimal, date or key
        :return: :class:`~..tools.calculation.Outcome`
        :raise FieldError: when the values do not fit together"""
        raise NotImplementedError

    @api.model
    def _get_currency(self):
        return self.env.company.currency_id
