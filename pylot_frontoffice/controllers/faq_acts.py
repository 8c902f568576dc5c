from odoo.http import Controller, request, route

from ..tools.typed_text import clean
from .common import PAGE
from .faq_pages import FaqPages

MISSING_LENGTH = 1000
SMALL = 64 * 1024


class FaqActs(FaqPages, Controller):
    """What readers do: vote, say that it is solved; and what their pages count."""

    def _get_queries_sudo(self):
        return request.env["pylot.faq.query"].sudo()

    def _read_box(self, signed, turn=""):
        turn = clean(turn, limit=3)
        number = int(turn) if turn.isascii() and turn.isdecimal() else 0
        return self._get_queries_sudo()._read_box(signed, number)

    def _get_nothing(self):
        """:return: answer to a page that has told something"""
        return request.make_response("", status=204)

    # === VISITORS ===

    @route("/faq/vote", **PAGE, methods=["POST"], max_content_length=SMALL)
    def vote(self, article="", value="", missing=None, box="", **post):
        found = self._find_article(article)
        if not found or self._is_robot(post):
            return self._not_found()
        if value in ("yes", "no"):
            text = None if missing is None else clean(missing, lines=True, limit=MISSING_LENGTH)
            votes = request.env["pylot.faq.vote"].sudo()
            votes._vote(found, self._get_voter(), value == "yes", text)
            opened = self._read_box(box) if value == "yes" else None
            if opened:
                self._get_queries_sudo()._note_solved(opened, found)
            value = "text" if text else value
        path = found._get_public_url()
        return self._redirect(f"{path}?voted={value}#vote" if value else path)

    @route("/faq/solved", **PAGE, methods=["POST"], max_content_length=SMALL)
    def solve(self, article="", box="", turn="", **post):
        """It need not be written any more. Whose page is too old to be counted is thanked, too."""
        found = self._find_article(article)
        if not found or self._is_robot(post):
            return self._not_found()
        asked = self._read_box(box, turn)
        if asked:
            self._get_queries_sudo()._note_opened(asked, found)
            self._get_queries_sudo()._note_solved(asked, found)
        return self._redirect("/faq/thanks")

    # === THEIR PAGES, BY A SCRIPT ===

    @route("/faq/seen", **PAGE, methods=["POST"], max_content_length=SMALL)
    def count_view(self, article="", **post):
        found = self._find_article(article)
        if found and not self._is_machine():
            request.env["pylot.faq.view"].sudo()._count(found)
        return self._get_nothing()

    @route("/faq/opened", **PAGE, methods=["POST"], max_content_length=SMALL)
    def count_opened(self, article="", box="", turn="", **post):
        found = self._find_article(article)
        asked = self._read_box(box, turn)
        if found and asked and not self._is_machine():
            self._get_queries_sudo()._note_opened(asked, found)
        return self._get_nothing()

    @route("/faq/searched", **PAGE, methods=["POST"], max_content_length=SMALL)
    def count_search(self, box="", **post):
        """A page of results was looked at; what it showed is in its box."""
        asked = self._read_box(box)
        found = asked and asked["found"]
        if found and not self._is_machine():
            shown = self._get_articles()._find_visible([("id", "in", found["ids"])])
            self._get_queries_sudo()._note_search(
                {**asked, "visitor": self._get_visitor()}, found["text"], found["count"], shown
            )
        return self._get_nothing()
