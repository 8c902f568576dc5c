from odoo import api, fields, models
from odoo.tools.urls import urljoin


class PylotTeam(models.Model):
    """The public form of a team."""

    _inherit = "pylot.team"

    is_public = fields.Boolean(
        string="Public Form", help="Everybody can write to this team, without a login."
    )
    form_intro = fields.Html(
        string="Text Above the Form",
        translate=True,
        sanitize_overridable=False,
        sanitize_form=True,
        strip_style=True,
        strip_classes=True,
    )
    form_url = fields.Char(string="Address of the Form", compute="_compute_form_url")

    @api.depends("is_public")
    def _compute_form_url(self):
        for team in self:
            path = f"/complaint?team={self.env['ir.http']._slug(team)}" if team._origin else ""
            team.form_url = urljoin(team.get_base_url(), path) if path and team.is_public else False

    @api.model
    def _find_for_form(self, company, number=0, is_known=False):
        """:param int number: id of the team that was asked for, 0: none
        :param bool is_known: a customer who is logged in or has a link of ours may always write
        :return: the team that takes the complaint, or none"""
        if number:
            return self.search([("id", "=", number), ("is_public", "=", True)], limit=1)
        domain = [("company_id", "=", company.id), *self._get_default_domain()]
        public = self.search([*domain, ("is_public", "=", True)], limit=1)
        return public or (self._get_default(company) if is_known else public)
