from odoo import fields, models


class ResCompany(models.Model):
    """Whether customers hear of their visits by themselves, beside the reminders."""

    _inherit = "res.company"

    pylot_visit_messages = fields.Boolean(
        string="Booking Confirmations and Changes",
        default=True,
        help="Customers who have been promised a visit are told by e-mail that it is confirmed, "
        "moved or cancelled. Switched off, nothing is sent, and the messages say why.",
    )
