from odoo.tests import tagged

from .complaint_pages_common import PDF, TYPED, ComplaintPages
from .faq_common import FaqPages
from .pages_common import PagesCase

COLD = {**TYPED, "text": "My radiator stays cold.\nSince Monday."}
KNOWN = "Does one of these help?"


@tagged("post_install", "-at_install")
class TestFaqComplaint(FaqPages, ComplaintPages, PagesCase):
    """From the form of a complaint to the FAQ and, if it does not help, back."""

    def suggest(self, page, text=COLD["text"]):
        [box] = page.main.xpath(".//*[hasclass('js_pylot_suggest')]/@data-box")
        self.url_open("/faq/suggest", json={"text": text, "box": box})
        self.env.invalidate_all()
        return box

    def get_query(self):
        self.env.invalidate_all()
        return self.Query.search([], limit=1)

    # === WITHOUT A SCRIPT ===

    def test_answers_come_between(self):
        known = self.get_newest()
        page = self.get("/complaint").send("/complaint", **COLD, lot="SN 1")
        self.assertEqual(page.title, KNOWN)
        self.assertIn("open the small valve", page.text)
        self.assertEqual(self.get_newest(), known)
        page = page.send("/complaint", seen="1")
        complaint = self.get_newest()
        self.assertTrue(page.path.startswith("/complaint/sent/"))
        self.assertEqual((complaint.lot_name, complaint.partner_name), ("SN 1", "Frieda Flink"))
        self.assertEqual(complaint.faq_shown_ids, self.cold)
        self.assertFalse(complaint.faq_opened_ids)
        query = self.get_query()
        self.assertEqual(query.complaint_id, complaint)
        self.assertRecordValues(query, [{"place": "complaint", "solved_id": False}])

    def test_it_helped(self):
        known = self.get_newest()
        page = self.get("/complaint").send("/complaint", **COLD)
        page = page.send("/faq/solved")
        self.assertEqual(page.title, "We are glad that it helped")
        self.assertEqual(self.get_newest(), known)
        query = self.get_query()
        self.assertRecordValues(
            query, [{"solved_id": self.cold.id, "opened_ids": self.cold.ids, "complaint_id": False}]
        )

    def test_helped_first_and_sent_then_is_sent(self):
        page = self.get("/complaint").send("/complaint", **COLD)
        page.send("/faq/solved")
        page.send("/complaint", seen="1")
        query = self.get_query()
        self.assertEqual(query.complaint_id, self.get_newest())
        self.assertFalse(query.solved_id)
        # what was sent is not solved by looking once more
        page.send("/faq/solved")
        self.assertFalse(self.get_query().solved_id)

    def test_nothing_fits(self):
        page, complaint = self.complain()
        self.assertTrue(page.path.startswith("/complaint/sent/"))
        self.assertFalse(complaint.faq_shown_ids)
        self.assertEqual(complaint.faq_query_ids.result_count, 0, "an answer that is missing")

    def test_files_are_not_lost(self):
        """They cannot be carried through a page, so nobody is held up."""
        files = {"files": ("tap.pdf", PDF, "application/pdf")}
        page, complaint = self.complain(files=files, **COLD)
        self.assertTrue(page.path.startswith("/complaint/sent/"))
        self.assertEqual(complaint._get_page_messages_sudo().attachment_ids.name, "tap.pdf")

    def test_nothing_leaks(self):
        page = self.get("/complaint").send(
            "/complaint", **{**COLD, "text": "Which heating pressure is a secret draft contract?"}
        )
        for article in self.hidden | self.contract:
            self.assertNotIn(article.question, page.text)
            self.assertNotIn(article, self.get_query().article_ids)

    # === WITH ONE ===

    def test_what_was_shown_while_typing_is_not_shown_again(self):
        page = self.get("/complaint")
        box = self.suggest(page)
        csrf = page.get_form("/faq/solved").fields["csrf_token"]
        self.url_open("/faq/opened", data={"csrf_token": csrf, "box": box, "article": self.cold.id})
        page = page.send("/complaint", **COLD)
        self.assertTrue(page.path.startswith("/complaint/sent/"), page.text)
        complaint = self.get_newest()
        self.assertEqual(complaint.faq_shown_ids, self.cold)
        self.assertEqual(complaint.faq_opened_ids, self.cold)

    def test_agents_see_what_was_read(self):
        self.get("/complaint").send("/complaint", **COLD).send("/complaint", seen="1")
        complaint = self.get_newest().with_user(self.agent_user)
        self.assertEqual(complaint.faq_shown_ids, self.cold)
        arch = complaint.get_view(view_type="form")["arch"]
        self.assertIn("faq_shown_ids", arch)
        self.assertNotIn("faq_shown_ids", complaint.with_user(self.plain_user).fields_get())

    def test_what_it_is_about(self):
        """Only what is proven, never what matches the address that was typed."""
        self.assertEqual(self.Complaint._get_faq_subject({}), {"kinds": [], "products": []})
        visit = self._create_visit(self.anna, 9, appointment_type_id=self.kind.id)
        subject = self.Complaint._get_faq_subject({"event_id": visit.id})
        self.assertEqual(subject, {"kinds": self.kind.ids, "products": []})

    def test_anonymised(self):
        self.get("/complaint").send("/complaint", **COLD).send("/complaint", seen="1")
        complaint = self.get_newest()
        query = self.get_query()
        self.assertIn("radiator", query.text)
        complaint._scrub()
        self.assertNotIn("radiator", query.text)
        self.assertFalse(query.visitor)
        self.assertEqual(query.article_ids, self.cold, "it is still counted")
