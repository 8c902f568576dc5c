"""From finish to paid in a real browser, 360 pixels wide, and the customer with a phone beside."""

import json
from contextlib import contextmanager

import requests

from odoo.tests import tagged
from odoo.tests.common import TEST_CURSOR_COOKIE_NAME

from odoo.addons.payment.models.payment_transaction import PaymentTransaction

from .browser_common import BrowserCase
from .cash_pages_common import LOGIN, CashPages
from .test_day_browser import SMALL_TARGETS

WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@tagged("post_install", "-at_install")
class TestDayMoneyBrowser(CashPages, BrowserCase):
    @contextmanager
    def phone(self):
        with self.open_browser(LOGIN):
            self.resize(360, 740)
            yield

    def go(self, path):
        with self.next_page():
            self.call("Page.navigate", url=f"{self.base_url()}{path}")

    def look(self, name):
        """The page fits the phone and the thumb."""
        with self.subTest(page=name):
            self.assertFalse(self.evaluate(WIDE))
            self.assertEqual(self.evaluate(SMALL_TARGETS), [])

    def read_page(self):
        return " ".join(self.evaluate("document.querySelector('main').innerText").split())

    def type_amount(self, text):
        self.evaluate(f"document.querySelector('.money-amount').value = {json.dumps(text)}")

    def press_way(self, way):
        self.click(f"button[formaction$='/pay/{way}']")

    def pay_on_the_own_phone(self, url):
        """The customer, who is nobody to us, scans the code and pays by core's form."""
        customer = requests.Session()
        customer.cookies[TEST_CURSOR_COOKIE_NAME] = self.http_request_key
        page = customer.get(url, timeout=60)
        self.assertEqual(page.status_code, 200)
        path, _mark, query = url.partition("?")
        values = dict(part.split("=") for part in query.partition("#")[0].split("&"))
        self.assertIn(values["amount"], page.text)
        params = {
            "provider_id": self.provider.id,
            "payment_method_id": self.provider.payment_method_ids[:1].id,
            "token_id": None,
            "amount": float(values["amount"]),
            "flow": "redirect",
            "tokenization_requested": False,
            "landing_route": "/my",
            "is_validation": False,
            "access_token": values["access_token"],
        }
        number = path.rpartition("/")[2]
        answer = customer.post(
            f"{self.base_url()}/invoice/transaction/{number}",
            json={"jsonrpc": "2.0", "params": params},
            timeout=60,
        ).json()
        self.assertNotIn("error", answer)

    def test_from_finish_to_paid(self):
        """A part in cash, the rest online; the phone sees by itself that it is here."""
        visit = self._do_visit((self.service, 1), (self.pump, 1))
        visit.visit_state = "in_progress"
        prepare = PaymentTransaction._get_processing_values

        def pay_at_once(transaction):
            values = prepare(transaction)
            transaction._set_done()
            transaction._post_process()
            return values

        self.patch(PaymentTransaction, "_get_processing_values", pay_at_once)
        with self.phone():
            self.go(f"/my/day/{visit.id}")
            self.assertFalse(self.evaluate("document.querySelector('#money').checkVisibility()"))
            self.evaluate(
                "document.querySelector('form[action$=\"/act/finish\"] [name=reason]').value ="
                " 'Nobody there'"
            )
            self.evaluate(
                "document.querySelector(`form[action$='/act/finish'] button.step`).click()"
            )
            self.wait_for("document.body.dataset.state === 'done'")
            self.wait_for("document.querySelector('#money').checkVisibility()")
            self.look("done")
            self.click("#money form button")
            self.look("pay")
            self.assertIn("357.00", self.read_page())
            self.type_amount("100")
            self.press_way("cash")
            self.look("cash")
            self.assertIn("100.00", self.read_page())
            self.click("form[action$='/pay/cash'] button")
            self.assertIn("100.00 € received", self.read_page())
            self.assertIn("257.00", self.read_page())
            self.look("rest")
            self.press_way("bank")
            self.look("bank")
            self.go(f"/my/day/{visit.id}/pay")
            self.press_way("link")
            if not self.evaluate("Boolean(document.querySelector('.money-code'))"):
                self.click("form[action$='/pay/share'] button")
            self.look("link")
            self.wait_for("document.querySelector('.money-live').checkVisibility()")
            url = self.evaluate("document.querySelector('a.money-link').href")
            self.pay_on_the_own_phone(url)
            self.wait_for("Boolean(document.querySelector('.money-paid'))")
            self.look("paid")
            self.assertIn("Paid", self.read_page())
            self.click("a.money-link")
            self.look("receipt")
            self.go("/my/day/cash")
            self.look("pocket")
            self.go(f"/my/day/{visit.id}")
            self.look("visit paid")
        self.env.invalidate_all()
        self.assertEqual(visit.visit_invoice_id.payment_state, "paid")
        self.assertEqual(self.env["pylot.cash.entry"].search([]).amount, 100)
