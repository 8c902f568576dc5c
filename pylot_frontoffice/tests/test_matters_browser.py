from odoo.tests import tagged

from .axe_common import AxeChecks
from .browser_common import BrowserCase
from .german import LANG
from .keyboard_common import KeyboardChecks
from .matters_common import DAY, Matters
from .test_public_tours import PublicTours


@tagged("post_install", "-at_install")
class TestMattersBrowser(AxeChecks, KeyboardChecks, Matters, BrowserCase):
    """My matters, as people with impairments meet it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user.lang = LANG

    def test_axe(self):
        with self.open_browser("frieda"):
            self._see("nothing", "/my/matters")
        self._promise_visit(1)
        self._promise_visit(5, awaiting="payment")
        self._create_order(require_signature=True)
        self._create_order("sale")
        self._create_bill(-5)
        bill = self._create_bill(5)
        self.env["pylot.payment.promise"]._promise(bill, 100, self.today + DAY)
        name = "Everything-drips-and-nobody-comes" * 3
        self._create_complaint(name, partner_id=self.user.partner_id.id)
        with self.open_browser("frieda"):
            self._see("all", "/my/matters")

    def test_keyboard(self):
        visit = self._promise_visit(1)
        with self.open_browser("frieda"):
            self.visit("/my/matters")
            self.tab_to(".pylot-next button")
            self.enter()
            self.assertIn("/visit/", self.evaluate("location.pathname"))
        self.env.invalidate_all()
        self.assertTrue(visit.customer_token)


@tagged("post_install", "-at_install")
class TestMattersTour(Matters, PublicTours):
    """A German customer with a phone, from the portal to what is to be done."""

    browser_size = "360x740"
    touch_enabled = True

    def test_tour(self):
        self.user.lang = LANG
        complaint = self._create_complaint("Tropft", partner_id=self.user.partner_id.id)
        complaint._set_state("waiting_customer")
        self._create_bill(9)
        self.env.flush_all()
        self.start_tour(
            "/de/my",
            "pylot_matters_tour",
            login="frieda",
            cookies={"frontend_lang": LANG},
            timeout=180,
        )
        self.assertEqual(complaint.state, "working")
