from odoo.tests import tagged

from .complaint_pages_common import ComplaintPages
from .german import LANG
from .test_public_tours import PublicTours


@tagged("post_install", "-at_install")
class TestComplaintTours(ComplaintPages, PublicTours):
    """A German customer with a phone complains, with a photo, and goes on talking to us."""

    browser_size = "360x740"
    touch_enabled = True

    def test_form_and_page(self):
        self._tour("/complaint", "pylot_complaint_form_tour")
        complaint = self.get_newest()
        self.assertRecordValues(
            complaint,
            [{"partner_name": "Frieda Flink", "remedy_wanted": "repair", "lang": LANG}],
        )
        self.assertEqual(complaint._get_page_messages_sudo().attachment_ids.name, "Hahn.jpg")
        complaint._set_state("waiting_customer")
        self._tour(self.get_path(complaint), "pylot_complaint_reply_tour")
        self.assertEqual(complaint.state, "working")
        self.assertEqual(len(complaint._get_page_messages_sudo().attachment_ids), 2)

    def test_portal(self):
        user = self._create_portal_user()
        user.lang = LANG
        self.env.flush_all()
        self.start_tour(
            "/de/my/complaints",
            "pylot_complaint_portal_tour",
            login="frieda",
            cookies={"frontend_lang": LANG},
            timeout=180,
        )
        complaint = self.get_newest()
        self.assertEqual(complaint.partner_id, user.partner_id)
        self.assertEqual(len(complaint._get_page_messages_sudo()), 2)
