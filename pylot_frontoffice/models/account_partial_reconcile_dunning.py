from odoo import models


class AccountPartialReconcile(models.Model):
    """A payment was taken off an invoice again: it is owed once more."""

    _inherit = "account.partial.reconcile"

    def unlink(self):
        moves = (self.debit_move_id | self.credit_move_id).move_id
        result = super().unlink()
        moves.exists()._follow_payment()
        return result
