from odoo.tests import tagged

from .axe_common import AxeChecks
from .browser_common import BrowserCase
from .estimate_common import EstimateRecords
from .german import LANG
from .keyboard_common import KeyboardChecks
from .pages_common import CONTACT
from .test_public_tours import PublicTours


@tagged("post_install", "-at_install")
class TestEstimateBrowser(AxeChecks, KeyboardChecks, EstimateRecords, BrowserCase):
    """Price estimates, as people with impairments meet them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"phone": "+49 511 123456", "email": "office@example.com"})
        cls.estimate = cls._create_estimate(
            intro="<p>All with it, see <a href='/book'>here</a>.</p>"
        )
        cls.estimate.input_ids[0].help_text = "The floor."

    def test_axe(self):
        self.kind.place = "company"
        booked = self._create_estimate(ends_in="booking", appointment_type_id=self.kind.id)
        with self.open_browser():
            self._see("page", self._get_path(self.estimate))
            self.fill(i_area="0")
            self.click(".pylot-form button[type=submit]")
            self._check("wrong")
            self.fill(i_area="40")
            self.click(".pylot-form button[type=submit]")
            self._check("result")
            self.click("#result a")
            self._check("request")
            self.click(".pylot-form button[type=submit]")
            self._check("request with errors")
            self.fill(name=CONTACT["name"], email=CONTACT["email"], consent=True)
            self.click(".pylot-form button[type=submit]")
            self._check("sent")
            self.visit(self._get_path(booked))
            self.click(".pylot-form button[type=submit]")
            self.click("#result a")
            self._check("times with an estimate")
            self.click("button[name=key]")
            self._check("contact with an estimate")

    def test_keyboard(self):
        with self.open_browser():
            self.visit(self._get_path(self.estimate))
            self.tab_to("input[name=i_area]")
            self.evaluate("document.activeElement.value = ''")
            self.type("40")
            self.tab_to("select[name=i_walls]")
            self.tab_to("input[name=i_ceiling]")
            self.tab_to(".pylot-form button[type=submit]")
            self.enter()
            self.tab_to("#result a")
            self.enter()
            for name in ("name", "email"):
                self.tab_to(f"input[name={name}]")
                self.type(CONTACT[name])
            self.tab_to("input[name=consent]")
            self.press("Space")
            self.tab_to(".pylot-form button[type=submit]")
            self.enter()
            self.assertTrue(self.evaluate("location.pathname").endswith("/sent"))
        order = self.env["sale.order"].search([("pylot_estimate_id", "=", self.estimate.id)])
        self.assertEqual(order.partner_id.email, CONTACT["email"])


class EstimateTour(EstimateRecords, PublicTours):
    """A German visitor works out what it costs, and books an inspection."""

    def _end_in_a_booking(self):
        estimate = self._create_estimate(ends_in="booking", appointment_type_id=self.kind.id)
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.company.currency_id = euro
        self._tour(f"/calculators/estimate/{estimate.id}", "pylot_estimate_tour")
        visit = self._get_visits()
        self.assertEqual(visit.estimate_id, estimate)
        self.assertEqual(visit.answer_ids[0].value, "12,5 m²")
        self.assertEqual(visit.customer_id.lang, LANG)
        # 12.5 * 5 * 1.5 is less than the least, 100; and 20 for the ceiling
        self.assertIn("100–140", visit.estimate_summary)


@tagged("post_install", "-at_install")
class TestEstimateTour(EstimateTour):
    browser_size = "1280x900"

    def test_ends_in_a_booking(self):
        self._end_in_a_booking()


@tagged("post_install", "-at_install")
class TestEstimateTourSmall(EstimateTour):
    browser_size = "360x740"
    touch_enabled = True

    def test_ends_in_a_booking(self):
        self._end_in_a_booking()
