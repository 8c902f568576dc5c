from odoo.tests import HttpCase, tagged

from .complaints_common import ComplaintCommon

EVIL = "<img src=x onerror=window.pylotEvil=1>"


class ComplaintTour(ComplaintCommon, HttpCase):
    """An agent logs two calls of the same customer, in a real browser, by keyboard."""

    def _log_calls(self):
        self.customer.write({"name": f"Frieda {EVIL}", "phone": "+49 511 123456"})
        kind = self._create_type("Wartung")
        visit = self._create_visit(
            self.anna, customer_id=self.customer.id, appointment_type_id=kind.id
        )
        self.start_tour(
            "/odoo/complaint-by-phone", "pylot_phone_complaint_tour", login=self.agent_user.login
        )
        complaint = self.Complaint.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(len(complaint), 1, "the second call made no second complaint")
        self.assertEqual(complaint.event_id, visit)
        self.assertEqual(complaint.channel, "phone")
        self.assertEqual(complaint.user_id, self.agent_user)
        self.assertIn("<b class='pylot-evil'>", complaint.name)


@tagged("post_install", "-at_install")
class TestComplaintTour(ComplaintTour):
    browser_size = "1280x800"

    def test_agent_logs_calls(self):
        self._log_calls()


@tagged("post_install", "-at_install")
class TestComplaintTourSmall(ComplaintTour):
    browser_size = "360x740"
    touch_enabled = True

    def test_agent_logs_calls_on_a_small_screen(self):
        self._log_calls()
