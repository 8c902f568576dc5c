from odoo.exceptions import UserError
from odoo.http import Controller, request, route
from odoo.tools import formatLang

from ..tools.typed_text import clean
from .day import LINK, LOGIN
from .day_money_pages import AMOUNT_LENGTH, DayMoneyPages


class DayCashController(DayMoneyPages, Controller):
    """The cash in the technician's pocket, and that it is brought to the office."""

    @route("/my/day/cash", **LOGIN, methods=["GET"], readonly=True)
    def show_my_cash(self, done="", **params):
        return self._show_cash(None, done=done)

    @route("/day/<string:token>/cash", **LINK, methods=["GET"], readonly=True)
    def show_cash(self, token, done="", **params):
        return self._show_cash(token, done=done)

    @route("/my/day/cash", **LOGIN, methods=["POST"])
    def announce_my_cash(self, **post):
        return self._announce(None, post)

    @route("/day/<string:token>/cash", **LINK, methods=["POST"])
    def announce_cash(self, token, **post):
        return self._announce(token, post)

    def _get_pocket(self, token):
        """:return: (technician, elevated, company whose cash it is): of several companies, the
        one of the technician"""
        technician = self._get_day_technicians_sudo(token)[:1]
        self._speak_to(technician)
        return self._localise(technician), technician.company_id or request.env.company.sudo()

    def _show_cash(self, token, message="", status=200, typed=None, done=""):
        technician, company = self._get_pocket(token)
        entries = technician.env["pylot.cash.entry"]
        entries = entries.search(entries._get_float_domain(technician, company))
        pocket = company.currency_id.round(sum(entries.mapped("amount")))
        waiting = technician.env["pylot.cash.handover"].search(
            [
                ("resource_id", "=", technician.id),
                ("company_id", "=", company.id),
                ("state", "=", "draft"),
                ("declared_at", "!=", False),
            ]
        )
        say = company.currency_id.format
        values = {
            "message": message,
            "pocket": say(pocket),
            "is_empty": not entries,
            "entries": [entry._get_receipt() for entry in entries],
            "typed": typed
            if typed is not None
            else formatLang(request.env, pocket, digits=company.currency_id.decimal_places),
            "waiting": say(waiting.declared) if waiting else "",
            "is_done": done == "announced",
        }
        return self._render_day("day_cash", technician, token, values, status)

    def _announce(self, token, post):
        technician, company = self._get_pocket(token)
        typed = clean(post.get("amount"), limit=AMOUNT_LENGTH)
        try:
            with request.env.cr.savepoint():
                handovers = request.env["pylot.cash.handover"]
                handovers._announce(technician, company, self._read_amount(typed))
                request.env.flush_all()
        except UserError as error:
            request.env.invalidate_all()
            return self._show_cash(token, str(error), 422, typed)
        return self._redirect(f"{self._get_day_base(token)}/cash?done=announced")
