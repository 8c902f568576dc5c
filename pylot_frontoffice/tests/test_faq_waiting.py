from datetime import date, timedelta

from odoo.tests import tagged

from .complaint_mail_common import ComplaintMailCommon
from .desk_common import DeskCase
from .faq_common import FaqPages

SUBJECT = "My radiator stays cold"


@tagged("post_install", "-at_install")
class TestFaqWaiting(FaqPages, ComplaintMailCommon):
    """Answers in the message that a complaint has come in."""

    def _acknowledge(self, name=SUBJECT, **values):
        """:return: HTML of the e-mail"""
        complaint = self._create_complaint(name, **values)
        self.notices._plan(complaint, "received")
        [mail] = self._get_new_mails(self._send_due)
        return mail.body_html

    def _create_similar(self, number, **values):
        for each in range(number):
            self._create_article(f"Why does my radiator stay cold in room {each}?", **values)

    def test_answers_for_everybody(self):
        self._create_similar(1, audience="customer")
        self._create_similar(1, audience="staff")
        self._create_similar(1, is_published=False)
        body = self._acknowledge()
        self.assertIn(f"{self.cold.get_base_url()}{self.cold._get_public_url()}", body)
        self.assertIn(self.cold.question, body)
        self.assertEqual(body.count("/faq/"), 1)

    def test_hidden_articles_take_no_place(self):
        """Were they looked for and left out afterwards, they would crowd out the others."""
        self._create_similar(10, audience="staff")
        self.assertIn(self.cold.question, self._acknowledge())

    def test_three_at_most(self):
        self._create_similar(5)
        self.assertEqual(self._acknowledge().count("/faq/"), 3)

    def test_only_good_ones(self):
        for name in (
            "Radiator",
            "Your invoice has a wrong address",
            "!",
            "radiator invoice post",
        ):
            with self.subTest(name):
                self.assertNotIn("/faq/", self._acknowledge(name))

    def test_not_what_was_read_before(self):
        complaint = self._create_complaint(SUBJECT)
        self.assertEqual(len(complaint._get_mail_answers()), 1)
        self.Query.create(
            {
                "text": SUBJECT,
                "place": "complaint",
                "company_id": self.company.id,
                "complaint_id": complaint.id,
                "article_ids": self.cold.ids,
            }
        )
        self.assertFalse(complaint._get_mail_answers())

    def test_of_the_company_only(self):
        self.cold.company_id = self.other_company
        self.assertNotIn(self.cold.question, self._acknowledge())

    def test_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.cold.with_context(lang="de_DE").question = "Warum bleibt mein Heizkörper kalt?"
        body = self._acknowledge("Heizkörper bleibt kalt", lang="de_DE")
        self.assertIn("Warum bleibt mein Heizkörper kalt?", body)


@tagged("post_install", "-at_install")
class TestFaqDesk(FaqPages, DeskCase):
    """What is written down helps who answers for the business, too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.script = cls._create_article(
            "Radiator cold: what do we tell callers?",
            "<p>Ask for the pressure first.</p>",
            audience="provider",
            company_id=cls.company.id,
        )
        cls.complaint.name = "Caller says radiator is cold"

    def test_beside_a_complaint(self):
        self.log_in(self.kim)
        page = self.open_desk(f"/{self.complaint.id}")
        self.assertIn(self.script.question, page.text)
        self.assertIn("Ask for the pressure first.", page.text)
        for article in self.hidden:
            self.assertNotIn(article.question, page.text)
        link = page.main.xpath(".//section[@aria-labelledby='answers']//a/@href")[0]
        self.assertIn("Ask for the pressure first.", self.get(link).text)

    def test_nothing_when_the_mandate_is_over(self):
        link = self.script._get_public_url()
        self.ring_team.mandate_end = date.today() - timedelta(days=1)
        self.log_in(self.kim)
        self.assertNotIn(self.script.question, self.open_desk(f"/{self.complaint.id}").text)
        self.assertEqual(self.get(link).status, 404)

    def test_looked_up(self):
        self.log_in(self.kim)
        for path in ("", "/new"):
            page = self.open_desk(path)
            [form] = page.main.xpath(".//form[@action='/faq/search']")
            self.assertEqual(form.get("method"), "get")
        found = self.get("/faq/search?q=callers+radiator")
        self.assertIn(self.script.question, found.text)
        self.assertNotIn(self.margin.question, found.text)

    def test_no_search_without_answers(self):
        self.Article.search([("is_published", "=", True)]).is_published = False
        self.log_in(self.kim)
        self.assertFalse(self.open_desk().main.xpath(".//form[@action='/faq/search']"))
