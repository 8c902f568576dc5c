import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models

# Looked at in one go; the job is called again at once while there are more.
BATCH = 100
# What failed is tried again by itself after so many hours; at once with the button.
RETRY_HOURS = 4

_logger = logging.getLogger(__name__)


class SaleOrder(models.Model):
    """The job that makes invoices. Each order is a transaction of its own, in which the invoice
    is made, posted, given to core's queue for sending, and the order marked as done: whenever the
    job is killed, either all of that has happened or nothing."""

    _inherit = "sale.order"

    @api.model
    def _cron_invoice_orders(self):
        """Several of these may run at once, on several hosts."""
        cron = self.env["ir.cron"]
        domain = [("auto_invoice_at", "<=", fields.Datetime.now())]
        ids = self.search(domain, order="auto_invoice_at, id", limit=BATCH).ids
        cron._commit_progress(remaining=self.search_count(domain))
        for id_ in ids:
            # alone: after each commit the cache is empty, and others need not be read again
            if not self.browse(id_)._invoice_locked():
                self._wake_invoice_job(fields.Datetime.now() + timedelta(minutes=1))
            if not cron._commit_progress(1):
                break

    def _invoice_locked(self):
        """Look at this order under a lock. The lock begins the transaction, so that it shows what
        has changed since the order was found.

        :return: whether it was looked at: not when somebody else is writing it
        """
        try:
            order = self.try_lock_for_update(allow_referencing=True)
            if order.auto_invoice_at and order.auto_invoice_at <= fields.Datetime.now():
                order._look_at_invoice()
            return bool(order)
        except OperationalError as error:
            _logger.info("%s is left for the next run: %s", self, error)
            self.env.cr.rollback()
            return False

    def _look_at_invoice(self):
        """Invoice this order if that is due. What goes wrong is kept on the order."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self.write({"auto_invoice_at": False, **self._invoice_if_due()})
        except OperationalError:
            raise
        except Exception as error:
            _logger.warning("%s cannot be invoiced", self, exc_info=True)
            self.write(
                {
                    "auto_invoice_state": "failed",
                    "auto_invoice_reason": " ".join(str(error).split()) or type(error).__name__,
                    "auto_invoice_at": fields.Datetime.now() + timedelta(hours=RETRY_HOURS),
                }
            )

    def _invoice_if_due(self):
        """:return: values of the order"""
        state = "made" if self.auto_invoice_state == "made" else False
        if not self._is_invoice_due():
            return {"auto_invoice_state": state, "auto_invoice_reason": False}
        if self._has_taken_back():
            reason = self.env._("Credited or cancelled before: what is left is invoiced by hand")
            return {"auto_invoice_state": state, "auto_invoice_reason": reason}
        invoices = self._create_due_invoice()
        invoices._send_by_itself()
        return {
            "auto_invoice_state": "made" if invoices else state,
            "auto_invoice_reason": False,
        }
