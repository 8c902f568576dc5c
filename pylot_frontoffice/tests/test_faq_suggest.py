from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..models.pylot_faq_query_session import KEEP_DAYS, MAX_REQUESTS, MAX_SEARCHES
from .complaint_pages_common import ComplaintPages
from .faq_common import FaqPages
from .pages_common import PagesCase


@tagged("post_install", "-at_install")
class TestFaqSuggest(FaqPages, ComplaintPages, PagesCase):
    """Answers while somebody types, and what is noted of it."""

    def suggest(self, text, status=200, **values):
        answer = self.url_open("/faq/suggest", json={"text": text, **values})
        self.assertEqual(answer.status_code, status, answer.text)
        self.env.invalidate_all()
        return answer.json()

    def get_box(self, path):
        [box] = self.get(path).main.xpath(".//*[hasclass('js_pylot_suggest')]/@data-box")
        return box

    def get_queries(self):
        self.env.invalidate_all()
        return self.Query.search([])

    def test_answers(self):
        box = self.get_box("/complaint")
        found = self.suggest("My radiator stays cold", box=box)
        first = found["answers"][0]
        self.assertEqual(
            first,
            {
                "question": self.cold.question,
                "excerpt": "Let the air out: open the small valve with its key.",
                "url": self.cold._get_public_url(),
            },
        )
        self.assertEqual(set(found), {"answers", "message"})
        for number in range(5):
            self._create_article(f"Is radiator {number} cold?")
        self.assertEqual(len(self.suggest("radiator cold", box=box)["answers"]), 3)
        self.assertEqual(self.suggest("ra", box=box)["answers"], [])

    def test_growing_text_is_one_search(self):
        box = self.get_box("/complaint")
        for text in ("rad", "radiator", "radiator stays", "radiator stays cold"):
            self.suggest(text, box=box)
        query = self.get_queries()
        self.assertRecordValues(
            query,
            [
                {
                    "text": "radiator stays cold",
                    "place": "complaint",
                    "result_count": 1,
                    "requests": 4,
                    "lang": "en_US",
                }
            ],
        )
        self.assertEqual(query.article_ids, self.cold)
        self.suggest("zeppelin", box=box, turn=1)
        self.assertEqual(self.get_queries().mapped("result_count"), [0, 1])
        # without the box of a page it is one search of the visitor
        self.suggest("rad")
        self.suggest("radiator")
        self.assertEqual(len(self.get_queries()), 3)

    def test_each_place(self):
        self._create_portal_user()
        self.env["pylot.appointment.question"].create(
            {"appointment_type_id": self.kind.id, "name": "What is it about?"}
        )
        self.log_in("frieda")
        for path, place in (
            ("/faq", "page"),
            ("/complaint", "complaint"),
            (f"/book/{self.kind.id}", "booking"),
            ("/my/home", "portal"),
        ):
            self.suggest("radiator", box=self.get_box(path))
            self.assertEqual(self.get_queries()[0].place, place)

    def test_what_leads_to_a_person_is_not_kept(self):
        text = "radiator cold, call 0511 123456 or frieda@example.com, order 4711001, 2 bar"
        self.suggest(text, box=self.get_box("/complaint"))
        self.assertEqual(self.get_queries().text, "radiator cold, call … or … order …, 2 bar")

    def test_old_searches_are_forgotten(self):
        self.suggest("radiator")
        query = self.get_queries()
        self.Query._gc_searches()
        self.assertTrue(query.exists())
        old = fields.Datetime.now() - timedelta(days=KEEP_DAYS + 1)
        self.env.cr.execute("UPDATE pylot_faq_query SET create_date = %s", [old])
        self.env.invalidate_all()
        kept = query.copy({"complaint_id": self._create_complaint().id})
        self.env.cr.execute("UPDATE pylot_faq_query SET create_date = %s", [old])
        self.env.invalidate_all()
        self.Query._gc_searches()
        self.assertFalse(query.exists())
        self.assertTrue(kept.exists())

    def test_what_it_is_about_comes_first(self):
        """Of two that fit equally well."""
        near = self._create_article("Does my boiler leak?")
        far = self._create_article("Does my boiler leak?")
        for mine, other in ((near, far), (far, near)):
            other.appointment_type_ids = False
            self._attach(mine, self.kind)
            found = self.Article._suggest("boiler leak", kinds=self.kind.ids)
            self.assertEqual(found[:2], mine | other)
        product = self.env["product.template"].create({"name": "Boiler"})
        far.appointment_type_ids = False
        near.product_tmpl_ids = product
        found = self.Article._suggest("boiler leak", products=product.ids)
        self.assertEqual(found[:2], near | far)

    def test_nothing_leaks(self):
        for article in self.hidden | self.contract:
            text = str(self.suggest(article.question))
            for each in self.hidden | self.contract:
                self.assertNotIn(each.question, text)
        self.assertFalse(self.get_queries().article_ids & (self.hidden | self.contract))
        self._create_portal_user()
        self.log_in("frieda")
        text = str(self.suggest(self.contract.question))
        self.assertIn(self.contract.question, text)
        self.assertNotIn(self.margin.question, text)

    def test_too_many(self):
        parameters = self.env["ir.config_parameter"]
        for name, text in ((MAX_SEARCHES, "radiator"), (MAX_REQUESTS, "radiator cold")):
            self.suggest(text)
            parameters.set_param(name[0], "1")
            found = self.suggest(text, status=429)
            self.assertEqual(found["answers"], [])
            self.assertIn("very many searches", found["message"])
            parameters.set_param(name[0], "100")
