"""One way to pay the invoice of a visit, on the technician's phone."""

from odoo.http import request

from ..tools.typed_text import clean
from .day_money_pages import AMOUNT_LENGTH, DayMoneyPages


class DayMoneyWays(DayMoneyPages):
    """Mixed into controllers: cash, the code for banking apps, and the link to pay online."""

    def _show_way(self, number, token, way, amount="", sent="", message="", status=200, typed=None):
        visit, technician = self._open_money(number, token)
        invoice = visit._find_visit_invoice()
        text = clean(amount, limit=AMOUNT_LENGTH) or self._write_amount(invoice)
        refusal, decimal = self._get_way_refusal(visit, invoice, way, text)
        if refusal:
            return self._show_pay(visit, technician, token, refusal, 422, text)
        currency = invoice.currency_id
        values = {
            "message": message,
            "amount": text,
            "amount_said": currency.format(float(decimal)),
            "digest": visit._get_money_digest(),
            "typed": typed or {},
            "sent": sent if sent in ("email", "sms") else "",
            **getattr(self, f"_prepare_{way}")(visit, invoice, decimal),
        }
        return self._render_money(f"day_money_{way}", visit, technician, token, values, status)

    def _get_way_refusal(self, visit, invoice, way, text):
        """:return: (why this amount cannot be paid this way, "" when it can; Decimal)"""
        if not invoice:
            return request.env._("Make the invoice first: then it can be paid."), None
        refusal = invoice._get_pay_refusal() or visit._get_pay_ways(invoice)[way]
        if refusal:
            return refusal, None
        amount = self._read_amount(text)
        check = "_get_cash_amount_refusal" if way == "cash" else "_get_amount_refusal"
        return getattr(invoice, check)(amount), amount

    def _prepare_cash(self, visit, invoice, amount):
        labour = invoice._get_labour_share()[0]
        company = invoice.company_id.currency_id
        return {"labour": labour > 0 and company.format(labour)}

    def _prepare_bank(self, visit, invoice, amount):
        return {
            "bank": invoice._get_pay_bank(),
            "reference": invoice._get_pay_reference(),
            "qr": invoice._get_pay_bank_qr(amount),
        }

    def _prepare_link(self, visit, invoice, amount):
        url = invoice._get_pay_link(amount) if invoice._has_pay_link() else ""
        return {
            "url": url,
            "qr": invoice._draw_pay_code(url),
            "email": invoice.partner_id.email or visit._get_notice_email() or "",
            "phone": visit._get_notice_phone() or invoice.partner_id.phone or "",
        }
