from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """How complaints end."""

    _inherit = "res.config.settings"

    pylot_silence_days = fields.Integer(related="company_id.pylot_silence_days", readonly=False)
    pylot_close_days = fields.Integer(related="company_id.pylot_close_days", readonly=False)
    pylot_ask_satisfaction = fields.Boolean(
        related="company_id.pylot_ask_satisfaction", readonly=False
    )
    pylot_retention_months = fields.Integer(
        related="company_id.pylot_retention_months", readonly=False
    )
    pylot_retention_contract_months = fields.Integer(
        related="company_id.pylot_retention_contract_months", readonly=False
    )
