from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Who looks after the FAQ."""

    _inherit = "res.config.settings"

    pylot_faq_review_months = fields.Integer(
        related="company_id.pylot_faq_review_months", readonly=False
    )
    pylot_faq_reader_ids = fields.Many2many(
        related="company_id.pylot_faq_reader_ids", readonly=False
    )
