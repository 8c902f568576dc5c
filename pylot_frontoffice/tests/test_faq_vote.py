from odoo.tests import tagged

from .complaint_pages_common import ComplaintPages
from .faq_common import FaqPages
from .pages_common import PagesCase


@tagged("post_install", "-at_install")
class TestFaqVote(FaqPages, ComplaintPages, PagesCase):
    """Was it helpful? One vote for each visitor and article."""

    def get_votes(self, article=None):
        self.env.invalidate_all()
        return self.env["pylot.faq.vote"].search([("article_id", "=", (article or self.cold).id)])

    def test_vote_and_change_it(self):
        page = self.get_article(self.cold).send("/faq/vote", value="yes")
        self.assertIn("Thank you, we are glad.", page.text)
        self.assertRecordValues(self.get_votes(), [{"is_helpful": True, "missing": False}])
        page = page.send("/faq/vote", value="no")
        self.assertIn("What was missing?", page.text)
        page = self.send(
            "/faq/vote",
            {
                "csrf_token": page.get_form("/faq/vote").fields["csrf_token"],
                "article": self.cold.id,
                "value": "no",
                "missing": "Where is\r\nthe key?\x00",
            },
        )
        self.assertIn("we read what you have written", page.text)
        [vote] = self.get_votes()
        self.assertRecordValues(vote, [{"is_helpful": False, "missing": "Where is\nthe key?"}])
        page.send("/faq/vote", value="no")
        self.assertEqual(self.get_votes().missing, "Where is\nthe key?", "nothing new was said")
        self.assertEqual((self.cold.helpful_count, self.cold.unhelpful_count), (0, 1))
        page.send("/faq/vote", value="yes")
        self.assertFalse(self.get_votes().missing)
        self.assertEqual((self.cold.helpful_count, self.cold.unhelpful_count), (1, 0))

    def test_the_visitor_is_told_apart_and_not_known(self):
        self.get_article(self.cold).send("/faq/vote", value="yes")
        self._create_portal_user()
        self.log_in("frieda")
        page = self.get_article(self.cold)
        self.assertEqual(page.main.xpath(".//*[@aria-pressed='true']"), [])
        page = page.send("/faq/vote", value="no")
        [pressed] = page.main.xpath(".//*[@aria-pressed='true']")
        self.assertEqual(pressed.get("value"), "no")
        votes = self.get_votes()
        self.assertEqual(len(votes), 2)
        self.assertFalse([each for each in votes.mapped("visitor") if "127.0" in each])
        self.assertEqual((self.cold.helpful_count, self.cold.unhelpful_count), (1, 1))
        self.assertEqual(self.cold.helpfulness, 0.5)

    def test_refused(self):
        page = self.get_article(self.cold)
        self.assertEqual(self.send("/faq/vote", {"article": self.cold.id}).status, 400, "no token")
        csrf = page.get_form("/faq/vote").fields["csrf_token"]
        for article in self.hidden | self.contract:
            for path in ("/faq/vote", "/faq/solved"):
                values = {"csrf_token": csrf, "article": article.id, "value": "yes"}
                lost = self.send(path, values)
                self.assertEqual(lost.status, 404)
                self.assertEqual(lost.text, self.get("/faq/x").text)
            self.assertFalse(self.get_votes(article))
            self.url_open("/faq/seen", data={"csrf_token": csrf, "article": article.id})
            self.assertEqual(article.view_count, 0)
        for wrong in ("", "maybe", "true", "1"):
            page = page.send("/faq/vote", value=wrong)
            self.assertEqual((page.status, page.title), (200, self.cold.question))
        self.assertFalse(self.get_votes())
        self.assertEqual(self.get("/faq/vote").status, 404, "voting is no page")
        self.assertFalse(self.get_votes())

    def test_robots(self):
        csrf = self.get_article(self.cold).get_form("/faq/vote").fields["csrf_token"]
        values = {"csrf_token": csrf, "article": self.cold.id, "value": "yes", "website_url": "x"}
        self.assertEqual(self.send("/faq/vote", values).status, 404)
        self.assertFalse(self.get_votes())

    def test_too_much_text_is_cut(self):
        csrf = self.get_article(self.cold).get_form("/faq/vote").fields["csrf_token"]
        values = {"csrf_token": csrf, "article": self.cold.id, "value": "no"}
        self.send("/faq/vote", {**values, "missing": "ä" * 10_000})
        self.assertEqual(len(self.get_votes().missing), 1000)
