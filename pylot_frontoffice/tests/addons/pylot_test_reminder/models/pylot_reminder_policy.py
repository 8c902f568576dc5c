from odoo import fields, models


class PylotReminderPolicy(models.Model):
    _inherit = "pylot.reminder.policy"

    anchor = fields.Selection(
        selection_add=[("pylot.test.rental.back_at", "End of a rental")],
        ondelete={"pylot.test.rental.back_at": "cascade"},
    )
