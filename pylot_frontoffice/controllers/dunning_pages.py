"""What a customer has to pay, by the secret link and by login alike."""

from werkzeug.urls import url_encode

from odoo.exceptions import UserError
from odoo.http import request

from ..tools.typed_text import clean
from .common import MAX_ID, PublicPages
from .dunning_form import PromiseForm


class DunningPages(PublicPages):
    """Mixed into controllers. ``path`` is where the page is found, for its forms and links."""

    def _show_dunning(self, dunning, path, status=200, message="", form=None, done=""):
        page = form.page if form else dunning._get_page()
        promise = dunning._get_open_promise(page)
        payment = self._get_payment_values(dunning, page, path)
        values = {
            "dunning": dunning,
            "company": dunning.company_id,
            "path": path,
            "page": page,
            "money": dunning.currency_id.format,
            "promise": promise,
            "refusal": dunning._get_promise_refusal(page, promise),
            "arithmetic": dunning._get_page_arithmetic(),
            "bank": dunning._get_bank(),
            "qr": dunning._get_qr_url(page.total) if page.total > 0 else "",
            "can_complain": bool(dunning._find_complaint_team()),
            "form": form or PromiseForm(dunning, page),
            "message": message,
            "done": done if done in ("promise", "paid") else "",
            "has_payment": bool(payment),
            **payment,
        }
        return self._render("dunning_page", values, status=status)

    def _get_payment_values(self, dunning, page, path):
        """:return: dict for core's form to pay online, {} when nobody can"""
        return {}

    def _promise(self, dunning, path, post):
        """:return: answer"""
        form = PromiseForm(dunning, dunning._get_page(), post)
        if not dunning._get_promise_refusal(form.page, dunning._get_open_promise(form.page)):
            form.check()
        if form.errors:
            return self._show_dunning(dunning, path, 422, form=form)
        try:
            # what is refused half way leaves nothing behind
            with request.env.cr.savepoint():
                dunning._promise_by_customer(form.day or self._read_repeated(form), form.amount)
        except UserError as error:
            return self._show_dunning(dunning, path, 409, str(error), form=form)
        return self._redirect(f"{path}?done=promise")

    def _read_repeated(self, form):
        """A form that was sent twice is checked as well, but what it says is only compared."""
        form.check()
        form.errors.clear()
        return form.day

    def _open_invoice(self, dunning, post):
        """:return: answer: core's own page of an invoice of the message"""
        move = self._find_move(dunning, post)
        if not move:
            return self._not_found()
        return self._redirect(move.get_portal_url())

    def _complain(self, dunning, post):
        """:return: answer: the form, beginning with the invoice"""
        move = self._find_move(dunning, post)
        if not move:
            return self._not_found()
        query = {"invoice": move.id, "key": move._portal_ensure_token()}
        return self._redirect(f"/complaint?{url_encode(query)}")

    def _find_move(self, dunning, post):
        """:return: the invoice behind an item of the message, none for any other number"""
        text = clean(post.get("item"), limit=10)
        number = int(text) if text.isascii() and text.isdecimal() else 0
        lines = dunning._get_claims()
        line = lines.filtered(lambda each: each.id == number and number <= MAX_ID)
        return line.move_id.filtered(lambda move: move.state == "posted")
