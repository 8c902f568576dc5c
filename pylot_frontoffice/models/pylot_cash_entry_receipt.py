import logging

from psycopg2 import OperationalError

from odoo import models
from odoo.tools import format_datetime, formatLang

TEMPLATE = "pylot_frontoffice.mail_template_pylot_cash_entry_receipt"
_logger = logging.getLogger(__name__)


class PylotCashEntry(models.Model):
    """The receipt: an e-mail, a page and a piece of paper that say the same."""

    _inherit = "pylot.cash.entry"

    def _get_receipt_lang(self):
        """:return: code of the language the customer reads"""
        entry = self.sudo()
        wanted = entry.partner_id.lang or entry.company_id.partner_id.lang
        return self.env["res.lang"]._get_code(wanted) or self.env.lang or "en_US"

    def _get_receipt_email(self):
        """:return: where the receipt goes, "" when nowhere"""
        partner = self.sudo().partner_id
        return partner.email_normalized or partner.commercial_partner_id.email_normalized or ""

    def _get_receipt(self):
        """:return: dict of texts in the language of the context, for page, e-mail and paper"""
        self.ensure_one()
        entry = self.sudo()
        invoice = entry.move_id
        company = entry.company_id
        tz = entry.resource_id.tz or "UTC"
        labour = invoice and invoice._get_labour_share()[0]
        is_back = bool(entry.reversed_id)
        return {
            "name": entry.name,
            "amount": formatLang(self.env, abs(entry.amount), currency_obj=entry.currency_id),
            "is_back": is_back,
            "takes_back": entry.reversed_id.name or "",
            "at": format_datetime(self.env, entry.taken_at, tz=tz, dt_format="short"),
            "invoice": entry.invoice_name or "",
            "customer": entry._get_giver(),
            "technician": entry.resource_id.name,
            "company": company.name,
            "address": [
                line.strip()
                for line in company.partner_id._display_address().splitlines()
                if line.strip()
            ],
            "vat": company.vat or "",
            "labour": not is_back
            and labour
            and labour > 0
            and formatLang(self.env, labour, currency_obj=company.currency_id),
        }

    def _send_receipt(self):
        """By e-mail, if there is an address. The money is here: whatever goes wrong with the
        message changes nothing of that."""
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        for entry in self:
            if not template or not entry._get_receipt_email():
                continue
            try:
                with self.env.cr.savepoint():
                    template.sudo().send_mail(entry.id)
                self.env["mail.mail"]._wake_queue()
            except OperationalError:
                raise
            except Exception:
                _logger.warning("%s is not sent by e-mail", entry.name, exc_info=True)
