from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """When invoices are made, and what they say to private customers."""

    _inherit = "res.config.settings"

    pylot_invoice_when = fields.Selection(related="company_id.pylot_invoice_when", readonly=False)
    pylot_household_notes = fields.Boolean(
        related="company_id.pylot_household_notes", readonly=False
    )
