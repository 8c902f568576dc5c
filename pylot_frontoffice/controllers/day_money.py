from odoo.http import Controller, request, route

from .common import HEADERS, MAX_ID
from .day import LINK, LOGIN
from .day_money_pages import MINE, THEIRS, WAYS
from .day_money_ways import DayMoneyWays


class DayMoneyController(DayMoneyWays, Controller):
    """Looking at the money of a visit: what is open, the ways to pay it, and whether it is here.
    Nothing changes by looking."""

    @route(MINE, **LOGIN, methods=["GET"], readonly=True)
    def show_my_pay(self, number, receipt="", **params):
        return self._show_pay(*self._open_money(number, None), None, receipt=receipt)

    @route(THEIRS, **LINK, methods=["GET"], readonly=True)
    def show_pay(self, number, token, receipt="", **params):
        return self._show_pay(*self._open_money(number, token), token, receipt=receipt)

    # === ONE WAY TO PAY ===

    @route(f"{MINE}/<any{WAYS}:way>", **LOGIN, methods=["GET"], readonly=True)
    def show_my_way(self, number, way, amount="", sent="", **params):
        return self._show_way(number, None, way, amount, sent)

    @route(f"{THEIRS}/<any{WAYS}:way>", **LINK, methods=["GET"], readonly=True)
    def show_way(self, number, token, way, amount="", sent="", **params):
        return self._show_way(number, token, way, amount, sent)

    # === IS IT HERE ===

    @route(f"{MINE}/status", **LOGIN, methods=["GET"], readonly=True)
    def tell_my_status(self, number, **params):
        return self._tell_status(number, None)

    @route(f"{THEIRS}/status", **LINK, methods=["GET"], readonly=True)
    def tell_status(self, number, token, **params):
        return self._tell_status(number, token)

    def _tell_status(self, number, token):
        """For the page that waits: it is read anew when this says something else."""
        visit, _technician = self._open_money(number, token)
        answer = request.make_json_response({"digest": visit._get_money_digest()})
        answer.headers.update(HEADERS)
        return answer

    # === RECEIPT ===

    @route(f"{MINE}/receipt/<string:entry>", **LOGIN, methods=["GET"], readonly=True)
    def show_my_receipt(self, number, entry, **params):
        return self._show_receipt(number, None, entry)

    @route(f"{THEIRS}/receipt/<string:entry>", **LINK, methods=["GET"], readonly=True)
    def show_receipt(self, number, token, entry, **params):
        return self._show_receipt(number, token, entry)

    def _show_receipt(self, number, token, entry):
        visit, technician = self._open_money(number, token)
        id_ = int(entry[:11]) if entry.isascii() and entry.isdecimal() else 0
        entries = visit.env["pylot.cash.entry"]
        domain = [("event_id", "=", visit.id), ("id", "=", id_ if id_ <= MAX_ID else 0)]
        found = entries.search(domain)
        if not found:
            self._gone()
        # the customer reads it
        lang = found._get_receipt_lang()
        request.update_context(lang=lang)
        visit, found = visit.with_context(lang=lang), found.with_context(lang=lang)
        receipt = found._get_receipt()
        if not technician.may_see_prices:
            # the customer's own, by e-mail or on paper, says it
            receipt["labour"] = False
        values = {"receipt": receipt, "email": found._get_receipt_email()}
        return self._render_money("day_money_receipt", visit, technician, token, values)
