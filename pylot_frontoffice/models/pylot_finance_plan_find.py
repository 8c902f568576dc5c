from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class PylotFinancePlan(models.Model):
    """What is offered to whom: one list, from which offers are also looked up."""

    _inherit = "pylot.finance.plan"

    @api.model
    def _get_offers(self, amount, date=None, place="page", company=None, currency=None):
        """Everything customers may choose from.

        :param amount: to be financed, in ``currency``
        :param date: day on which it is offered; default: today
        :param str place: ``page`` (calculators) or ``quotation``
        :param company: default: the current one
        :param currency: default: that of the company
        :return: list of dict, see ``_compute_offer``, by plan and number of instalments
        """
        offers = []
        for plan in self._get_plans_sudo(date, place, company, currency):
            for term in plan._get_terms():
                try:
                    offers.append(plan._compute_offer(amount, term))
                except UserError:
                    # Not for this amount; every other number of instalments is neither.
                    break
        return offers

    @api.model
    def _find_offer(
        self, plan_id, amount, term, date=None, place="page", company=None, currency=None
    ):
        """
        :param int plan_id: as in an offer; anybody's guess is welcome
        :return: dict, see ``_compute_offer``
        :raise UserError: in the customer's words; a plan that is not offered is no plan
        """
        plans = self._get_plans_sudo(date, place, company, currency)
        plan = plans.filtered(lambda plan: plan.id == plan_id)
        if not plan:
            raise UserError(self.env._("This financing is not offered any more."))
        return plan._compute_offer(amount, term)

    @api.model
    def _get_bounds(self, date=None, place="page", company=None, currency=None):
        """
        :return: dict of ``amount_from``, ``amount_to`` (Decimal) and ``terms`` (list of int) over
            all that is offered, for sliders; None when nothing is
        """
        plans = self._get_plans_sudo(date, place, company, currency)
        if not plans:
            return None
        return {
            "amount_from": Decimal(str(min(plans.mapped("amount_from")))),
            "amount_to": Decimal(str(max(plans.mapped("amount_to")))),
            "terms": sorted({term for plan in plans for term in plan._get_terms()}),
        }

    @api.model
    def _get_plans_sudo(self, date=None, place="page", company=None, currency=None):
        """:return: the plans that are offered, elevated, for the values of an offer only"""
        company = company or self.env.company
        day = date or fields.Date.context_today(self)
        return self.sudo().search(
            Domain("is_published", "=", True)
            & Domain("place", "in", ("both", place))
            & Domain("company_id", "in", (False, company.id))
            & Domain("currency_id", "=", (currency or company.currency_id).id)
            & (Domain("valid_from", "=", False) | Domain("valid_from", "<=", day))
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", day))
        )
