from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """When automatic messages are sent."""

    _inherit = "res.config.settings"

    pylot_send_from = fields.Float(related="company_id.pylot_send_from", readonly=False)
    pylot_send_until = fields.Float(related="company_id.pylot_send_until", readonly=False)
    pylot_send_weekends = fields.Boolean(related="company_id.pylot_send_weekends", readonly=False)
    pylot_undo_minutes = fields.Integer(related="company_id.pylot_undo_minutes", readonly=False)
