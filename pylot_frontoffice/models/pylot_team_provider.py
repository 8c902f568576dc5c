from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import REMEDIES
from ..tools.wall_time import to_day


class PylotTeam(models.Model):
    """A team may belong to an outside provider, such as a call centre. Its people have logins of
    the portal and a desk there; what they may do, and how long, is said here. Access follows from
    this by query at the moment of asking: nothing has to run for it to end."""

    _inherit = "pylot.team"

    member_ids = fields.Many2many(
        domain="[('company_ids', 'in', company_id), ('share', '=', bool(provider_id))]"
    )
    provider_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        tracking=True,
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
        help="The outside company whose people work in this team. Empty: the team is your own.",
    )
    mandate_start = fields.Date(
        string="Mandate From", tracking=True, help="First day of access. Empty: at once."
    )
    mandate_end = fields.Date(
        string="Mandate Until",
        tracking=True,
        help="Last day of access, which ends at midnight where the team works. Empty: until "
        "further notice.",
    )
    provider_script = fields.Html(
        string="Script",
        translate=True,
        help="Shown on the provider's desk: what to ask, what to promise, what to pass on.",
    )
    handover_team_id = fields.Many2one(
        "pylot.team",
        string="Hands Over To",
        check_company=True,
        domain="[('provider_id', '=', False), ('company_id', '=', company_id)]",
        help="Takes what the provider cannot decide. Empty: the first team of your own.",
    )
    provider_visit_type_ids = fields.Many2many(
        "pylot.appointment.type",
        "pylot_team_provider_visit_type_rel",
        string="Visits It May Book",
        check_company=True,
        help="Visits that the provider books for customers. Empty: none.",
    )
    provider_may_repair = fields.Boolean(string="Repair Visit", default=True)
    provider_may_replacement = fields.Boolean(string="Replacement", default=True)
    provider_may_refund = fields.Boolean(string="Refund")
    provider_may_reduction = fields.Boolean(string="Price Reduction")
    provider_may_voucher = fields.Boolean(string="Voucher")
    provider_may_refusal = fields.Boolean(string="Refusal")
    provider_may_other = fields.Boolean(string="Other")

    _mandate_order = models.Constraint(
        "CHECK(mandate_end >= mandate_start)", "The mandate ends before it begins."
    )

    @api.constrains("provider_id", "member_ids")
    def _check_provider_members(self):
        """Own people in own teams, the provider's people in the provider's."""
        for team in self:
            firm = team.provider_id
            for user in team.member_ids:
                if firm and not self._is_provider_user(user, firm):
                    raise ValidationError(
                        self.env._(
                            "“%(user)s” cannot be a member of “%(team)s”: members of a provider's "
                            "team are users of the portal whose company is %(provider)s.",
                            user=user.name,
                            team=team.name,
                            provider=firm.name,
                        )
                    )
                if not firm and user.share:
                    raise ValidationError(
                        self.env._(
                            "“%(user)s” is a user of the portal and can only be a member of a team "
                            "of their own company. Enter the provider of “%(team)s” first.",
                            user=user.name,
                            team=team.name,
                        )
                    )

    @api.constrains("provider_id")
    def _check_provider(self):
        for team in self:
            if team.provider_id.commercial_partner_id != team.provider_id:
                raise ValidationError(
                    self.env._(
                        "“%(contact)s” belongs to %(provider)s: choose the company.",
                        contact=team.provider_id.name,
                        provider=team.provider_id.commercial_partner_id.name,
                    )
                )

    @api.constrains("provider_id", "handover_team_id")
    def _check_handover_team(self):
        for team in self:
            if team.handover_team_id.provider_id:
                raise ValidationError(
                    self.env._(
                        "“%(team)s” hands over to a team of your own, not to one of a provider.",
                        team=team.name,
                    )
                )

    @api.model
    def _is_provider_user(self, user, firm):
        return user._is_portal() and user.partner_id.commercial_partner_id == firm

    @api.model
    def _get_default_domain(self):
        """What nobody has sorted yet is nobody's business outside."""
        return [*super()._get_default_domain(), ("provider_id", "=", False)]

    def _get_zone(self):
        """:return: name of the zone whose midnight begins and ends a mandate"""
        return self._get_calendar().tz or self.company_id.partner_id.tz or "UTC"

    def _is_mandate_running(self):
        """:return: whether the provider has access at this moment; a team without a provider has
        no mandate"""
        self.ensure_one()
        if not self.provider_id or not self.active:
            return False
        today = to_day(fields.Datetime.now(), self._get_zone())
        start, end = self.mandate_start or today, self.mandate_end or today
        return start <= today <= end

    @api.model
    def _get_desk_teams_sudo(self, user):
        """:return: teams on whose complaints ``user`` may work from outside now, elevated: a
        member, of the provider, in the company, within the mandate"""
        if not user._is_portal() or not user.active:
            return self.sudo().browse()
        firm = user.partner_id.sudo().commercial_partner_id
        teams = self.sudo().search([("member_ids", "in", user.ids), ("provider_id", "!=", False)])
        return teams.filtered(
            lambda team: (
                team.provider_id == firm
                and team.company_id in user.sudo().company_ids
                and team._is_mandate_running()
            )
        )

    def _get_provider_remedies(self):
        """:return: list of (code, label) of the remedies that the provider may propose"""
        self.ensure_one()
        labels = dict(
            self.env["pylot.complaint"]._fields["remedy_wanted"]._description_selection(self.env)
        )
        allowed = ((code, f"provider_may_{code}") for code, _label in REMEDIES)
        return [(code, labels[code]) for code, name in allowed if self[name]]

    def _get_handover_team(self):
        """:return: the team of the business that takes over; empty when there is none"""
        self.ensure_one()
        return self.handover_team_id or self._get_default(self.company_id)

    def _get_handover_user(self):
        """:return: who is told that something was handed over to this team"""
        self.ensure_one()
        dispatchers = self.env.ref("pylot_frontoffice.group_dispatcher").sudo().all_user_ids
        possible = (self.user_id, self.member_ids.sorted("id"), dispatchers.sorted("id"))
        for users in possible:
            fitting = users.filtered(
                lambda user: user.active and not user.share and self.company_id in user.company_ids
            )
            if fitting:
                return fitting[0]
        return self.env.ref("base.user_admin")
