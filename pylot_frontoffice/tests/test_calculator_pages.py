"""Everything that can be worked out on our pages, as visitors without JavaScript see it."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from odoo.tests import tagged

from ..tools.annuity import effective_rate, payment, round_rate, schedule
from ..tools.discount_rate import discount_rate
from ..tools.late_interest import late_interest
from ..tools.price_reduction import refund
from ..tools.vat import from_gross, from_net
from .finance_common import FinanceCase

SLUGS = (
    "instalments",
    "loan",
    "cash-discount",
    "vat",
    "late-interest",
    "price-reduction",
)


@tagged("post_install", "-at_install")
class TestCalculatorPages(FinanceCase):
    def say(self, amount):
        return self.euro.format(float(amount)).replace("\xa0", " ")

    def get_rows(self, page):
        """:return: dict of label to text, of the numbers beside the result"""
        return {
            " ".join(row.xpath("./dt")[0].text_content().split()): " ".join(
                row.xpath("./dd")[0].text_content().split()
            )
            for row in page.main.xpath(".//*[@class='pylot-summary']//dl/div")
        }

    def test_list(self):
        page = self.get("/calculators")
        links = page.main.xpath(".//h2/a/@href")
        self.assertEqual(links, [f"/calculators/{slug}" for slug in SLUGS])
        self.assertNotIn("X-Robots-Tag", page.response.headers)
        for link in links:
            with self.subTest(link):
                opened = self.get(link)
                self.assertEqual(opened.status, 200)
                _label, figure = self.get_figure(opened)
                self.assertRegex(figure, r"\d")
                self.assertIn("This is not binding", opened.text)

    def test_estimates_are_listed(self):
        link = {"name": "New roof", "url": "/calculators/estimate/new-roof-1", "intro": ""}
        estimates = type(self.env["pylot.estimate"])
        self.patch(estimates, "_get_public_links", lambda estimates: [link])
        page = self.get("/calculators")
        self.assertEqual(page.main.xpath(".//h2/a/@href")[0], link["url"])
        self.assertIn("New roof", page.text)

    def test_unknown(self):
        for slug in ("x", "loan2", "a" * 500, "pylot.calculator", "%00"):
            with self.subTest(slug):
                self.assertEqual(self.get(f"/calculators/{slug}").status, 404)

    # === NUMBERS ===

    def test_loan(self):
        typed = {"amount": "10000", "months": "84", "rate": "3.88"}
        page = self.open("loan", goal="instalment", **typed)
        instalment = payment(10000, "3.88", 84)
        self.assertEqual(self.get_figure(page), ("Monthly instalment", self.say(instalment)))
        rows = schedule(10000, "3.88", 84)
        flows = [(0, 10000), *((Fraction(row.number, 12), -row.instalment) for row in rows)]
        rate = round_rate(effective_rate(flows))
        self.assertEqual(self.get_rows(page)["Effective annual rate"], f"{rate} %")
        self.assertEqual(
            self.get_rows(page)["To pay in all"], self.say(sum(row.instalment for row in rows))
        )
        lines = page.main.xpath(".//table/tbody/tr")
        self.assertEqual(len(lines), 84)
        cells = [" ".join(each.text_content().split()) for each in lines[-1].xpath("./*")]
        self.assertEqual(cells[:2], ["84", str(rows[-1].instalment)])
        self.assertEqual(cells[-1], "0.00")

    def test_loan_the_other_way_round(self):
        typed = {"amount": "10000", "instalment": "136.14", "months": "84", "rate": "3.88"}
        for goal, expected in {
            "amount": self.say("10000.27"),
            "months": "84 months",
            "rate": "3.88 %",
            "instalment": self.say("136.14"),
        }.items():
            with self.subTest(goal):
                given = {name: text for name, text in typed.items() if name != goal}
                page = self.open("loan", goal=goal, **given)
                self.assertEqual(self.get_figure(page)[1], expected)

    def test_loans_that_are_none(self):
        for expected, typed in {
            "does not even pay the interest": {"goal": "months", "instalment": "1"},
            "more than 50 years": {"goal": "months", "instalment": "40.84"},
            "less than the loan": {"goal": "rate", "instalment": "100"},
        }.items():
            with self.subTest(expected):
                page = self.open("loan", **{"amount": "10000", "months": 60, "rate": 4.9, **typed})
                self.assertEqual(page.status, 422)
                [error] = page.main.xpath(".//*[@id='instalment_error']")
                self.assertIn(expected, error.text)

    def test_what_is_wrong_is_said_once(self):
        """Below its field without the label; above all fields, where it is a link, with it."""
        page = self.open("loan", amount="x", months="0", rate="-5")
        [error] = page.main.xpath(".//*[@id='rate_error']")
        self.assertEqual(error.text, "Please enter a number from 0 to 100.")
        links = page.main.xpath(".//*[@id='errors']//a")
        [label] = page.main.xpath(".//label[@for='rate']")
        self.assertEqual(
            {link.get("href"): link.text for link in links}["#rate"],
            f"{' '.join(label.text_content().split())}: {error.text}",
        )

    def test_cash_discount(self):
        page = self.open("cash-discount", amount="1000", discount="3", early="10", late="30")
        worth = discount_rate(3, 10, 30)
        self.assertEqual(self.get_figure(page)[1], f"{round_rate(worth.compound)} %")
        rows = self.get_rows(page)
        self.assertEqual(rows["Without interest on interest"], "55.67 %")
        self.assertEqual(rows["By the rule of thumb"], "54.00 %")
        self.assertEqual(rows["To pay with the discount"], self.say(970))
        page = self.open("cash-discount", amount="1000", discount="3", early="30", late="30")
        self.assertEqual(page.status, 422)
        self.assertTrue(page.main.xpath(".//*[@id='late_error']")[0].text)

    def test_vat(self):
        for basis, count in (("net", from_net), ("gross", from_gross)):
            with self.subTest(basis):
                page = self.open("vat", basis=basis, amount="123.45", rate="19")
                vat = count("123.45", 19)
                found = {**self.get_rows(page), **dict([self.get_figure(page)])}
                expected = {
                    "Net": vat.net,
                    "Value added tax": vat.tax,
                    "Gross": vat.gross,
                }
                self.assertEqual(found, {name: self.say(each) for name, each in expected.items()})

    def test_late_interest(self):
        """The function and the rates of reminders to pay."""
        days = date(2025, 6, 1), date(2025, 7, 31)
        for debtor, points in (("consumer", 5), ("business", 9)):
            with self.subTest(debtor):
                page = self.open(
                    "late-interest", amount="10000", start=days[0], end=days[1], debtor=debtor
                )
                rates = self.env["pylot.base.rate"]._get_base_rates(self.company.country_id)
                expected = late_interest(10000, *days, points, rates)
                self.assertEqual(self.get_figure(page), ("Interest", self.say(expected)))
                self.assertEqual(
                    "Lump sum, once for each claim" in self.get_rows(page), debtor == "business"
                )
                self.assertEqual(len(page.main.xpath(".//table/tbody/tr")), 2)
        self.assertIn("the latest one known", page.text)
        self.env["pylot.base.rate"].search([("valid_from", ">", "2025-01-01")]).unlink()
        page = self.open("late-interest", amount="10000", start=days[0], end=days[1])
        self.assertIn("no base rate was known yet", page.text)

    def test_late_interest_of_a_law_we_do_not_know(self):
        self.company.account_fiscal_country_id = self.env.ref("base.us")
        self.assertEqual(self.get("/calculators/late-interest").status, 404)
        self.assertNotIn("late-interest", self.get("/calculators").response.text)

    def test_price_reduction(self):
        page = self.open("price-reduction", amount="900", period="30", days="7", share="40")
        expected = refund(900, 3000, 3000 - 7 * 40)
        self.assertEqual(expected, Decimal("84.00"))
        self.assertEqual(self.get_figure(page), ("Reduction", self.say(expected)))
        page = self.open("price-reduction", amount="900", period="30", days="31", share="40")
        self.assertTrue(page.main.xpath(".//*[@id='days_error']")[0].text)

    def test_instalments(self):
        page = self.open("instalments", plan=self.plan.id, amount="1000", months="24")
        offer = self.plan._compute_offer(1000, 24)
        self.assertEqual(self.get_figure(page)[1], self.say(offer["instalment"]))
        rows = self.get_rows(page)
        self.assertEqual(rows["Effective annual rate"], f"{offer['effective_rate']} %")
        self.assertEqual(rows["To pay in all"], self.say(offer["total"]))
        self.assertIn(offer["stamp"], page.text)
        for sentence in self.plan._get_example_sentences():
            self.assertIn(" ".join(sentence.split()), page.text)
        self.assertEqual(len(page.main.xpath(".//table/tbody/tr")), 24)

    def test_instalments_of_plans_that_are_offered(self):
        hidden = self._create_plan(name="Hidden", is_published=False)
        on_quotations = self._create_plan(name="Other place", place="quotation")
        self.env.flush_all()
        for plan in (hidden.id, on_quotations.id, 2**31, 2**70, "x", "-1"):
            with self.subTest(plan):
                page = self.open("instalments", plan=plan, amount="1000", months="24")
                self.assertEqual(page.status, 422)
                self.assertTrue(page.main.xpath(".//*[@id='plan_error']")[0].text)
                self.assertNotIn("Hidden", page.text)
        self.plan.is_published = False
        self.env.flush_all()
        self.assertEqual(self.get("/calculators/instalments").status, 404)
        self.assertNotIn("/calculators/instalments", self.get("/calculators").response.text)

    # === LINKS ===

    def test_link_has_everything(self):
        page = self.open("loan", goal="rate", amount="12345.6", instalment="300", months="48")
        again = page.click("Link to this calculation")
        self.assertEqual(self.get_figure(again), self.get_figure(page))
        printed = page.click("Print view")
        self.assertEqual(self.get_figure(printed), self.get_figure(page))
        self.assertTrue(printed.main.xpath(".//details[@open]//tbody/tr"))
        self.assertFalse(printed.main.xpath(".//input[@type='text']"))
        self.assertEqual(self.get_figure(printed.click("Back")), self.get_figure(page))

    def test_language(self):
        """The same number written both ways, and a link that both understand."""
        self.env["res.lang"]._activate_lang("de_DE")
        english = self.ask("vat", amount="1,234.56", rate="7", basis="net")
        german = self.ask("vat", _lang="/de", amount="1.234,56", rate="7", basis="net")
        self.assertEqual(english["query"], german["query"])
        self.assertEqual(english["positions"]["amount"], "1234.56")
        self.assertIn("1,320.98", english["html"].replace("\xa0", " "))
        self.assertIn("1.320,98", german["html"].replace("\xa0", " "))
        for lang, amount in (("", "1.234"), ("/de", "1,234")):
            with self.subTest(lang):
                answer = self.ask("vat", _lang=lang, amount=amount, rate="7", basis="net")
                self.assertIn("amount", answer["errors"])
        again = self.ask("vat", _lang="/de", rate="1.2340", amount="1234.5", basis="net")
        self.assertEqual(again["positions"], {"amount": "1234.5", "rate": "1.2340"})

    def test_day_of_the_language(self):
        yesterday = date.today() - timedelta(days=1)
        page = self.open("late-interest", start=f"{yesterday:%m/%d/%Y}", end=yesterday)
        self.assertEqual(page.status, 200)
        self.assertEqual(
            page.main.xpath(".//input[@type='date' and @name='start']/@value"),
            [yesterday.isoformat()],
        )
