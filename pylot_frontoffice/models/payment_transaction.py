from odoo import models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _post_process(self):
        """Core confirms open orders only: one that lapsed a minute ago is opened again first."""
        paid = self.filtered(
            lambda payment: (
                payment.state in ("authorized", "done") and payment.operation != "validation"
            )
        )
        paid.sale_order_ids._reopen_lapsed()
        result = super()._post_process()
        # with core's own automatic invoice the job finds nothing left to do
        paid.sale_order_ids._queue_invoice("paid")
        return result
