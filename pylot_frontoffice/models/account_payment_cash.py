from odoo import models


class AccountPayment(models.Model):
    """Cash that a technician has taken is taken back as such, not changed in the books."""

    _inherit = "account.payment"

    def _check_no_cash(self):
        entries = self.env["pylot.cash.entry"].sudo()
        found = entries.search([("payment_id", "in", self.ids)]) if self.ids else entries
        if found:
            found._refuse_change()

    def action_draft(self):
        self._check_no_cash()
        return super().action_draft()

    def action_cancel(self):
        self._check_no_cash()
        return super().action_cancel()

    def action_reject(self):
        self._check_no_cash()
        return super().action_reject()

    def unlink(self):
        self._check_no_cash()
        return super().unlink()
