from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """How the company reminds of what is overdue."""

    _inherit = "res.config.settings"

    pylot_dunning_tolerance = fields.Monetary(
        related="company_id.pylot_dunning_tolerance", readonly=False
    )
    pylot_dunning_promise_days = fields.Integer(
        related="company_id.pylot_dunning_promise_days", readonly=False
    )
    pylot_dunning_interest = fields.Boolean(
        related="company_id.pylot_dunning_interest", readonly=False
    )
    pylot_dunning_profile = fields.Selection(
        related="company_id.pylot_dunning_profile", readonly=False
    )
    pylot_dunning_year_basis = fields.Selection(
        related="company_id.pylot_dunning_year_basis", readonly=False
    )
    pylot_dunning_fees = fields.Boolean(related="company_id.pylot_dunning_fees", readonly=False)
    pylot_dunning_booking = fields.Selection(
        related="company_id.pylot_dunning_booking", readonly=False
    )
    pylot_dunning_product_id = fields.Many2one(
        related="company_id.pylot_dunning_product_id", readonly=False
    )
