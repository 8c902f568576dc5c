from odoo import models
from odoo.exceptions import UserError


class CalendarEvent(models.Model):
    """The money of a visit as its technician reads it on the phone: elevated, in the language of
    the context."""

    _inherit = "calendar.event"

    def _get_money(self):
        """:return: dict: ``state`` (``none``: nothing to do yet, ``to_invoice``, ``draft``: the
        office looks at the invoice first, ``open``, ``paid``), ``problem`` (why no invoice can
        be made, ""), ``invoice``, and texts of the amounts ``total``, ``paid``, ``open``"""
        self.ensure_one()
        invoice = self._find_visit_invoice()
        money = {"state": "none", "problem": "", "invoice": invoice, "open": "", "paid": ""}
        if not invoice:
            if self.visit_state == "done":
                money |= {"state": "to_invoice", "problem": self._get_invoice_problem()}
            return money
        say = invoice.currency_id.format
        still = float(invoice._get_open_amount())
        if invoice.state != "posted":
            state = "draft"
        else:
            state = "open" if still else "paid"
        paid = invoice.currency_id.round(invoice.amount_total - still)
        return {
            **money,
            "state": state,
            "total": say(invoice.amount_total),
            "open": say(still),
            "paid": say(paid) if state == "open" and paid > 0 else "",
        }

    def _get_invoice_problem(self):
        """:return: why a tap on “Invoice” would fail, as far as can be seen before, "" """
        order = self.sale_order_id
        if not order:
            return self._get_site_order_problem()
        try:
            for due in self._get_visit_orders()._get_site_orders():
                due._check_site_invoice()
        except UserError as error:
            return str(error)
        return ""

    def _get_pay_ways(self, invoice):
        """:return: dict of ``cash``, ``bank`` and ``link``: why this way is closed, "" when it is
        open"""
        bank = invoice._get_pay_bank()
        return {
            "cash": invoice._get_cash_refusal(),
            "bank": ""
            if bank
            else self.env._("The company has no bank account that customers could pay to."),
            "link": invoice._get_link_refusal(),
        }

    def _get_money_digest(self):
        """:return: short text that is another one when something was paid: what a waiting page
        asks for"""
        invoice = self._find_visit_invoice()
        if not invoice:
            return "none"
        underway = len(invoice._get_payments_underway())
        return f"{invoice.id}-{invoice.state}-{invoice._get_open_amount()}-{underway}"
