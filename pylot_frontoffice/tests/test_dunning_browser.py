from datetime import timedelta

from odoo.tests import new_test_user, tagged

from .axe_common import AxeChecks
from .browser_common import BrowserCase
from .dunning_pages_common import DunningPages
from .german import LANG
from .keyboard_common import KeyboardChecks
from .test_public_tours import PublicTours


@tagged("post_install", "-at_install")
class TestDunningBrowser(AxeChecks, KeyboardChecks, DunningPages, BrowserCase):
    """The customer's page of a reminder to pay, as people with impairments meet it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.phone = "+49 511 123456"

    def test_axe(self):
        dunning = self._create_dunning(
            self._create_claims(1234.5, 50, 20), amount_interest=1.5, amount_lump_sum=40
        )
        claims = dunning._get_claims()
        claims[0].interest_segments = [
            {
                "first_day": "2026-11-01",
                "last_day": "2026-11-20",
                "days": 20,
                "principal": 1234.5,
                "base_rate": 1.52,
                "rate": 10.52,
                "year_days": 365,
                "amount": 1.5,
                "is_rate_missing": False,
            }
        ]
        self._create_credit_note(5, currency_id=self.euro.id)
        self._pay(claims[2].move_id, 10)
        path = self.get_path(dunning)
        with self.open_browser():
            self._see("open", path)
            self.click("form[action$='/promise'] button[type=submit]")
            self._check("no day")
            self.fill(date=(dunning._get_today() + timedelta(days=3)).isoformat())
            self.click("form[action$='/promise'] button[type=submit]")
            self._check("promised")
        self._pay(claims[0].move_id)
        self._create_dispute(claims[1].move_id)
        with self.open_browser():
            self._see("some paid, some disputed", path)
        self._create_credit_note(100, currency_id=self.euro.id)
        with self.open_browser():
            self._see("covered by credits", path)

    def test_portal(self):
        user = new_test_user(
            self.env, "frieda", groups="base.group_portal", name="Frieda", lang=LANG
        )
        with self.open_browser("frieda"):
            self._see("nothing", "/my/dunning")
        self._create_dunning(self._create_claims(partner_id=user.partner_id.id))
        with self.open_browser("frieda"):
            self._see("mine", "/my/dunning")
            self.click(".pylot-card a")
            self._check("one of mine")

    def test_keyboard(self):
        dunning = self._create_dunning(self._create_claims())
        day = dunning._get_today() + timedelta(days=3)
        with self.open_browser():
            self.visit(self.get_path(dunning))
            self.tab_to("form[action$='/promise'] button[type=submit]")
            self.enter()
            self.tab_to("#errors a[href='#date']")
            self.press("Enter")
            self.wait_for("document.activeElement.id === 'date'")
            # each browser and country types days another way
            self.fill(date=day.isoformat())
            self.tab_to("input[name=amount]")
            self.type("120,50")
            self.tab_to("form[action$='/promise'] button[type=submit]")
            self.enter()
            self.assertIn("done=promise", self.evaluate("location.search"))
        promise = self.env["pylot.payment.promise"].search([], order="id desc", limit=1)
        self.assertRecordValues(promise, [{"amount": 120.5, "date": day, "origin": "portal"}])


@tagged("post_install", "-at_install")
class TestDunningTour(DunningPages, PublicTours):
    """A German customer with a phone promises to pay in the portal."""

    browser_size = "360x740"
    touch_enabled = True

    def test_promise(self):
        user = new_test_user(
            self.env, "frieda", groups="base.group_portal", name="Frieda", lang=LANG
        )
        dunning = self._create_dunning(self._create_claims(partner_id=user.partner_id.id))
        self.env.flush_all()
        self.start_tour(
            "/de/my/dunning",
            "pylot_dunning_promise_tour",
            login="frieda",
            cookies={"frontend_lang": LANG},
            timeout=180,
        )
        self.env.invalidate_all()
        promise = self.env["pylot.payment.promise"].search([], order="id desc", limit=1)
        self.assertEqual(promise.move_ids, dunning._get_claims().move_id)
        self.assertEqual((promise.amount, promise.origin), (100, "portal"))
        self.assertEqual(promise.date, dunning._get_today() + timedelta(days=2))
