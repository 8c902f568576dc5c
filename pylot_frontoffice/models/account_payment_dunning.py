from odoo import models


class AccountPayment(models.Model):
    """Payments without a journal entry settle the invoices they name."""

    _inherit = "account.payment"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self.invoice_ids._follow_payment()
            self.env["pylot.dunning"]._disturb(self.partner_id)
        return result
