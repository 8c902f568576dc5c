"""What is no number, no day and no choice: a sentence at the field, soon, and nothing is lost."""

import time
from urllib.parse import quote

from odoo.tests import tagged

from .finance_common import FinanceCase
from .hostile_common import HostileCase
from .test_calculator_pages import SLUGS

NOT_EVEN_NUMBERS = (
    "",
    " ",
    "-5",
    "1e308",
    "1e5",
    "NaN",
    "inf",
    "-inf",
    "abc",
    "1,2,3",
    "12.34.56",
    "0x10",
    "1_000",
    "٣",
    "5 or 6",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{ 7*7 }}",
    "\x00",
    "9" * 10_000,
    "1000000000000000",
)
SECOND = 1


@tagged("post_install", "-at_install")
class TestCalculatorHostile(FinanceCase, HostileCase):
    def _get_fields(self, slug):
        calculator = self.env["pylot.calculator"]._find_calculator(slug)
        return calculator._get_fields({})

    def assertSaid(self, slug, field, text):
        """A sentence at the field, and what was typed still stands there."""
        start = time.monotonic()
        page = self.open(slug, **{field.name: text})
        self.assertLess(time.monotonic() - start, SECOND)
        self.assertRefused(page, 422)
        [error] = page.main.xpath(f".//*[@id='{field.name}_error']")
        self.assertTrue(error.text and error.text.strip())
        [shown] = page.main.xpath(f".//*[@id='{field.name}']")
        if field.kind != "choice" and len(text) < 50 and text.isprintable():
            self.assertEqual(shown.get("value"), " ".join(text.split()))
        self.assertEqual(shown.get("aria-invalid"), "true")
        self.assertNotIn("<script>alert", page.response.text)

    def test_every_field_of_every_calculator(self):
        for slug in SLUGS:
            fields = self._get_fields(slug)
            for field in fields:
                texts = [*NOT_EVEN_NUMBERS]
                if field.is_searched:
                    continue
                for text in texts[:: 1 if slug == "loan" else 4]:
                    with self.subTest(f"{slug}.{field.name}", text=text[:20]):
                        with self.assertNothingHappens():
                            self.assertSaid(slug, field, text)

    def test_counts(self):
        for text in ("0", "1000000000", "601", "12.5", "-1"):
            with self.subTest(text):
                self.assertSaid("loan", self._get_fields("loan")[3], text)

    def test_periods_that_are_many(self):
        """The longest that is allowed is answered at once, too."""
        start = time.monotonic()
        page = self.open("loan", amount="10000000", months="600", rate="100")
        self.assertEqual(page.status, 200)
        self.assertLess(time.monotonic() - start, SECOND)

    def test_days(self):
        field = self._get_fields("late-interest")[1]
        for text in ("2026-02-30", "0001-01-01", "9999-12-31", "1900-01-01", "tomorrow", "1.1."):
            with self.subTest(text):
                self.assertSaid("late-interest", field, text)

    def test_parameters(self):
        """Missing ones have a beginning, unknown ones are none, and twice is once too often."""
        with self.assertNothingHappens():
            self.assertEqual(self.get("/calculators/vat?amount=5").status, 200)
            self.assertEqual(self.get("/calculators/vat?utm_source=x&fbclid=y").status, 200)
            many = "&".join(f"p{number}=1" for number in range(2000))
            self.assertEqual(self.get(f"/calculators/vat?{many}").status, 200)
            self.assertEqual(self.get("/calculators/vat?amount=5&amount=5").status, 200)
            page = self.get("/calculators/vat?amount=5&amount=6")
            self.assertRefused(page, 422)
            self.assertIn("more than once", page.text)
            for query in ("%", "amount=%ff%fe", "amount[]=1", "amount=%ed%a0%80", "&&&=", "amount"):
                page = self.get(f"/calculators/vat?{query}")
                self.assertIn(page.status, (200, 422), query)
            long = quote("ä" * 3000)
            self.assertRefused(self.get(f"/calculators/vat?amount={long}"), 422)

    def test_parts_of_the_page(self):
        for slug in SLUGS:
            for part in ("result", "print"):
                with self.subTest(slug, part=part), self.assertNothingHappens():
                    page = self.get(f"/calculators/{slug}/{part}?rate=-5&amount=1e308&days=x&plan=")
                    self.assertIn(page.status, (200, 422))
        self.assertRefused(self.get("/calculators/x/result"), 404)
        self.assertRefused(self.get("/calculators/x/print"), 404)
        self.assertRefused(self.post("/calculators/x/mail", email="a@example.com"), 404)

    def test_the_wrong_way(self):
        """Pages are not written to, and mails are not sent by a link."""
        with self.assertNothingHappens():
            self.assertRefused(self.post("/calculators/vat", amount="5"), 405)
            self.assertRefused(self.get("/calculators/vat/mail?email=a@example.com"), 405)
