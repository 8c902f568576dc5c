"""What a page of complaints costs does not depend on how much there is to show."""

from odoo.tests import tagged

from .complaint_pages_common import PDF, ComplaintPagesCase, make_picture

MAX_BYTES = 60_000
# Session, user, layout and menu of the portal, what the page is about, and whether there is an FAQ.
FORM_QUERIES = 11
PAGE_QUERIES = 23
LIST_QUERIES = 16
MANY = 30
WORDS = "It drips and drips, day and night, and nobody in the house can sleep any more. " * 3


@tagged("post_install", "-at_install")
class TestComplaintPagesBudget(ComplaintPagesCase):
    def _count(self, path):
        """:return: (number of statements, page)"""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        page = self.get(path)
        self.assertEqual(page.status, 200)
        self.assertLess(len(page.response.content), MAX_BYTES)
        return self.env.cr.sql_log_count - before, page

    def test_form(self):
        self._count("/complaint")
        count, _page = self._count("/complaint")
        self.assertLessEqual(count, FORM_QUERIES)
        self.env["pylot.complaint.type"].create(
            [{"name": f"Cause with a long name {number}"} for number in range(MANY)]
        )
        self._count("/complaint")
        self.assertEqual(self._count("/complaint")[0], count)

    def test_page(self):
        complaint = self._create_complaint()
        path, counts = self.get_path(complaint), set()
        for number in (2, MANY):
            for turn in range(number):
                complaint._add_customer_reply(
                    f"{turn}. {WORDS}", attachments=[("a.pdf", PDF), ("b.jpg", make_picture())]
                )
                complaint.message_post(
                    body="We see",
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                    author_id=self.agent_user.partner_id.id,
                )
            self._count(path)
            count, page = self._count(path)
            counts.add(count)
            self.assertIn(f"{number - 1}. It drips", page.text)
        self.assertEqual(len(counts), 1, counts)
        self.assertLessEqual(counts.pop(), PAGE_QUERIES)

    def test_size_of_long_letters(self):
        complaint = self._create_complaint()
        for _turn in range(6):
            complaint._add_customer_reply(WORDS * 20)
        _count, page = self._count(self.get_path(complaint))
        self.assertIn("Earlier messages are not shown", page.text)
        complaint._add_customer_reply("ä" * 500_000)
        _count, page = self._count(self.get_path(complaint))
        self.assertIn("ä" * 1000, page.text)

    def test_list(self):
        user = self._create_portal_user()
        self.log_in("frieda")
        counts, have = set(), 0
        for number in (4, MANY):
            for turn in range(have, number):
                complaint = self._create_complaint(f"Mine {turn}", partner_id=user.partner_id.id)
                complaint._set_state(("new", "waiting_customer", "waiting_remedy")[turn % 3])
            have = number
            self._count("/my/complaints")
            count, page = self._count("/my/complaints")
            counts.add(count)
            self.assertIn(f"Mine {number - 1}", page.text)
        self.assertEqual(len(counts), 1, counts)
        self.assertLessEqual(counts.pop(), LIST_QUERIES)
