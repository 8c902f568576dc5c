from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    pylot_refund_limit = fields.Monetary(
        related="company_id.pylot_refund_limit",
        readonly=False,
        currency_field="currency_id",
    )
    pylot_refund_post = fields.Boolean(related="company_id.pylot_refund_post", readonly=False)
    pylot_recourse_text = fields.Text(related="company_id.pylot_recourse_text", readonly=False)
    pylot_hour_cost = fields.Monetary(
        related="company_id.pylot_hour_cost",
        readonly=False,
        currency_field="currency_id",
    )
    pylot_repair_extension_months = fields.Integer(
        related="company_id.pylot_repair_extension_months", readonly=False
    )
