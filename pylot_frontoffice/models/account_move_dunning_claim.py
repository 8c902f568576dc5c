from odoo import fields, models


class AccountMove(models.Model):
    """Claims for late payment that were booked. They bear no interest, and come along when the
    customer is reminded of the invoices they are about."""

    _inherit = "account.move"

    pylot_dunning_id = fields.Many2one(
        "pylot.dunning",
        string="Claim for Late Payment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="pylot_frontoffice.group_agent,account.group_account_invoice",
    )
