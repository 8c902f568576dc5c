from odoo import fields, models


class AccountMoveLine(models.Model):
    """The lump sum for late payment is due once for each claim, also for each instalment."""

    _inherit = "account.move.line"

    pylot_lump_sum_date = fields.Date(string="Lump Sum Charged On", readonly=True, copy=False)
    pylot_lump_sum = fields.Monetary(
        string="Lump Sum for Late Payment", readonly=True, copy=False, currency_field="currency_id"
    )
