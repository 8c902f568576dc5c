from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """What technicians do about money at the customer's."""

    _inherit = "res.config.settings"

    pylot_site_invoice = fields.Selection(related="company_id.pylot_site_invoice", readonly=False)
    pylot_cash_limit = fields.Monetary(related="company_id.pylot_cash_limit", readonly=False)
    pylot_cash_journal_id = fields.Many2one(
        related="company_id.pylot_cash_journal_id", readonly=False
    )
    pylot_cash_office_journal_id = fields.Many2one(
        related="company_id.pylot_cash_office_journal_id", readonly=False
    )
    pylot_cash_gain_account_id = fields.Many2one(
        related="company_id.pylot_cash_gain_account_id", readonly=False
    )
    pylot_cash_loss_account_id = fields.Many2one(
        related="company_id.pylot_cash_loss_account_id", readonly=False
    )
