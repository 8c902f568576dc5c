from odoo.http import Controller, request, route

from ..tools.typed_text import is_token
from .common import HEADERS, PAGE
from .dunning_pay import PAY, DunningPayment


class DunningController(DunningPayment, Controller):
    """A customer's link in a reminder to pay: see, pay, promise, complain, without a login."""

    def _get_dunning_sudo(self, token):
        """:return: the message behind the link, elevated; none for whatever is no link of ours"""
        dunnings = request.env["pylot.dunning"].sudo()
        dunning = dunnings._find_by_access_token(token) if is_token(token) else dunnings
        return dunning.with_company(dunning.company_id or request.env.company)

    @route("/dunning/<string:token>", **PAGE, methods=["GET"], readonly=True)
    def show_dunning(self, token, done="", **params):
        dunning = self._get_dunning_sudo(token)
        if not dunning:
            return self._not_found()
        return self._show_dunning(dunning, f"/dunning/{token}", done=done)

    @route("/dunning/<string:token>/code.png", **PAGE, methods=["GET"], readonly=True)
    def show_bank_code(self, token, **params):
        """For e-mails: always of what is open when the message is read."""
        dunning = self._get_dunning_sudo(token)
        png = dunning._get_qr_png(dunning._get_page().total) if dunning else b""
        if not png:
            return self._not_found()
        return request.make_response(png, [*HEADERS.items(), ("Content-Type", "image/png")])

    @route("/dunning/<string:token>/promise", **PAGE, methods=["POST"])
    def promise(self, token, **post):
        dunning = self._get_dunning_sudo(token)
        if not dunning or self._is_robot(post):
            return self._not_found()
        return self._promise(dunning, f"/dunning/{token}", post)

    @route("/dunning/<string:token>/invoice", **PAGE, methods=["POST"])
    def open_invoice(self, token, **post):
        """A POST, because an invoice that was never shared gets its link now."""
        dunning = self._get_dunning_sudo(token)
        return self._open_invoice(dunning, post) if dunning else self._not_found()

    @route("/dunning/<string:token>/complaint", **PAGE, methods=["POST"])
    def complain(self, token, **post):
        dunning = self._get_dunning_sudo(token)
        return self._complain(dunning, post) if dunning else self._not_found()

    @route("/dunning/<string:token>/transaction", **PAY, auth="public")
    def pay(self, token, **values):
        return self._create_dunning_transaction(self._get_dunning_sudo(token), values)
