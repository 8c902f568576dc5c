import time

from odoo.http import Controller, request, route

from ..models.pylot_faq_article_suggest import LETTERS
from ..tools.typed_text import clean
from .common import PAGE
from .faq_pages import FaqPages

SHOWN = 3
MAX_BYTES = 64 * 1024
# What is typed without the box of a page is one search for so many seconds.
ROUND = 600


class FaqSuggest(FaqPages, Controller):
    """Three answers while somebody types, as JSON."""

    # not CSRF: it is no form, and whom it answers sees what they may see anyway
    @route("/faq/suggest", **PAGE, methods=["POST"], csrf=False, max_content_length=MAX_BYTES)
    def suggest(self, **post):
        """Body: ``text``; ``box`` as the page was given it, and ``turn``, how many questions were
        typed on this page before. Answer: ``answers``, each with ``question``, ``excerpt`` and
        ``url``; and ``message``, what is wrong with what was sent."""
        typed = self._read_json()
        if typed is None:
            message = request.env._("This is no question. Please type it on our page.")
            return self._answer([], message, 400)
        box = self._get_box(typed)
        text = clean(typed.get("text"), limit=MAX_BYTES)
        articles = self._get_articles()
        if box["company"] != request.env.company.id:
            articles = articles.sudo().with_company(box["company"])
        found = articles._suggest(text, SHOWN, box["kinds"], box["products"])
        if len(text) >= LETTERS and not self._is_machine():
            queries = request.env["pylot.faq.query"].sudo()
            if not queries._note_search(box, text, len(found), found):
                message = request.env._(
                    "There have been very many searches. Please try again later."
                )
                return self._answer([], message, 429)
        answers = [article._describe_suggestion() for article in found]
        for answer in answers:
            answer["url"] = request.env["ir.http"]._url_for(answer["url"])
        return self._answer(answers)

    def _read_json(self):
        """:return: dict that was sent, None when it was something else"""
        try:
            typed = request.get_json_data()
        except (ValueError, RecursionError):
            return None
        return typed if isinstance(typed, dict) else None

    def _get_box(self, typed):
        """:return: of the page it is typed on, with ``visitor``; of the visitor when it has none"""
        visitor = self._get_visitor()
        queries = request.env["pylot.faq.query"].sudo()
        box = queries._read_box(typed.get("box"), typed.get("turn"))
        if not box:
            box = {
                "place": "page",
                "key": f"{visitor}-{int(time.time()) // ROUND}",
                "turn": 0,
                "kinds": [],
                "products": [],
                "company": request.env.company.id,
            }
        return {**box, "visitor": visitor}

    def _answer(self, answers, message="", status=200):
        values = {"answers": answers, "message": message}
        response = request.make_json_response(values, status=status)
        response.headers["Cache-Control"] = "no-store"
        return response
