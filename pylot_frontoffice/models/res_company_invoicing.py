from odoo import fields, models

from ..const import INVOICE_WHEN


class ResCompany(models.Model):
    """When invoices are made by themselves, and what they say to private customers."""

    _inherit = "res.company"

    pylot_invoice_when = fields.Selection(
        INVOICE_WHEN,
        string="Invoice Orders",
        default="never",
        required=True,
        help="The invoice is made, posted and sent in the background. What happened before you "
        "choose this is not invoiced.",
    )
    pylot_household_notes = fields.Boolean(
        string="Notes for Private Customers",
        default=True,
        help="Invoices to private customers for work on house or garden show what of it counts "
        "as labour, and say how long to keep them. German companies only.",
    )
