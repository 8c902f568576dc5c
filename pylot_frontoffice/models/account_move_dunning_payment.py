from odoo import models
from odoo.fields import Domain


class AccountMove(models.Model):
    """What payments and credit notes mean for the reminders that are about to leave."""

    _inherit = "account.move"

    def _follow_payment(self):
        """What is open of these invoices has changed."""
        moves = self._filter_reminded()
        if not moves:
            return
        moves._refresh_reminders()
        promises = self.env["pylot.payment.promise"].sudo()
        promises.search(
            Domain("move_ids", "in", moves.ids) & Domain("state", "in", ("open", "kept"))
        )._check_kept()

    def _post(self, soft=True):
        """A credit note that leaves while a reminder is written makes the reminder look again."""
        posted = super()._post(soft=soft)
        credits = posted.filtered(lambda move: move.move_type == "out_refund")
        self.env["pylot.dunning"]._disturb(credits.partner_id)
        return posted
