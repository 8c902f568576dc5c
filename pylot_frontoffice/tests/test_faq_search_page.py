from urllib.parse import quote

from odoo.tests import tagged

from .faq_common import FaqPages
from .pages_common import PagesCase


@tagged("post_install", "-at_install")
class TestFaqSearchPage(FaqPages, PagesCase):
    """The page of what was found, for visitors whose browser knows no JavaScript."""

    def search(self, text, **kwargs):
        return self.get(f"/faq/search?q={quote(text)}", **kwargs)

    def get_found(self, page):
        links = page.main.xpath(".//*[hasclass('js_pylot_faq_results')]//a")
        return [link.text_content() for link in links]

    def test_from_the_front_page(self):
        page = self.get("/faq")
        form = page.get_form("/faq/search")
        self.assertEqual(form.get("method"), "get")
        self.assertIn("q", form.fields)
        page = self.search("radiator cold")
        self.assertEqual(page.status, 200)
        self.assertEqual(self.get_found(page)[0], self.cold.question)
        self.assertEqual(page.get_form("/faq/search").fields["q"], "radiator cold")
        self.assertEqual(page.click("Why does my").title, self.cold.question)

    def test_words_are_marked(self):
        self.cold.answer = "<p>First &lt;b&gt; the <b>radiator</b> &amp; the valve.</p>"
        page = self.search("radiator")
        marked = [each.text_content() for each in page.main.xpath(".//mark")]
        self.assertIn("radiator", marked)
        self.assertIn("First &lt;b&gt; the <mark>radiator</mark> &amp; the", page.response.text)

    def test_pages(self):
        for number in range(23):
            self._create_article(f"Which boiler is number {number}?")
        page = self.search("boiler")
        self.assertEqual(len(self.get_found(page)), 10)
        self.assertIn("23 answers", page.text)
        seen = set(self.get_found(page))
        for number in (2, 3):
            page = page.click(f"^{number}$")
            seen |= set(self.get_found(page))
        self.assertEqual(len(self.get_found(page)), 3)
        self.assertEqual(len(seen), 23)
        for wrong in ("99", "-1", "x", "9" * 40):
            page = self.get(f"/faq/search?q=boiler&page={wrong}")
            self.assertEqual(page.status, 200)
            self.assertTrue(self.get_found(page), wrong)

    def test_nothing_typed(self):
        for path in ("/faq/search", "/faq/search?q=", "/faq/search?q=%20%00%20"):
            page = self.get(path)
            self.assertEqual(page.status, 200)
            self.assertIn("Please write what you would like to know.", page.text)
            self.assertIn("Book an appointment", page.text)

    def test_too_long(self):
        page = self.search("radiator " * 200)
        self.assertEqual(page.status, 200)
        self.assertIn("That is very long", page.text)
        self.assertIn(self.cold.question, self.get_found(page))

    def test_no_result(self):
        team = self.env["pylot.team"]._get_default(self.company)
        team.is_public = False
        self.env.flush_all()
        page = self.search("xylophone zeppelin")
        self.assertIn("We have found no answer", page.text)
        self.assertEqual(page.click("Book an appointment").path, "/book")
        self.assertNotIn("Something is wrong? Tell us", page.text, "nobody takes complaints here")
        team.is_public = True
        self.env.flush_all()
        page = self.search("xylophone zeppelin")
        self.assertEqual(page.click("Something is wrong").path, "/complaint")

    def test_nothing_leaks(self):
        for article in self.hidden | self.contract:
            page = self.search(article.question)
            self.assertNotIn(
                article.id, [int(each) for each in page.main.xpath(".//@data-article")]
            )
            self.assertNotIn("Forty percent", page.response.text)
        page = self.search("secret")
        self.assertIn("We have found no answer", page.text)

    def test_looking_is_not_counted_by_itself(self):
        """A page is looked at by programs, too; that people see it is told by its script."""
        before = self.Query.search_count([])
        page = self.search("radiator")
        self.assertEqual(self.Query.search_count([]), before)
        csrf = page.get_form("/faq/solved").fields["csrf_token"]
        [box] = page.main.xpath(".//ol/@data-box")
        [path] = page.main.xpath(".//ol/@data-searched")
        for _turn in range(2):
            answer = self.url_open(path, data={"csrf_token": csrf, "box": box})
            self.assertEqual(answer.status_code, 204)
        query = self.Query.search([], limit=1, order="id desc")
        self.assertRecordValues(
            query,
            [
                {
                    "text": "radiator",
                    "place": "page",
                    "result_count": 1,
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertEqual(query.article_ids, self.cold)
        self.assertEqual(self.Query.search_count([]), before + 1)
        # opened from the list, and it has helped
        values = {"csrf_token": csrf, "box": box, "article": self.cold.id}
        self.url_open("/faq/opened", data=values)
        self.url_open("/faq/opened", data={**values, "article": self.pressure.id})
        self.env.invalidate_all()
        self.assertEqual(query.opened_ids, self.cold, "the other one was not shown")
        self.url_open("/faq/vote", data={**values, "value": "yes"})
        self.env.invalidate_all()
        self.assertEqual(query.solved_id, self.cold)

    def test_programs_are_not_counted(self):
        page = self.search("radiator")
        csrf = page.get_form("/faq/solved").fields["csrf_token"]
        [box] = page.main.xpath(".//ol/@data-box")
        before = self.Query.search_count([])
        values = {"csrf_token": csrf, "box": box, "article": self.cold.id}
        for path in ("/faq/searched", "/faq/opened", "/faq/seen"):
            self.url_open(path, data=values, headers={"User-Agent": "Googlebot/2.1"})
        self.env.invalidate_all()
        self.assertEqual(self.Query.search_count([]), before)
        self.assertEqual(self.cold.view_count, 0)
        self.url_open("/faq/seen", data=values)
        self.url_open("/faq/seen", data=values)
        self.env.invalidate_all()
        self.assertEqual(self.cold.view_count, 2)
