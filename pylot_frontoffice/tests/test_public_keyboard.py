from odoo.tests import tagged

from .browser_common import BrowserCase
from .keyboard_common import KeyboardChecks
from .pages_common import CONTACT


@tagged("post_install", "-at_install")
class TestPublicKeyboard(KeyboardChecks, BrowserCase):
    """A booking with the keys of a keyboard and nothing else."""

    def test_booking(self):
        with self.open_browser():
            self.visit("/book")
            self.tab_to(f".pylot-card a[href$='-{self.kind.id}']")
            self.enter()
            self.tab_to("input[name=zip]")
            self.type("10115")
            self.tab_to(".pylot-form button[type=submit]")
            self.enter()
            self.tab_to("button[name=key]")
            self.enter()

            # nothing typed: what is wrong leads to the fields; that it has the focus at once is
            # looked at by the tours
            self.tab_to(".pylot-form button[type=submit]")
            self.enter()
            self.tab_to("#errors a[href='#name']")
            self.press("Enter")
            self.wait_for("document.activeElement.id === 'name'")
            self.type(CONTACT["name"])
            for field in ("email", "phone", "street", "city"):
                self.tab_to(f"input[name={field}]")
                self.type(CONTACT[field])
            self.tab_to("input[name=consent]")
            self.press("Space")
            self.tab_to(".pylot-form button[type=submit]")
            self.enter()
            self.assertIn("/visit/", self.evaluate("location.pathname"))
        visit = self.env["calendar.event"].search([("appointment_type_id", "=", self.kind.id)])
        self.assertEqual(visit.visit_state, "confirmed")
        self.assertEqual(visit.contact_name, CONTACT["name"])
