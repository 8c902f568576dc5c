from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """How plans are made."""

    _inherit = "res.config.settings"

    pylot_plan_seconds_day = fields.Integer(
        related="company_id.pylot_plan_seconds_day", readonly=False
    )
    pylot_plan_seconds_week = fields.Integer(
        related="company_id.pylot_plan_seconds_week", readonly=False
    )
    pylot_plan_fairness = fields.Float(related="company_id.pylot_plan_fairness", readonly=False)
    pylot_matrix_url = fields.Char(related="company_id.pylot_matrix_url", readonly=False)
