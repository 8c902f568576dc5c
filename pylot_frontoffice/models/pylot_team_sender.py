from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize, formataddr


class PylotTeam(models.Model):
    """In whose name customers are written to."""

    _inherit = "pylot.team"

    sender = fields.Char(
        help="Customers see this address. Empty: that of the team, or of the company.",
    )

    @api.constrains("sender")
    def _check_sender(self):
        for team in self:
            if team.sender and not email_normalize(team.sender):
                raise ValidationError(
                    self.env._("“%(address)s” is not one e-mail address.", address=team.sender)
                )

    def _get_sender(self, name=None):
        """:param str name: who writes; default: the team
        :return: address for the head of a mail to a customer, "" when there is none"""
        self.ensure_one()
        team = self.sudo()
        address = (
            email_normalize(team.sender or "")
            or team.alias_email
            or email_normalize(team.company_id.email or "")
        )
        return formataddr((name or team.name, address)) if address else ""
