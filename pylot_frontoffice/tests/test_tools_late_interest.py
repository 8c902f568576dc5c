"""Interest by law: pure functions (tools/late_interest.py and what it needs)."""

import doctest
import subprocess
import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import hypothesis
import hypothesis.strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import base_rates, late_interest, late_rules, money
from ..tools.base_rates import BASE_RATES
from ..tools.interest_split import YEAR_BASES
from ..tools.late_interest import FIXED_RATE, interest_segments
from .dunning_vectors import read_vectors

GERMANY = BASE_RATES["DE"]
DAY = timedelta(days=1)
YEAR = date(2025, 1, 1)

days = st.dates(date(2002, 1, 1), date(2028, 12, 31))
amounts = st.decimals(0, 10**6, places=2)
points = st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(5), Decimal(8), Decimal("9.2")])
bases = st.sampled_from(YEAR_BASES)
quick = hypothesis.settings(max_examples=80, deadline=None, database=None)


def interest(*args, **kwargs):
    return late_interest.late_interest(*args, **kwargs)


@tagged("post_install", "-at_install")
class TestToolsLateInterest(BaseCase):
    def test_examples(self):
        for module in (late_interest, money, late_rules, base_rates):
            outcome = doctest.testmod(module)
            self.assertTrue(outcome.attempted, module)
            self.assertFalse(outcome.failed, module)

    def test_importable_without_odoo(self):
        code = (
            "import sys, tools.late_interest, tools.claim_account, tools.default_day\n"
            "assert not any(name.split('.')[0] == 'odoo' for name in sys.modules)"
        )
        addon = Path(__file__).parents[1]
        subprocess.run([sys.executable, "-c", code], cwd=addon, check=True, timeout=60)

    def test_by_hand(self):
        for principal, first, last, rate, basis, expected in (
            # 100 * 10 % * 1/365 = 0.0274
            (100, YEAR, YEAR, 10, "act/act", "0.03"),
            # a whole year is the rate, leap year or not
            (100, date(2024, 1, 1), date(2024, 12, 31), 10, "act/act", "10.00"),
            (100, date(2025, 1, 1), date(2025, 12, 31), 10, "act/act", "10.00"),
            (100, date(2024, 1, 1), date(2024, 12, 31), 10, "act/365", "10.03"),
            # 31 days of 365 and 31 of 366: 0.8493 + 0.8470
            (100, date(2023, 12, 1), date(2024, 1, 31), 10, "act/act", "1.70"),
            # February has thirty days once March has begun, the 31st is none
            (3600, date(2025, 2, 1), date(2025, 3, 1), 10, "30/360", "31.00"),
            (3600, date(2025, 1, 31), date(2025, 1, 31), 10, "30/360", "0.00"),
            (3600, date(2025, 1, 1), date(2025, 1, 31), 10, "act/360", "31.00"),
            # half a cent is left to the debtor
            (Decimal("18.25"), YEAR, YEAR, 10, "act/act", "0.00"),
            (Decimal("18.26"), YEAR, YEAR, 10, "act/act", "0.01"),
            (0, YEAR, YEAR, 10, "act/act", "0.00"),
        ):
            with self.subTest(principal=principal, first=first, basis=basis):
                found = interest(principal, first, last, rate, FIXED_RATE, basis)
                self.assertEqual(str(found), expected)

    def test_coins(self):
        args = (Decimal(1000), YEAR, date(2025, 1, 20), 5, FIXED_RATE)
        self.assertEqual(str(interest(*args, unit=Decimal("0.05"))), "2.75")
        self.assertEqual(interest(*args, unit=1), 3)
        exact = interest(*args, unit=None)
        self.assertAlmostEqual(exact, Decimal("2.7397260273972602739"), 18)

    def test_negative_rates(self):
        rates = [(YEAR, Decimal("-0.88"))]
        whole = (100, YEAR, date(2025, 6, 30))
        self.assertEqual(str(interest(*whole, 9, rates)), "4.03")
        self.assertEqual(interest(*whole, Decimal("0.5"), rates), 0, "nobody is paid to be late")
        [line] = interest_segments(*whole, 9, rates)
        self.assertEqual((line.base_rate, line.rate), (Decimal("-0.88"), Decimal("8.12")))

    def test_lines(self):
        lines = interest_segments(10000, date(2023, 12, 30), date(2024, 7, 2), 5, GERMANY)
        self.assertEqual(
            [(str(x.first_day), str(x.last_day), x.days, str(x.rate), x.year_days) for x in lines],
            [
                ("2023-12-30", "2023-12-31", 2, "8.12", 365),
                ("2024-01-01", "2024-06-30", 182, "8.62", 366),
                ("2024-07-01", "2024-07-02", 2, "8.37", 366),
            ],
        )
        self.assertEqual([str(x.amount) for x in lines], ["4.45", "428.64", "4.58"])

    def test_rate_missing(self):
        """Whatever lies behind half a year is marked, also in the middle; a fixed rate holds."""
        rates = [(YEAR, 2), (date(2026, 1, 1), 3)]
        lines = interest_segments(100, YEAR, date(2026, 7, 1), 0, rates)
        self.assertEqual(
            [(str(x.first_day), x.rate, x.is_rate_missing) for x in lines],
            [
                ("2025-01-01", 2, False),
                ("2025-07-01", 2, True),
                ("2026-01-01", 3, False),
                ("2026-07-01", 3, True),
            ],
        )
        lines = interest_segments(100, YEAR, date(2039, 7, 1), 5, FIXED_RATE)
        self.assertFalse(any(x.is_rate_missing for x in lines))

    def test_order_of_rates_does_not_matter(self):
        args = (100, YEAR, date(2026, 8, 1), 9)
        self.assertEqual(interest(*args, GERMANY), interest(*args, GERMANY[::-1]))
        self.assertEqual(interest(*args, GERMANY), interest(*args, GERMANY + GERMANY[-3:]))

    def test_nothing_yet(self):
        for last in (YEAR - DAY, date(2024, 1, 1)):
            self.assertEqual(interest(100, YEAR, last, 9, GERMANY), 0)
            self.assertEqual(interest_segments(100, YEAR, last, 9, GERMANY), [])

    def test_bad_input(self):
        good = [100, YEAR, YEAR + DAY, 9, GERMANY, "act/act"]
        for position, bad in (
            (0, -1),
            (0, "NaN"),
            (0, float("inf")),
            (0, "ten"),
            (0, None),
            (1, date(2001, 12, 31)),
            (1, datetime(2025, 1, 1)),
            (2, datetime(2025, 1, 1)),
            (2, None),
            (3, "NaN"),
            (4, []),
            (4, [(YEAR, "NaN")]),
            (4, [(datetime(2025, 1, 1), 1)]),
            (4, [(YEAR, 1), (YEAR, 2)]),
            (5, "act/364"),
        ):
            args = list(good)
            args[position] = bad
            with self.subTest(position=position, bad=bad), self.assertRaises(ValueError):
                interest(*args)
        for unit in (0, -1):
            with self.assertRaises(ValueError):
                interest(*good, unit=unit)

    def test_last_year_there_is(self):
        """Nothing runs over the end of the calendar."""
        found = interest(100, date(9999, 1, 1), date.max, 5, FIXED_RATE)
        self.assertEqual(str(found), "5.00")

    # === PROPERTIES ===

    @quick
    @hypothesis.given(amounts, days, days, days, points, bases)
    def test_adjoining_periods_add_up(self, principal, a, b, c, pts, basis):
        first, middle, last = sorted((a, b, c))
        rates = (pts, GERMANY, basis)
        whole, *parts = (
            sum((x.exact for x in interest_segments(principal, start, end, *rates)), Fraction(0))
            for start, end in ((first, last), (first, middle), (middle + DAY, last))
        )
        self.assertEqual(whole, sum(parts))

    @quick
    @hypothesis.given(amounts, days, days, points, bases)
    def test_monotone(self, principal, a, b, pts, basis):
        first, last = sorted((a, b))
        found = interest(principal, first, last, pts, GERMANY, basis)
        self.assertLessEqual(found, interest(principal, first, last + DAY, pts, GERMANY, basis))
        self.assertLessEqual(found, interest(principal, first, last, pts + 1, GERMANY, basis))
        self.assertLessEqual(found, interest(principal + 1, first, last, pts, GERMANY, basis))

    @quick
    @hypothesis.given(amounts, days, days, points, bases)
    def test_lines_come_to_the_total(self, principal, a, b, pts, basis):
        first, last = sorted((a, b))
        args = (principal, first, last, pts, GERMANY, basis)
        lines = interest_segments(*args)
        self.assertEqual(sum(x.amount for x in lines), interest(*args))
        for x in lines:
            self.assertEqual(x.exact, Fraction(principal * x.rate * x.days) / (100 * x.year_days))
            self.assertLess(abs(Fraction(x.amount) - x.exact), Fraction(1, 100))
        self.assertEqual([x.first_day for x in lines[1:]], [x.last_day + DAY for x in lines[:-1]])
        self.assertEqual((lines[0].first_day, lines[-1].last_day), (first, last))
        if not basis.startswith("30"):
            self.assertEqual(sum(x.days for x in lines), (last - first).days + 1)

    @quick
    @hypothesis.given(amounts, days, st.integers(0, 900), points)
    def test_day_by_day(self, principal, first, length, pts):
        """The same as adding every day by itself, with the rate of its half-year."""
        rates, total = dict(GERMANY), Fraction(0)
        for number in range(length):
            day = first + DAY * number
            half_year = min(date(day.year, 7 if day.month > 6 else 1, 1), GERMANY[-1][0])
            year_days = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
            rate = max(rates[half_year] + pts, Decimal(0))
            total += Fraction(principal) * Fraction(rate) / 100 / year_days
        found = interest(principal, first, first + DAY * (length - 1), pts, GERMANY, unit=None)
        self.assertAlmostEqual(float(found), float(total), 9)

    # === VECTORS ===

    def test_vectors(self):
        rows = read_vectors(self, "dunning_vectors.csv")
        self.assertGreater(len(rows), 8)
        for row in rows:
            args = self._get_args(row)
            for basis, column in (
                ("act/act", "interest_actact"),
                ("act/365", "interest_act365"),
                ("act/360", "interest_act360"),
            ):
                with self.subTest(row=row["id"], basis=basis):
                    self.assertEqual(str(interest(*args, basis)), row[column])
            if row["published_method"] == "30/360":
                published = Decimal(row["published_result"])
                self.assertEqual(interest(*args, "30/360"), published)
            self._check_lines(args, row)

    def _get_args(self, row):
        first, last = map(date.fromisoformat, (row["interest_from_incl"], row["interest_to_incl"]))
        self.assertEqual((last - first).days + 1, int(row["calendar_days"]))
        if row["points_over_base"]:
            return row["principal_eur"], first, last, row["points_over_base"], GERMANY
        return row["principal_eur"], first, last, row["fixed_rate_pct"], FIXED_RATE

    def _check_lines(self, args, row):
        lines = interest_segments(*args)
        expected = [part.split() for part in row["staffel"].split(";") if part]
        self.assertEqual(len(lines) if expected else 0, len(expected))
        for line, (span, length, rate, _equals, amount) in zip(lines, expected, strict=False):
            self.assertEqual(f"{line.first_day}..{line.last_day}", span)
            self.assertEqual((f"{line.days}d", f"{line.rate}%"), (length, rate))
            self.assertAlmostEqual(line.amount, Decimal(amount), delta=Decimal("0.01"))
        if expected:
            self.assertAlmostEqual(
                sum(line.amount for line in lines),
                Decimal(row["interest_staffel_actact_rounded_per_segment"]),
                delta=Decimal("0.01") * len(lines),
            )

    def test_base_rates(self):
        rows = read_vectors(self, "base_rates.csv")
        rates = [
            (date.fromisoformat(row["valid_from"]), Decimal(row["base_rate_pct"])) for row in rows
        ]
        self.assertEqual(GERMANY, rates)
        for row, (day, rate) in zip(rows, rates, strict=True):
            for is_consumer, column in ((True, "b2c_default_pct"), (False, "b2b_default_pct")):
                rule = late_rules.get_late_rule("DE", is_consumer, day)
                self.assertEqual(rule.points + rate, Decimal(row[column]), row)
