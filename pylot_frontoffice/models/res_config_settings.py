from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    pylot_weight_travel = fields.Float(related="company_id.pylot_weight_travel", readonly=False)
    pylot_weight_preferred = fields.Float(
        related="company_id.pylot_weight_preferred", readonly=False
    )
    pylot_weight_known = fields.Float(related="company_id.pylot_weight_known", readonly=False)
    pylot_weight_area = fields.Float(related="company_id.pylot_weight_area", readonly=False)
    pylot_weight_load = fields.Float(related="company_id.pylot_weight_load", readonly=False)
    pylot_consent_text = fields.Text(related="company_id.pylot_consent_text", readonly=False)
    pylot_privacy_url = fields.Char(related="company_id.pylot_privacy_url", readonly=False)
    pylot_visit_messages = fields.Boolean(related="company_id.pylot_visit_messages", readonly=False)
