import json

from odoo.tests import tagged

from ..controllers.faq import list_addresses
from .complaint_pages_common import ComplaintPages
from .faq_common import FaqPages
from .pages_common import PagesCase

LANG = "de_DE"


@tagged("post_install", "-at_install")
class TestFaqPages(FaqPages, ComplaintPages, PagesCase):
    """What visitors read, by which addresses, and what search engines are told."""

    def test_front(self):
        page = self.get("/faq")
        self.assertEqual(page.title, "Questions and answers")
        self.assertIn(self.cold.question, page.text, "articles of finer categories, too")
        article = page.click("Which pressure")
        self.assertEqual(article.title, self.pressure.question)
        self.assertIn("Between 1.5 and 2 bar", article.text)
        loose = self._create_article("Do you work on Sundays?")
        page = self.get("/faq")
        self.assertIn("Other questions", page.text)
        self.assertEqual(page.click(loose.question[:10]).status, 200)

    def test_front_shows_the_most_helpful_and_the_way_to_all(self):
        many = self.Article.browse()
        for number in range(8):
            many |= self._create_article(f"Question {number}?", category_id=self.heating.id)
        votes = self.env["pylot.faq.vote"]
        votes._vote(many[-1], "a", True)
        votes._vote(self.pressure, "a", False)
        page = self.get("/faq")
        self.assertIn("Question 7?", page.text)
        self.assertNotIn(self.pressure.question, page.text)
        page = page.click(r"All 10 questions")
        self.assertEqual(page.title, "Heating")
        cards = [each.text_content().strip() for each in page.main.xpath(".//h2//a")]
        self.assertEqual(cards[0], "Question 7?")
        self.assertEqual(cards[-1], self.pressure.question)

    def test_category(self):
        page = self.get(self.heating._get_public_url())
        self.assertIn(self.pressure.question, page.text)
        self.assertNotIn(self.cold.question, page.text)
        page = page.click("Radiators")
        self.assertIn(self.cold.question, page.text)
        self.assertEqual(page.click("Heating").title, "Heating")
        article = page.click("Why does my")
        self.assertEqual(article.click("Radiators").path, page.path)

    def test_category_has_pages(self):
        for number in range(25):
            self._create_article(f"Question {number}?", category_id=self.heating.id)
        page = self.get(self.heating._get_public_url())
        self.assertEqual(len(page.main.xpath(".//*[hasclass('pylot-card')]")), 20)
        page = page.click("^2$")
        self.assertTrue(page.path.endswith("/page/2"))
        self.assertEqual(len(page.main.xpath(".//*[hasclass('pylot-card')]")), 6)
        for wrong in ("0", "x", "9" * 30, "-1"):
            self.assertEqual(self.get(f"{self.heating._get_public_url()}?page={wrong}").status, 200)
        self.assertEqual(self.get(f"{self.heating._get_public_url()}/page/{10**20}").status, 200)

    def test_old_addresses_lead_to_the_present_one(self):
        old = self.cold._get_public_url()
        self.cold.question = "Why is my radiator cold on top?"
        self.radiators.name = "Radiators and pipes"
        for path, record in ((old, self.cold), (f"/faq/{self.cold.id}", self.cold)):
            answer = self.url_open(f"{path}?utm=x", allow_redirects=False)
            self.assertEqual(answer.status_code, 301)
            self.assertTrue(
                answer.headers["Location"].endswith(f"{record._get_public_url()}?utm=x")
            )
            self.assertEqual(self.get(path).title, self.cold.question)
        answer = self.url_open(
            f"/faq/category/radiators-{self.radiators.id}", allow_redirects=False
        )
        self.assertEqual(answer.status_code, 301)

    def test_languages(self):
        self.env["res.lang"]._activate_lang(LANG)
        self.cold.with_context(lang=LANG).write(
            {"question": "Warum bleibt der Heizkörper kalt?", "answer": "<p>Entlüften.</p>"}
        )
        page = self.get(f"/de/faq/{self.cold.id}")
        self.assertEqual(page.title, "Warum bleibt der Heizkörper kalt?")
        self.assertEqual(page.path, f"/de/faq/warum-bleibt-der-heizkorper-kalt-{self.cold.id}")
        links = {
            each.get("hreflang"): each.get("href")
            for each in page.tree.xpath("//link[@rel='alternate']")
        }
        base = self.cold.get_base_url()
        english = f"{base}/faq/why-does-my-radiator-stay-cold-{self.cold.id}"
        self.assertEqual(links, {"de": f"{base}{page.path}", "en": english, "x-default": english})
        [canonical] = page.tree.xpath("//link[@rel='canonical']/@href")
        self.assertEqual(canonical, f"{base}{page.path}")
        # the address of another language leads to the one of this
        answer = self.url_open(
            f"/de/faq/why-does-my-radiator-stay-cold-{self.cold.id}", allow_redirects=False
        )
        self.assertEqual(answer.status_code, 301)
        self.assertTrue(answer.headers["Location"].endswith(page.path), answer.headers["Location"])

    def test_leads_nowhere(self):
        lost = self.get("/faq/nothing-999999")
        self.assertEqual(lost.status, 404)
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self._create_article("Foreign?", company_id=other.id)
        archived = self._create_article("Archived?", active=False)
        gone = (self.hidden | self.contract | foreign | archived).mapped("id")
        empty = self.env["pylot.faq.category"].create({"name": "Empty secret"})
        paths = [f"/faq/{number}" for number in gone]
        paths += [f"/faq/category/{empty.id}", "/faq/category/x", "/faq/x", f"/faq/{10**12}"]
        for path in paths:
            with self.subTest(path=path):
                page = self.get(path)
                self.assertEqual((page.status, page.text), (404, lost.text))

    def test_nothing_published(self):
        self.Article.search([]).is_published = False
        self.assertEqual(self.get("/faq").status, 404)
        self.assertNotIn("/faq", self.get("/book").response.text.partition("<main")[2])
        self.assertNotIn("/faq", self.get("/complaint").response.text.partition("<main")[2])

    def test_ways_to_the_faq(self):
        for path in ("/book", "/complaint", f"/book/{self.kind.id}"):
            self.assertEqual(self.get(path).click("Here are the answers").path, "/faq")
        self._create_portal_user()
        self.log_in("frieda")
        page = self.get("/my/home")
        self.assertTrue(page.main.xpath(".//a[@href='/faq']"))
        self.assertIn(self.contract.question, self.get("/faq/search?q=contract").text)

    # === WHAT SEARCH ENGINES ARE TOLD ===

    def _get_structured(self, page):
        return [
            json.loads(each)
            for each in page.tree.xpath("//script[@type='application/ld+json']/text()")
        ]

    def test_structured_data(self):
        evil = '</script><script>alert(1)</script> & \u2028 "quoted"'
        self.cold.write({"question": f"Why {evil}?", "answer": "<p>&lt;/script&gt; <b>air</b></p>"})
        page = self.get_article(self.cold)
        [data] = self._get_structured(page)
        self.assertEqual(data["@type"], "FAQPage")
        [question] = data["mainEntity"]
        self.assertEqual(question["name"], self.cold.question)
        self.assertEqual(question["acceptedAnswer"]["text"], "</script> air")
        self.assertNotIn("<script>alert(1)", page.response.text)
        [data] = self._get_structured(self.get("/faq"))
        names = {each["name"] for each in data["mainEntity"]}
        self.assertEqual(names, {self.cold.question, self.pressure.question})

    def test_structured_data_is_public_only(self):
        self._create_portal_user()
        self.log_in("frieda")
        page = self.get_article(self.contract)
        self.assertEqual(page.status, 200)
        self.assertEqual(self._get_structured(page), [])
        self.assertEqual(page.response.headers["X-Robots-Tag"], "noindex")
        for path in ("/faq", self.heating._get_public_url()):
            text = json.dumps(self._get_structured(self.get(path)))
            self.assertIn(self.pressure.question, text)
            self.assertNotIn(self.contract.question, text)

    def test_head(self):
        page = self.get_article(self.pressure)
        self.assertEqual(page.tree.findtext(".//title"), self.pressure.question)
        [description] = page.tree.xpath("//meta[@name='description']/@content")
        self.assertEqual(description, "Between 1.5 and 2 bar, before you heat.")
        self.assertNotIn("X-Robots-Tag", page.response.headers)
        self.assertIn("max-age", page.response.headers["Cache-Control"])
        self.assertEqual(self.get("/faq/search?q=cold").response.headers["X-Robots-Tag"], "noindex")

    def test_addresses_for_a_map(self):
        public = self.env(user=self.env.ref("base.public_user"))
        found = {each["loc"] for each in list_addresses(public, None, "")}
        self.assertEqual(found, {self.cold._get_public_url(), self.pressure._get_public_url()})
        self.assertEqual(
            [each["loc"] for each in list_addresses(public, None, "pressure")],
            [self.pressure._get_public_url()],
        )

    # === WHERE IT LEADS ===

    def test_bookable(self):
        secret = self._create_type("Secret type", access="internal")
        for kind in (self.kind, secret):
            self._attach(self.cold, kind)
        product = self.env["product.template"].create(
            {"name": "Check", "appointment_type_id": self._create_type("Check", access="public").id}
        )
        self.cold.product_tmpl_ids = product
        page = self.get_article(self.cold)
        self.assertNotIn("Secret", page.text)
        self.assertIn("Book: Check", page.text)
        self.assertTrue(page.click("Book: Inspection").path.startswith("/book/"))

    def test_related(self):
        near = self._create_article("Which radiator valve is cold?")
        page = self.get_article(self.cold)
        [related] = page.main.xpath(".//section[@aria-labelledby='faq_related']")
        self.assertIn(near.question, related.text_content())
        self.assertNotIn(self.cold.question, related.text_content())
        for article in self.hidden | self.contract:
            self.assertNotIn(article.question, page.text)
