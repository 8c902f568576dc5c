from odoo import api, fields, models


class PylotTeam(models.Model):
    """A queue: complaints that some people work off, with an address of its own. It may belong to
    an outside provider, whose people then work on it with logins of the portal."""

    _name = "pylot.team"
    _description = "Front Office Team"
    _inherit = ["mail.alias.mixin.optional", "mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        string="Team Leader",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
        help="Hears of targets that are about to break.",
    )
    member_ids = fields.Many2many(
        "res.users",
        string="Members",
        domain="[('company_ids', 'in', company_id)]",
        help="Complaints are assigned to them.",
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        check_company=True,
        help="Targets are counted in these hours. Empty: those of the company.",
    )
    alias_id = fields.Many2one(
        help="What is written to this address becomes a complaint of the team."
    )
    complaint_ids = fields.One2many("pylot.complaint", "team_id", string="Complaints")

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("pylot.complaint")
        if self.id:
            values["alias_defaults"] = {"team_id": self.id}
        return values

    @api.model
    def _get_default(self, company=None):
        """:return: the team that takes what nobody has sorted yet: the first of the company"""
        company = company or self.env.company
        domain = [("company_id", "=", company.id), *self._get_default_domain()]
        return self.search_fetch(
            domain, ["assignment", "company_id", "resource_calendar_id"], limit=1
        )

    @api.model
    def _get_default_domain(self):
        """Hook: which teams may take what nobody has sorted yet."""
        return []

    def _get_calendar(self):
        """:return: the working hours that promises of this team are counted in"""
        return self.resource_calendar_id or self.company_id.resource_calendar_id
