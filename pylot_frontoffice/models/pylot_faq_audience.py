from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..const import AUDIENCES_WITHIN


class PylotFaqAudience(models.AbstractModel):
    """Read by some and not by others. Who belongs to an audience is asked at the moment of reading:
    the mandate of a provider ends by itself, so nothing of it may stay in a cached rule."""

    _name = "pylot.faq.audience"
    _description = "Read by an Audience"

    is_readable = fields.Boolean(
        string="Readable for Me", compute="_compute_is_readable", search="_search_is_readable"
    )

    @api.depends("audience", "company_id")
    @api.depends_context("uid")
    def _compute_is_readable(self):
        readable = self.filtered_domain(self._get_readable_domain())
        readable.is_readable = True
        (self - readable).is_readable = False

    def _search_is_readable(self, operator, value):
        return self._get_readable_domain() if operator == "in" else NotImplemented

    @api.model
    def _get_readable_domain(self):
        """:return: Domain of what the current user may open, whatever the company; also when
        elevated"""
        return self._get_audience_domain()

    @api.model
    def _get_audience_domain(self):
        """:return: Domain of those whose audience the current user belongs to at this moment"""
        audiences = self._get_audiences()
        anywhere = [name for name, companies in audiences.items() if companies is None]
        domain = Domain("audience", "in", anywhere)
        for name in audiences.keys() - set(anywhere):
            companies = Domain("company_id", "in", audiences[name])
            domain |= Domain("audience", "=", name) & companies
        return domain

    @api.model
    def _get_audiences(self):
        """:return: dict of the audiences the current user belongs to at this moment to the ids of
        companies for which he does, False for what belongs to no company; to None: for all"""
        user = self.env.user
        if user.has_group("pylot_frontoffice.group_technician"):
            return dict.fromkeys(self._fields["audience"].get_values(self.env))
        if user._is_internal():
            return dict.fromkeys(("public", "customer", "staff"))
        if not user._is_portal():
            return {"public": None}
        audiences = dict.fromkeys(("public", "customer"))
        teams = self.env["pylot.team"]._get_desk_teams_sudo(user)
        return audiences | ({"provider": [*teams.company_id.ids, False]} if teams else {})

    def _get_fitting_audience(self, above):
        """:param above: the category this belongs to, or none
        :return: the audience of this, narrowed to that of ``above``; never a wider one"""
        if self.audience and self.audience in AUDIENCES_WITHIN[above.audience or "public"]:
            return self.audience
        return above.audience or "public"

    def _check_audience_within(self, above):
        """:raise ValidationError: this is read by people who may not see ``above``"""
        if self.audience not in AUDIENCES_WITHIN[above.audience or "public"]:
            names = dict(self._fields["audience"]._description_selection(self.env))
            raise ValidationError(
                self.env._(
                    "“%(name)s” is for “%(audience)s”, but “%(category)s” is only for "
                    "“%(category_audience)s”.",
                    name=self.display_name,
                    audience=names[self.audience],
                    category=above.display_name,
                    category_audience=names[above.audience],
                )
            )
