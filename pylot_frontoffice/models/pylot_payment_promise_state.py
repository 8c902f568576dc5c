from odoo import api, fields, models
from odoo.fields import Domain

from .pylot_payment_promise import GRACE


class PylotPaymentPromise(models.Model):
    """Kept or broken: the payments decide."""

    _inherit = "pylot.payment.promise"

    def _get_paid(self):
        """:return: how much less is open than when it was promised"""
        self.ensure_one()
        return self.amount_before - sum(self.move_ids.mapped("amount_residual"))

    def _check_kept(self):
        """Money has come, or has gone back: look again, also at one that was broken by a day."""
        for promise in self.sudo():
            is_kept = promise.currency_id.compare_amounts(promise._get_paid(), promise.amount) >= 0
            if is_kept and promise.state == "open":
                promise.state = "kept"
            elif not is_kept and promise.state == "kept":
                promise.state = "open"

    @api.model
    def _close_overdue(self):
        """Whatever was not paid in time is broken; the reminders go on."""
        last = fields.Date.context_today(self) - GRACE
        overdue = self.search(Domain("state", "=", "open") & Domain("date", "<", last))
        overdue._check_kept()
        overdue.filtered(lambda each: each.state == "open").state = "broken"

    def action_withdraw(self):
        """It was a mistake, or does not count any more: the reminders go on."""
        self.check_access("read")
        promises = self.sudo().filtered(lambda each: each.state == "open")
        promises.state = "replaced"
        promises.move_ids._refresh_reminders()
