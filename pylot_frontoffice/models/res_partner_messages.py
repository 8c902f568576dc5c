from odoo import fields, models


class ResPartner(models.Model):
    """What customers want to hear by themselves."""

    _inherit = "res.partner"

    pylot_no_messages = fields.Boolean(
        string="No Automatic Messages",
        help="Reminders and confirmations that customers may do without are not sent. What the law "
        "or a contract asks for still is.",
    )
