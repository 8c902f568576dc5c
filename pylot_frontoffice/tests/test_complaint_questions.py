from odoo.tests import tagged

from .complaint_pages_common import ComplaintPagesCase

ASKED = "Please do not ask me such questions again"


@tagged("post_install", "-at_install")
class TestComplaintQuestions(ComplaintPagesCase):
    """Customers refuse questions by a button, never by a link that a machine follows."""

    def test_refused_by_a_button(self):
        complaint = self._create_complaint()
        path = self.get_path(complaint)
        self.env.flush_all()
        self.assertNotIn(ASKED, self.get(path).text, "nothing to ask yet")
        complaint._decide("accepted", "We put it right.", channel="phone", solve=True)
        self.env.flush_all()
        page = self.get(path)
        self.assertIn(ASKED, page.text)
        self.assertIn(self.url_open(f"{path}/no-questions").status_code, (404, 405))
        self.assertFalse(complaint._is_opted_out())
        page = page.send("/no-questions")
        self.assertIn("We do not ask you such questions any more", page.text)
        self.env.invalidate_all()
        self.assertTrue(complaint._is_opted_out())

    def test_wrong_link(self):
        complaint = self._create_complaint()
        self.env.flush_all()
        page = self.get(self.get_path(complaint))
        token = page.main.xpath(".//input[@name='csrf_token']/@value")[0]
        wrong = f"{self.get_path(complaint)[:-4]}aaaa/no-questions"
        self.assertEqual(self.send(wrong, {"csrf_token": token}).status, 404)
