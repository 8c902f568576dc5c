from werkzeug.urls import url_encode

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..tools.typed_text import clean
from .day import LINK, LOGIN
from .day_money_pages import AMOUNT_LENGTH, MINE, THEIRS
from .day_money_ways import DayMoneyWays

CHANNELS = ("email", "sms")


class DayMoneyActsController(DayMoneyWays, Controller):
    """What is tapped about the money of a visit. Each form is taken once, however often it is
    sent; the answer leads to a page that may be read again."""

    def _act(self, act, visit, token):
        """:param act: function that does it, and returns the end of the address to go to
        :return: (answer, "" or why it was refused)"""
        try:
            with request.env.cr.savepoint():
                path = act()
                request.env.flush_all()
        except UserError as error:
            request.env.invalidate_all()
            return None, str(error)
        return self._redirect(f"{self._get_visit_url(visit, token)}/pay{path}"), ""

    # === INVOICE ===

    @route(f"{MINE}/invoice", **LOGIN, methods=["POST"])
    def make_my_invoice(self, number, **post):
        return self._make_invoice(number, None)

    @route(f"{THEIRS}/invoice", **LINK, methods=["POST"])
    def make_invoice(self, number, token, **post):
        return self._make_invoice(number, token)

    def _make_invoice(self, number, token):
        visit, technician = self._open_money(number, token)

        def act():
            visit._invoice_visit()
            return ""

        answer, refusal = self._act(act, visit, token)
        return answer or self._show_pay(visit, technician, token, refusal, 422)

    # === CASH ===

    @route(f"{MINE}/cash", **LOGIN, methods=["POST"])
    def take_my_cash(self, number, **post):
        return self._take_cash(number, None, post)

    @route(f"{THEIRS}/cash", **LINK, methods=["POST"])
    def take_cash(self, number, token, **post):
        return self._take_cash(number, token, post)

    def _take_cash(self, number, token, post):
        visit, technician = self._open_money(number, token)

        def act():
            entries = request.env["pylot.cash.entry"]
            amount = self._read_amount(post.get("amount"))
            entry = entries._take(visit, technician, amount, self._require_key(post))
            return f"?receipt={entry.id}"

        answer, refusal = self._act(act, visit, token)
        return answer or self._show_pay(visit, technician, token, refusal, 422)

    def _require_key(self, post):
        key = self._read_key(post)
        if not key:
            raise UserError(request.env._("Please open the page once more, and try again."))
        return key

    # === LINK ===

    @route(f"{MINE}/share", **LOGIN, methods=["POST"])
    def share_my_link(self, number, **post):
        return self._share(number, None, post)

    @route(f"{THEIRS}/share", **LINK, methods=["POST"])
    def share_link(self, number, token, **post):
        return self._share(number, token, post)

    def _share(self, number, token, post):
        """A POST, because an invoice that was never shared gets its secret now."""
        visit, technician = self._open_money(number, token)
        amount = clean(post.get("amount"), limit=AMOUNT_LENGTH)

        def act():
            visit._find_visit_invoice()._portal_ensure_token()
            return f"/link?{url_encode({'amount': amount})}"

        if not visit._find_visit_invoice():
            return self._show_way(number, token, "link", amount)
        answer, refusal = self._act(act, visit, token)
        return answer or self._show_pay(visit, technician, token, refusal, 422)

    @route(f"{MINE}/send", **LOGIN, methods=["POST"])
    def send_my_link(self, number, **post):
        return self._send_link(number, None, post)

    @route(f"{THEIRS}/send", **LINK, methods=["POST"])
    def send_link(self, number, token, **post):
        return self._send_link(number, token, post)

    def _send_link(self, number, token, post):
        visit, technician = self._open_money(number, token)
        channel = post.get("channel")
        amount = clean(post.get("amount"), limit=AMOUNT_LENGTH)
        recipient = clean(post.get("recipient"), limit=254)

        def act():
            if channel not in CHANNELS:
                raise UserError(request.env._("Please choose e-mail or text message."))
            if not visit._find_visit_invoice():
                raise UserError(request.env._("Make the invoice first: then it can be paid."))
            links = request.env["pylot.pay.link"]
            decimal = self._read_amount(amount)
            links._send(visit, decimal, channel, recipient, self._require_key(post))
            return f"/link?{url_encode({'amount': amount, 'sent': channel})}"

        answer, refusal = self._act(act, visit, token)
        typed = {channel: recipient} if channel in CHANNELS else {}
        return answer or self._show_way(
            number, token, "link", amount, message=refusal, status=422, typed=typed
        )
