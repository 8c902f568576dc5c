"""The money of a visit on the technician's phone: what the pages share."""

import re

from odoo.http import request
from odoo.tools import formatLang

from ..tools.typed_amount import read_amount
from ..tools.typed_text import clean
from .day import DayPages

MINE = "/my/day/<string:number>/pay"
THEIRS = "/day/<string:token>/<string:number>/pay"
KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
WAYS = ("cash", "bank", "link")
AMOUNT_LENGTH = 40


class DayMoneyPages(DayPages):
    """Mixed into controllers. Amounts are typed and read as in the technician's language."""

    def _open_money(self, number, token):
        """:return: (visit, technician), elevated, in the technician's language
        :raise NotFound: when it is not theirs"""
        visit, technician = self._get_day_visit_sudo(number, token)
        self._speak_to(technician)
        return self._localise(visit), technician

    def _get_visit_url(self, visit, token):
        return f"{self._get_day_base(token)}/{visit.id}"

    def _render_money(self, template, visit, technician, token, values, status=200):
        base_url = self._get_visit_url(visit, token)
        values = {
            "visit": visit,
            "base_url": base_url,
            "pay_url": f"{base_url}/pay",
            "customer": visit._get_customer_name() or visit.name,
            "money": visit._get_money(),
            **values,
        }
        return self._render_day(template, technician, token, values, status)

    def _show_pay(self, visit, technician, token, message="", status=200, typed=None, receipt=""):
        invoice = visit._find_visit_invoice()
        is_open = bool(invoice) and not invoice._get_pay_refusal()
        entries = invoice.pylot_cash_ids.filtered(lambda entry: entry.event_id == visit)
        values = {
            "message": message,
            "typed": self._write_amount(invoice) if typed is None else typed,
            "ways": visit._get_pay_ways(invoice) if is_open else {},
            "underway": bool(invoice) and bool(invoice._get_payments_underway()),
            "digest": visit._get_money_digest(),
            "entries": [entry._get_receipt() | {"id": entry.id} for entry in entries],
            "receipt": receipt,
            "receipt_email": entries[:1]._get_receipt_email(),
        }
        return self._render_money("day_money_pay", visit, technician, token, values, status)

    def _write_amount(self, invoice):
        """:return: what is open, as it is typed in the technician's language"""
        if not invoice:
            return ""
        digits = invoice.currency_id.decimal_places
        return formatLang(request.env, float(invoice._get_open_amount()), digits=digits)

    def _read_amount(self, text):
        """:return: Decimal, None when it is no amount"""
        lang = request.env["res.lang"]._get_data(code=request.env.context["lang"])
        typed = clean(text, limit=AMOUNT_LENGTH)
        return read_amount(typed, lang.decimal_point or ".")

    def _read_key(self, post):
        """:return: the key of the form, "" when it is none of ours"""
        key = clean(post.get("key"), limit=AMOUNT_LENGTH * 2)
        return key if KEY.fullmatch(key) else ""
