from odoo import api, fields, models

from ..const import DONE_STATES

TRIGGERS = frozenset({"move_id", "stage_id", "is_dispute", "disputed_amount", "active"})


class PylotComplaint(models.Model):
    """Nobody is reminded to pay what is disputed. When the matter is over, the reminders begin
    anew; other invoices of the customer are not concerned."""

    _inherit = "pylot.complaint"

    is_dispute = fields.Boolean(
        string="Pauses Reminders",
        default=True,
        help="The customer is not reminded to pay the invoice while this is open.",
    )
    move_currency_id = fields.Many2one(
        related="move_id.currency_id", string="Currency of the Invoice"
    )
    disputed_amount = fields.Monetary(
        currency_field="move_currency_id",
        help="Of the invoice, taxes included, in its currency. 0: the whole. What is not disputed "
        "is reminded of.",
    )

    _disputed_amount_not_negative = models.Constraint(
        "CHECK(disputed_amount >= 0)", "A disputed amount cannot be negative."
    )

    def _get_disputed_moves_sudo(self):
        """:return: invoices that are not reminded of because of these complaints"""
        disputes = self.sudo().filtered(
            lambda each: each.move_id and each.is_dispute and each.state not in DONE_STATES
        )
        return disputes.filtered("active").move_id

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        complaints._get_disputed_moves_sudo()._refresh_reminders()
        return complaints

    def write(self, vals):
        if not TRIGGERS & vals.keys():
            return super().write(vals)
        before = self._get_disputed_moves_sudo()
        result = super().write(vals)
        after = self._get_disputed_moves_sudo()
        (before & after if "disputed_amount" in vals else after - before)._refresh_reminders()
        (before - after)._end_dispute()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_and_go_on(self):
        self.is_dispute = False
