from odoo.fields import Domain
from odoo.http import Controller, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from .common import PAGE
from .complaint import read_number
from .dunning_pay import PAY, DunningPayment

URL = "/my/dunning"
LOGGED_IN = {**PAGE, "auth": "user"}
# Nobody has more that is open; older ones are repeated by newer ones anyway.
LIMIT = 50


class DunningPortal(CustomerPortal):
    """My open payments: the newest message of each company and currency of which something is
    open."""

    def _get_open_dunnings_sudo(self):
        dunnings = request.env["pylot.dunning"].sudo()
        domain = dunnings._get_portal_domain(request.env.user) & Domain("state", "=", "open")
        found = dunnings.search(domain, limit=LIMIT)  # newest first
        newest = found.grouped(lambda each: (each.company_id, each.currency_id))
        return dunnings.union(*(group[0] for group in newest.values()))

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "dunning_count" in counters:
            values["dunning_count"] = len(self._get_open_dunnings_sudo())
        return values

    @route(URL, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def portal_my_dunning(self, **params):
        dunnings = self._get_open_dunnings_sudo()
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "dunning",
            "entries": [(each, each._get_page()) for each in dunnings],
        }
        return request.render("pylot_frontoffice.portal_my_dunning", values)


class DunningPortalPage(DunningPayment, Controller):
    """One of them. Neither a wrong number nor a foreign one tells anything."""

    def _get_own_sudo(self, number):
        dunnings = request.env["pylot.dunning"].sudo()
        domain = dunnings._get_portal_domain(request.env.user)
        found = dunnings.search(domain & Domain("id", "=", read_number(number)), limit=1)
        return found.with_company(found.company_id or request.env.company)

    def _get_own_path(self, dunning):
        return f"{URL}/{dunning.id}"

    @route(f"{URL}/<string:number>", **LOGGED_IN, methods=["GET"], readonly=True)
    def show_my_dunning(self, number, done="", **params):
        dunning = self._get_own_sudo(number)
        if not dunning:
            return self._not_found()
        return self._show_dunning(dunning, self._get_own_path(dunning), done=done)

    @route(f"{URL}/<string:number>/promise", **LOGGED_IN, methods=["POST"])
    def promise_mine(self, number, **post):
        dunning = self._get_own_sudo(number)
        if not dunning or self._is_robot(post):
            return self._not_found()
        return self._promise(dunning, self._get_own_path(dunning), post)

    @route(f"{URL}/<string:number>/invoice", **LOGGED_IN, methods=["POST"])
    def open_my_invoice(self, number, **post):
        dunning = self._get_own_sudo(number)
        return self._open_invoice(dunning, post) if dunning else self._not_found()

    @route(f"{URL}/<string:number>/complaint", **LOGGED_IN, methods=["POST"])
    def complain_about_mine(self, number, **post):
        dunning = self._get_own_sudo(number)
        return self._complain(dunning, post) if dunning else self._not_found()

    @route(f"{URL}/<string:number>/transaction", **PAY, auth="user")
    def pay_mine(self, number, **values):
        return self._create_dunning_transaction(self._get_own_sudo(number), values)
