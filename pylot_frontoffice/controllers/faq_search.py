"""A page of what was found: read, looked up and marked."""

from markupsafe import Markup, escape

from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..tools.marked_text import cut_around, split_marked
from ..tools.typed_text import clean
from .faq_pages import read_page

PER_PAGE = 10
MAX_LENGTH = 200
EXCERPT = 220


class SearchPage:
    """:ivar text: what is searched for, cleaned
    :ivar message: translated sentence about what was typed, "" when nothing is wrong
    :ivar results: list of dicts ``url``, ``question`` and ``excerpt`` with the words marked, and
        ``category``
    :ivar total: how many were found in all"""

    def __init__(self, articles, text, page):
        """:param articles: the model as the visitor sees it"""
        typed = clean(text, limit=MAX_LENGTH + 1)
        self.text = typed[:MAX_LENGTH]
        self.message = ""
        self.results, self.total, self.pager, self.ids = [], 0, None, []
        if not self.text:
            self.message = request.env._("Please write what you would like to know.")
            return
        if len(typed) > MAX_LENGTH:
            self.message = request.env._(
                "That is very long. We have searched for its beginning; a few words do best."
            )
        self._look_up(articles, read_page(page))

    def _look_up(self, articles, page):
        words, scored = articles._search_scored(self.text)
        self.total = len(scored)
        if not self.total:
            return
        self.pager = portal_pager(
            url="/faq/search",
            total=self.total,
            page=page,
            step=PER_PAGE,
            url_args={"q": self.text},
        )
        found = articles._explain_found(words, scored, PER_PAGE, self.pager["offset"])
        elevated = articles.sudo().browse([each["article"].id for each in found])
        self.ids = elevated.ids
        self.results = [
            self._describe(article, each["marks"])
            for article, each in zip(elevated, found, strict=True)
        ]

    def _describe(self, article, marks):
        return {
            "article": article.id,
            "url": article._get_public_url(),
            "question": mark(article.question, marks),
            "excerpt": mark(cut_around(article._get_plain_answer(), marks, EXCERPT), marks),
            "category": article.category_id.name or "",
        }

    def get_found(self):
        """:return: what is to be noted of this search; None when nothing was searched for, and
        for further pages"""
        if not self.text or (self.pager and self.pager["page"]["num"] > 1):
            return None
        return {"text": self.text, "count": self.total, "ids": self.ids}


def mark(text, words):
    """:return: ``text`` as HTML, with ``words`` marked"""
    return Markup().join(
        Markup("<mark>%s</mark>") % piece if is_marked else escape(piece)
        for piece, is_marked in split_marked(text or "", words)
    )
