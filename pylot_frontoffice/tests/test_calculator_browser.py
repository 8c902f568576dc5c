"""Calculators in a browser: as people with impairments meet them, and that a script shows what the
server says and nothing else."""

from odoo.tests import tagged

from .axe_common import AXE, SCROLLS, SMALL, AxeChecks
from .browser_common import BrowserCase
from .finance_common import FinanceCase
from .keyboard_common import KeyboardChecks
from .test_calculator_pages import SLUGS
from .test_public_tours import PublicTours

CHARTS_DRAWN = (
    "[...document.querySelectorAll('.js_pylot_chart')].every((chart) => !chart.hidden)"
    " && [...document.querySelectorAll('.js_pylot_slider')].every((each) => !each.hidden)"
)
# The result as scripts have left it, and as the server writes it for the same address.
SHOWN = """(() => {
    const read = (root) => [...root.querySelectorAll(
        ".pylot-figure, .pylot-summary dd, .pylot-notes li, .pylot-example p, tbody tr"
    )].map((each) => each.textContent.trim().replace(/\\s+/g, " "));
    return fetch(location.href).then((answer) => answer.text()).then((html) => {
        const page = new DOMParser().parseFromString(html, "text/html");
        return [read(document), read(page)];
    });
})()"""
TYPE = """((name, text) => {
    const field = document.querySelector(`.pylot-calculator [name="${name}"]`);
    field.value = text;
    for (const event of ["input", "change"]) {
        field.dispatchEvent(new Event(event, { bubbles: true }));
    }
})"""


