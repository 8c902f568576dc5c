"""What payments pay, and what is left: pure functions (tools/claim_account.py)."""

import doctest
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import hypothesis
import hypothesis.strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import claim_account
from ..tools.base_rates import BASE_RATES
from ..tools.claim_account import PRINCIPAL_FIRST, STATUTORY, Terms, settle
from ..tools.late_interest import FIXED_RATE, late_interest
from .dunning_vectors import read_vectors

START, DAY = date(2025, 1, 1), timedelta(days=1)
# one cent a day for each 100 that is open
PENNY = Terms(Decimal("3.65"), FIXED_RATE, "act/365")
GERMAN = Terms(Decimal(9), tuple(BASE_RATES["DE"]))

moments = st.dates(date(2023, 1, 1), date(2027, 12, 31))
entries = st.lists(st.tuples(moments, st.decimals(0, 5000, places=2)), max_size=5)
orders = st.sampled_from([STATUTORY, PRINCIPAL_FIRST])
quick = hypothesis.settings(max_examples=80, deadline=None, database=None)


@tagged("post_install", "-at_install")
class TestToolsClaimAccount(BaseCase):
    def _settle(self, days, principal=100, first=START, **values):
        return settle(principal, first, START + DAY * (days - 1), PENNY, **values)

    def _open(self, statement):
        return statement.costs, statement.interest, statement.principal

    def test_examples(self):
        outcome = doctest.testmod(claim_account)
        self.assertTrue(outcome.attempted)
        self.assertFalse(outcome.failed)

    def test_statutory_order(self):
        costs = [(START, 5)]
        for paid, *left in (
            ("2", "3", "0.10", "100"),
            ("5.04", "0", "0.06", "100"),
            ("5.10", "0", "0", "100"),
            ("15.10", "0", "0", "90"),
            ("105.10", "0", "0", "0"),
        ):
            found = self._settle(10, costs=costs, payments=[(START + DAY * 9, Decimal(paid))])
            self.assertEqual(self._open(found), tuple(map(Decimal, left)), paid)
            self.assertEqual(found.excess, 0)

    def test_too_much(self):
        found = self._settle(20, payments=[(START + DAY * 9, 101)])
        self.assertEqual((found.total, found.excess), (0, Decimal("0.90")))
        found = self._settle(20, costs=[(START + DAY * 15, 40)], payments=[(START, 101)])
        self.assertEqual(found.costs, 40, "what was paid before is not for costs of later")

    def test_day_of_payment_bears_interest(self):
        found = self._settle(10, payments=[(START + DAY * 4, Decimal("50.05"))])
        self.assertEqual(str(found.allocations[0].interest), "0.05")
        # another five days on 50: two and a half cents
        self.assertEqual(self._open(found), (0, Decimal("0.02"), 50))
        self.assertEqual([line.days for line in found.segments], [5, 5])
        self.assertEqual([line.principal for line in found.segments], [100, 50])

    def test_interest_stays_when_the_principal_is_paid(self):
        """With the debtor's own order; no interest grows on it."""
        for length in (10, 400):
            found = self._settle(length, payments=[(START + DAY * 9, 100)], order=PRINCIPAL_FIRST)
            self.assertEqual(found.total, Decimal("0.10"))
            self.assertEqual(len(found.segments), 1)

    def test_before_default(self):
        """Money that comes in time lowers what bears interest later."""
        first = START + DAY * 10
        found = self._settle(5, first=first, payments=[(START, 40)])
        self.assertEqual((found.principal, found.interest, found.segments), (60, 0, []))
        found = self._settle(20, first=first, payments=[(START, 40)])
        self.assertEqual(found.interest, Decimal("0.06"))

    def test_later_than_the_day(self):
        later = START + DAY * 10
        found = self._settle(10, costs=[(later, 40)], payments=[(later, 100)])
        self.assertEqual((found.total, found.allocations), (Decimal("100.10"), []))

    def test_costs_before_payments_of_the_same_day(self):
        found = self._settle(1, costs=[(START, 40)], payments=[(START, 30)])
        self.assertEqual(self._open(found), (10, Decimal("0.01"), 100))

    def test_many_small_payments_lose_no_cent(self):
        """A cent every ten days: rounding at each payment by itself would lose them all."""
        payments = [(START + DAY * day, 0) for day in range(100)]
        found = settle(10, START, START + DAY * 99, PENNY, payments=payments)
        self.assertEqual(str(found.interest), "0.10")
        self.assertEqual(sum(line.amount for line in found.segments), found.interest)

    def test_a_line_for_each_principal(self):
        """Costs, and payments that only pay costs, do not cut the arithmetic into pieces."""
        found = self._settle(
            10,
            costs=[(START + DAY * 2, 40)],
            payments=[(START + DAY * 3, 40), (START + DAY * 4, Decimal("0.05"))],
        )
        [line] = found.segments
        self.assertEqual((line.days, line.amount), (10, Decimal("0.10")))
        self.assertEqual(self._open(found), (0, Decimal("0.05"), 100))

    def test_rate_missing(self):
        terms = Terms(9, ((START, 1),))
        self.assertFalse(settle(1, START, date(2025, 6, 30), terms).is_rate_missing)
        self.assertTrue(settle(1, START, date(2025, 7, 1), terms).is_rate_missing)

    def test_bad_input(self):
        for values in (
            {"payments": [(START, -1)]},
            {"payments": [(START, "NaN")]},
            {"payments": [(datetime(2025, 1, 1), 1)]},
            {"costs": [(START, -40)]},
            {"principal": -1},
            {"first": datetime(2025, 1, 1)},
            {"order": ("interest", "principal")},
        ):
            with self.subTest(values=values), self.assertRaises(ValueError):
                self._settle(1, **values)

    # === PROPERTIES ===

    @quick
    @hypothesis.given(st.decimals(0, 5000, places=2), moments, moments, entries, entries, orders)
    def test_nothing_is_lost(self, principal, first, day, costs, payments, order):
        found = settle(principal, first, day, GERMAN, costs, payments, order)
        for each in found.allocations:
            parts = (each.costs, each.interest, each.principal, each.excess)
            self.assertEqual(sum(parts), each.amount)
            self.assertGreaterEqual(min(parts), 0)
        paid = {
            kind: sum((getattr(each, kind) for each in found.allocations), Decimal(0))
            for kind in STATUTORY
        }
        self.assertEqual(found.principal + paid["principal"], principal)
        self.assertEqual(
            found.costs + paid["costs"], sum(amount for moment, amount in costs if moment <= day)
        )
        self.assertEqual(
            found.interest + paid["interest"], sum(line.amount for line in found.segments)
        )
        self.assertGreaterEqual(min(found.costs, found.interest, found.principal), 0)

    @quick
    @hypothesis.given(st.decimals(0, 5000, places=2), moments, moments, entries, entries)
    def test_no_interest_on_interest(self, principal, first, day, costs, payments):
        """Interest is what the principal bears that is open each day, whatever else is."""
        found = settle(principal, first, day, GERMAN, costs, payments)
        left, expected, start = Fraction(principal), Fraction(0), first
        for each in found.allocations:
            expected += self._grow(left, start, each.day)
            left -= Fraction(each.principal)
            start = max(start, each.day + DAY)
        expected += self._grow(left, start, day)
        self.assertEqual(sum((line.exact for line in found.segments), Fraction(0)), expected)

    def _grow(self, left, start, end):
        grown = Fraction(0)
        while start <= end:
            rate = next(pct for since, pct in reversed(GERMAN.base_rates) if since <= start)
            year_days = (date(start.year + 1, 1, 1) - date(start.year, 1, 1)).days
            grown += left * Fraction(rate + GERMAN.points) / 100 / year_days
            start += DAY
        return grown

    @quick
    @hypothesis.given(st.decimals(0, 5000, places=2), moments, moments)
    def test_without_payments(self, principal, first, day):
        found = settle(principal, first, day, GERMAN)
        self.assertEqual(found.interest, late_interest(principal, first, day, *GERMAN))

    # === VECTORS ===

    def test_vector(self):
        vector = read_vectors(self, "partial_payment_vector.json")
        first, paid_on, day = date(2026, 1, 1), date(2026, 3, 31), date(2026, 7, 31)
        terms = Terms(9, tuple(BASE_RATES["DE"]), "act/365")
        known = {"costs": [(first, 40), (first, 5)], "payments": [(paid_on, 300)]}
        found = settle(1000, first, day, terms, **known)
        [allocation] = found.allocations
        for kind, amount in vector["allocation_367_BGB"].items():
            self.assertEqual(getattr(allocation, kind), Decimal(amount), kind)
        self.assertEqual(str(allocation.interest), vector["interest_to_2026_03_31"])
        self.assertEqual(found.segments[0].days, vector["days"])
        self.assertEqual(str(found.principal), vector["open_principal"])
        self.assertEqual(str(found.interest), vector["interest_2026_04_01_to_2026_07_31"])
        self.assertEqual(str(found.total), vector["total_open"])
        wrong = settle(1000, first, day, terms, order=PRINCIPAL_FIRST, **known)
        expected = vector["wrong_if_principal_first"]
        self.assertEqual(wrong.principal, Decimal(expected["open_principal"]))
        self.assertEqual(wrong.total, Decimal(expected["total_open"]))
