"""What a page of the FAQ costs does not depend on how much there is to show."""

from unittest.mock import patch

from odoo.tests import tagged

from .complaint_pages_common import ComplaintPages
from .faq_common import FaqPages
from .pages_common import PagesCase

MAX_BYTES = 60_000
FEW, MANY = 5, 60
# Session, user and layout; what the page is about.
FRONT_QUERIES = 13
CATEGORY_QUERIES = 17
ARTICLE_QUERIES = 17
SEARCH_QUERIES = 10
# Session, user and language; what is found says, and the note. The search makes two more.
SUGGEST_QUERIES = 7
SEARCH_ITSELF = 3
WORDS = "Let the air out with the small key, and turn the valve. " * 8


@tagged("post_install", "-at_install")
class TestFaqPagesBudget(FaqPages, ComplaintPages, PagesCase):
    def _fill_up(self, number):
        below = self.env["pylot.faq.category"].create(
            [{"name": f"Part {each}", "parent_id": self.heating.id} for each in range(number // 5)]
        )
        votes = []
        for each in range(number):
            article = self._create_article(
                f"Why does radiator {each} of {number} stay cold?",
                f"<p>{WORDS}</p>",
                category_id=(below[each % len(below)] if each % 2 else self.heating).id,
            )
            votes.append({"article_id": article.id, "visitor": "x", "is_helpful": bool(each % 3)})
        self.env["pylot.faq.vote"].create(votes)

    def _count(self, path, do=None):
        """:return: (number of statements without those of the search engine, page)"""
        do = do or self.get
        do(path)
        self.env.flush_all()
        self.env.invalidate_all()
        model, searched = type(self.Article), []

        def measured(name):
            method = getattr(model, name)

            def count(articles, *args, **kwargs):
                before = articles.env.cr.sql_log_count
                found = method(articles, *args, **kwargs)
                searched.append(articles.env.cr.sql_log_count - before)
                return found

            return patch.object(model, name, count)

        with measured("_search_scored"):
            before = self.env.cr.sql_log_count
            page = do(path)
            count = self.env.cr.sql_log_count - before - sum(searched)
        for each in searched:
            self.assertLessEqual(each, SEARCH_ITSELF)
        self.assertLessEqual(len(searched), 1, "the search engine is asked once")
        self.assertEqual(page.status, 200)
        self.assertLess(len(page.response.content), MAX_BYTES)
        return count, page

    def assertConstant(self, paths, budget):
        counts = []
        for number in (FEW, MANY):
            self._fill_up(number)
            for path in paths:
                counts.append(self._count(path)[0])
        self.assertEqual(len(set(counts)), 1, counts)
        self.assertLessEqual(counts[0], budget)

    def test_front(self):
        self.assertConstant(["/faq"], FRONT_QUERIES)

    def test_category(self):
        self.assertConstant([self.heating._get_public_url()], CATEGORY_QUERIES)

    def test_article(self):
        self.assertConstant([self.pressure._get_public_url()], ARTICLE_QUERIES)

    def test_search(self):
        self.assertConstant(["/faq/search?q=radiator+cold"], SEARCH_QUERIES)

    def test_suggest(self):
        [box] = self.get("/complaint").main.xpath(".//*[hasclass('js_pylot_suggest')]/@data-box")

        def ask(path):
            response = self.url_open(path, json={"text": "radiator stays cold", "box": box})
            page = type("Page", (), {"status": response.status_code, "response": response})
            self.assertTrue(response.json()["answers"])
            return page

        counts = []
        for number in (0, FEW, MANY):
            self._fill_up(number)
            counts.append(self._count("/faq/suggest", ask)[0])
        self.assertEqual(len(set(counts)), 1, counts)
        self.assertLessEqual(counts[0], SUGGEST_QUERIES)