@tagged("post_install", "-at_install")
class TestCalculatorBrowser(AxeChecks, KeyboardChecks, FinanceCase, BrowserCase):
    def test_axe(self):
        with self.open_browser():
            self._see("list", "/calculators")
            for slug in SLUGS:
                self.visit(f"/calculators/{slug}")
                self.wait_for(CHARTS_DRAWN)
                self.evaluate(
                    "document.querySelectorAll('details').forEach((e) => (e.open = true))"
                )
                self._check(slug)
            self._see("errors", "/calculators/loan?rate=-5&amount=NaN&months=0")
            self._see("print view", "/calculators/loan/print")
            self.visit("/calculators/loan")
            self.fill(email="nobody")
            self.click("#mail button[type=submit]")
            self._check("no address")

    def test_axe_of_a_quotation(self):
        path = self.get_path()
        with self.open_browser():
            self.visit(path)
            self._check_place()
            self.evaluate("document.querySelector('#instalments [type=radio]').checked = true")
            self.click("#instalments button[type=submit]")
            self._check_place()

    def _check_place(self):
        """Our part of core's page."""
        for width in (1280, 360, 320):
            with self.subTest(width=width):
                self.resize(width)
                if not self.evaluate("Boolean(window.axe)"):
                    self.evaluate(f"{self.axe}; true")
                found = [each for each in self.evaluate(AXE) if not each.startswith("html-has")]
                ours = [each for each in found if "<html" not in each]
                self.assertEqual(ours, [])
                self.assertEqual(self.evaluate(SMALL), [])
                wide = self.evaluate(SCROLLS)
                self.evaluate("document.querySelector('#instalments').style.display = 'none'")
                self.assertEqual(wide, self.evaluate(SCROLLS), "it is not ours that is too wide")
                self.evaluate("document.querySelector('#instalments').style.display = ''")

    def test_keyboard(self):
        with self.open_browser():
            self.visit("/calculators")
            self.tab_to("a[href$='/calculators/vat']")
            self.enter()
            self.wait_for(CHARTS_DRAWN)
            self.tab_to("input[name=amount]")
            self.press("Tab", modifiers=8)
            self.tab_to("input[name=amount]")
            self.evaluate("document.activeElement.select()")
            self.type("200")
            self.wait_for("document.querySelector('.pylot-figure').textContent.includes('238,00')")
            self.tab_to(".js_pylot_slider[data-for=amount]")
            self.tab_to(".pylot-calculator button[type=submit]")
            self.enter()
            self.assertIn("amount=200", self.evaluate("location.search"))
            self.tab_to("#mail summary")
            self.press("Enter")
            self.tab_to("#mail input[name=email]")
            self.type("frieda@example.com")
            self.tab_to("#mail button[type=submit]")
            self.enter()
            self.assertTrue(self.evaluate("Boolean(document.querySelector('.alert-success'))"))

    def type_into(self, name, text):
        self.evaluate("window.pylotMark = document.querySelector('.js_pylot_result').firstChild")
        self.evaluate(f"{TYPE}({name!r}, {text!r})")
        self.wait_for("!window.pylotMark.isConnected")

    def assertAsTheServerSays(self):
        shown, said = self.evaluate(SHOWN)
        self.assertGreater(len(shown), 4)
        self.assertEqual(shown, said)

    def test_browser_and_server_say_the_same(self):
        with self.open_browser():
            for slug, typed in {
                "loan": {"amount": "12.345,67", "rate": "5,125", "months": "37"},
                "vat": {"amount": "0,05", "rate": "7"},
                "cash-discount": {"discount": "2,5", "late": "31"},
                "price-reduction": {"share": "33,3333"},
                "late-interest": {"amount": "1.234,56"},
                "instalments": {"amount": "777,77", "months": "36"},
            }.items():
                with self.subTest(slug):
                    self.visit(f"/calculators/{slug}")
                    self.wait_for(CHARTS_DRAWN)
                    for name, text in typed.items():
                        self.type_into(name, text)
                        self.assertAsTheServerSays()

    def test_slider(self):
        with self.open_browser():
            self.visit("/calculators/loan")
            self.wait_for(CHARTS_DRAWN)
            self.evaluate(
                "window.pylotMark = document.querySelector('.js_pylot_result').firstChild"
            )
            self.evaluate(
                "(() => { const slider = document.querySelector('[data-for=rate]');"
                " slider.value = '3.5';"
                " slider.dispatchEvent(new Event('input', { bubbles: true })); })()"
            )
            self.assertEqual(self.evaluate("document.querySelector('#rate').value"), "3,5")
            self.wait_for("!window.pylotMark.isConnected")
            self.assertAsTheServerSays()
            self.assertIn("rate=3.5", self.evaluate("location.search"))
            self.type_into("rate", "6,2")
            slider = "document.querySelector('[data-for=rate]').value"
            self.assertEqual(self.evaluate(slider), "6.2")

    def test_what_was_opened_stays_open(self):
        with self.open_browser():
            self.visit("/calculators/loan")
            self.wait_for(CHARTS_DRAWN)
            self.evaluate("document.querySelector('#schedule').open = true")
            self.evaluate("document.querySelector('#email').value = 'frieda@example.com'")
            self.type_into("months", "12")
            self.assertTrue(self.evaluate("document.querySelector('#schedule').open"))
            self.assertEqual(
                self.evaluate("document.querySelector('#email').value"), "frieda@example.com"
            )
            self.type_into("months", "x")
            self.assertTrue(self.evaluate("document.querySelector('#months_error').textContent"))
            self.assertEqual(self.evaluate("document.querySelector('#months').value"), "x")


class FinanceTours(FinanceCase, PublicTours):
    """German visitors: what does it cost in instalments, and please."""

    def _request(self):
        self._tour(self.get_path(), "pylot_finance_request_tour")
        request = self.get_requests()
        self.assertEqual(request.mapped("term"), [24])
        self.assertEqual(request.activity_id.user_id, self.salesperson_user)

    def _calculate(self):
        known = self.env["mail.mail"].search([])
        self._tour("/calculators", "pylot_calculator_tour")
        mail = self.env["mail.mail"].search([]) - known
        self.assertEqual(mail.email_to, "frieda@example.com")
        self.assertIn("136,14", mail.body_html)


@tagged("post_install", "-at_install")
class TestFinanceTours(FinanceTours):
    browser_size = "1280x900"

    def test_request(self):
        self._request()

    def test_calculate(self):
        self._calculate()


@tagged("post_install", "-at_install")
class TestFinanceToursSmall(FinanceTours):
    browser_size = "360x740"
    touch_enabled = True

    def test_request(self):
        self._request()

    def test_calculate(self):
        self._calculate()
