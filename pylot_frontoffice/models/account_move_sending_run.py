import logging

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class AccountMove(models.Model):
    """Core prints ten invoices of its queue at a time, and one that cannot be printed would keep
    all behind it from being sent, on every run. Those are sent one by one instead, and without a
    PDF tool with the link to the portal."""

    _inherit = "account.move"

    @api.model
    def _cron_account_move_send(self, job_count=10):
        if self._is_pdf_possible():
            try:
                return super()._cron_account_move_send(job_count)
            except OperationalError:
                raise
            except Exception:
                _logger.warning("Invoices are sent one by one now", exc_info=True)
                self.env.cr.rollback()
        return self._send_queue_singly(job_count)

    @api.model
    def _is_pdf_possible(self):
        return self.env["ir.actions.report"].get_wkhtmltopdf_state() not in ("install", "broken")

    @api.model
    def _send_queue_singly(self, job_count):
        domain = [("sending_data", "!=", False), ("state", "=", "posted")]
        ids = self.search(domain, order="date, invoice_date, sequence_number, id").ids
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(ids))
        for id_ in ids[:job_count]:
            self.browse(id_)._send_singly()
            if not cron._commit_progress(1):
                break

    def _send_singly(self):
        """Send this invoice, unless somebody else is about to."""
        try:
            move = self.try_lock_for_update(allow_referencing=True)
            if move.sending_data and move.state == "posted":
                move._try_ways_to_send()
        except OperationalError as error:
            _logger.info("%s is left for the next run: %s", self, error)
            self.env.cr.rollback()

    def _try_ways_to_send(self):
        ways = [self._send_with_link]
        if self._is_pdf_possible():
            ways.insert(0, self._send_with_documents)
        reason = ""
        for way in ways:
            try:
                with self.env.cr.savepoint():
                    return way()
            except OperationalError:
                raise
            except Exception as error:
                _logger.warning("%s cannot be sent", self, exc_info=True)
                reason = " ".join(str(error).split()) or type(error).__name__
        self.sending_data = False
        return self._ask_to_send(lambda env: reason)

    def _send_with_documents(self):
        self.env["account.move.send"]._generate_and_send_invoices(self, from_cron=True)

    def _send_with_link(self):
        """The same message without a PDF: its button opens the invoice in the portal. Electronic
        invoices need no printing and are attached.

        :raise UserError: when core refuses to make the electronic invoice"""
        sender = self.env["account.move.send"]
        settings = sender._get_default_sending_settings(self, from_cron=True)
        partner_ids = settings.get("mail_partner_ids")
        if "email" not in settings["sending_methods"] or not partner_ids:
            self.sending_data = False
            self._ask_to_send(lambda env: env._("It could not be printed."))
            return
        settings["mail_attachments_widget"] = [
            file
            for file in settings["mail_attachments_widget"]
            if not file.get("placeholder") and not file.get("dynamic_report")
        ]
        move = self.sudo()
        sender._hook_invoice_document_before_pdf_report_render(move, settings)
        if settings.get("error"):
            raise UserError(sender._format_error_text(settings["error"]))
        sender._link_invoice_documents({move: settings})
        sender._send_mails({move: settings})
        self.write({"is_move_sent": True, "sending_data": False})
