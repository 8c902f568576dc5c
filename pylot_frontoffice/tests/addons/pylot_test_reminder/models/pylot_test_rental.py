from odoo import api, fields, models
from odoo.fields import Domain


class PylotTestRental(models.Model):
    """A tool somebody has borrowed."""

    _name = "pylot.test.rental"
    _description = "Rental"
    _inherit = ["pylot.reminder.document"]
    _reminder_triggers = frozenset({"back_at", "is_back", "partner_id"})

    name = fields.Char(string="Tool", required=True)
    partner_id = fields.Many2one("res.partner", required=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    back_at = fields.Datetime(string="Back By", required=True)
    is_back = fields.Boolean()

    @api.model
    def _get_reminder_domain(self, policy):
        return Domain("is_back", "=", False)

    def _get_reminder_obstacle(self, reminder):
        return self.env._("It has been brought back.") if self.is_back else ""
