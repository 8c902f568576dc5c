from odoo.tests import tagged

from .browser_common import BrowserCase
from .pages_common import CONTACT

# Of Odoo's own header and of ours, before what a page is about.
MANY = 80
# How the focus is shown: an outline, or what Bootstrap draws instead.
SEEN = """(() => {
    const style = getComputedStyle(document.activeElement);
    const box = document.activeElement.getBoundingClientRect();
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const inside = box.bottom > 0 && box.top < innerHeight;
    return document.activeElement.matches(":focus-visible") && outlined && inside;
})()"""


@tagged("post_install", "-at_install")
class TestPublicKeyboard(BrowserCase):
    """A booking with the keys of a keyboard and nothing else."""

    def tab_to(self, selector):
        """Press Tab until the focus is there; it is seen on every stop inside our page."""
        for _number in range(MANY):
            self.press("Tab")
            if self.is_focused(".pylot-page *"):
                where = self.evaluate("document.activeElement.outerHTML.slice(0, 200)")
                self.assertTrue(self.evaluate(SEEN), f"the focus is not seen: {where}")
            if self.is_focused(selector):
                return
        self.fail(f"Tab never comes to {selector}")

    def enter(self):
        with self.next_page():
            self.press("Enter")

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
