from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..tools.typed_text import clean
from .common import PAGE
from .complaint import read_number


class FinancePortal(CustomerPortal):
    """Ask for instalments, on the page of a quotation: whoever may see it may ask."""

    @route("/my/orders/<string:number>/instalments", **PAGE, methods=["POST"])
    def request_instalments(self, number, access_token=None, offer="", **post):
        """A wrong order and a foreign one get the same answer, which is that of core's page."""
        try:
            order = self._document_check_access("sale.order", read_number(number), access_token)
        except (AccessError, MissingError):
            return request.redirect("/my", code=303)
        plan, _dash, term = clean(offer, limit=24).partition("-")
        user = request.env.user
        partner = order.partner_id if user._is_public() else user.partner_id.sudo()
        state = "requested"
        try:
            # what is refused half way leaves nothing behind
            with request.env.cr.savepoint():
                order._request_financing(read_number(plan), read_number(term), partner)
        except UserError:
            state = "gone" if term else "choose"
        url = order.get_portal_url(query_string=f"&instalments={state}", anchor="instalments")
        return request.redirect(url, code=303)
