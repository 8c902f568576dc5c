"""The effective annual rate: pure functions (tools/effective_rate.py, tools/eu_interval.py)."""

import doctest
import json
from datetime import date, datetime, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

import hypothesis
import hypothesis.strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import effective_rate as module
from ..tools import eu_interval as intervals
from ..tools.annuity import payment
from ..tools.effective_rate import effective_rate, round_rate
from ..tools.eu_interval import dated_flows, eu_interval
from ..tools.input_error import InputError
from .dunning_vectors import read_vectors

quick = hypothesis.settings(max_examples=60, deadline=None, database=None)
days = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def month(number):
    return Fraction(number, 12)


def read_flows(text):
    """:return: list of (Fraction, Decimal) of the notation of the vectors"""
    flows = []
    for entry in json.loads(text, parse_float=Decimal):
        sign = 1 if entry["k"] == "C" else -1
        amounts = entry.get("list") or [entry["a"]] * entry.get("n", 1)
        for number, amount in enumerate(amounts):
            time = read_fraction(entry["t"]) + number * Fraction(entry.get("step", 0))
            flows.append((time, sign * Decimal(amount)))
    return flows


def read_fraction(text):
    return sum(Fraction(part) for part in text.split("+"))


@tagged("post_install", "-at_install")
class TestToolsEffectiveRate(BaseCase):
    def test_examples(self):
        for each in (module, intervals):
            outcome = doctest.testmod(each)
            self.assertTrue(outcome.attempted, each)
            self.assertFalse(outcome.failed, each)

    def test_by_hand(self):
        for flows, expected in (
            ([(0, 100), (1, -105)], "5"),
            ([(0, 100), (2, -121)], "10"),
            # 1.1 ** 12 - 1
            ([(0, 100), (month(1), -110)], "213.8428376721"),
            ([(0, 100), (1, -99)], "-1"),
            ([(0, 100), (1, -100)], "0"),
            ([(0, 100), (month(6), -50), (1, -50)], "0"),
            # a fee at the drawdown is not lent
            ([(0, 100), (0, -2), (1, -98)], "0"),
            # two drawdowns: 100 * 1.1 + 100 = 210
            ([(0, 100), (1, 100), (2, -231)], "10"),
            # a fee of 10 a year before: 10 * 1.1 = 11
            ([(-1, -10), (0, 100), (1, Decimal("-97.9"))], "10"),
            # the order does not matter, nor do zeros
            ([(1, -105), (5, 0), (0, 100)], "5"),
            # whoever lends money earns the same
            ([(0, -100), (1, 105)], "5"),
            ([(0, 100), (1, Decimal("-0.01"))], "-99.99"),
            ([(0, 1), (1, -(10**9))], "99999999900"),
        ):
            with self.subTest(flows=flows):
                self.assertEqual(round(effective_rate(flows), 10), Decimal(expected))

    def test_huge(self):
        """Half as much again after a day."""
        found = effective_rate([(0, 100), (Fraction(1, 365), -150)])
        with localcontext() as context:
            context.prec = 50
            expected = Decimal("1.5") ** 365 * 100
            self.assertLess(abs(found / expected - 1), Decimal("1e-38"))
        self.assertGreater(round_rate(found), 10**60)

    def test_exact_halves_are_rounded_up(self):
        found = effective_rate([(0, 1000), (1, Decimal("-1050.05"))])
        self.assertEqual((str(found), str(round_rate(found))), ("5.005", "5.01"))

    def test_no_rate(self):
        for code, flows in (
            ("one_sided", []),
            ("one_sided", [(0, 100)]),
            ("one_sided", [(0, -100), (1, -5)]),
            ("one_sided", [(0, 100), (0, -100)]),
            ("one_sided", [(0, 100), (0, -5)]),
            ("no_rate", [(0, 1000), (1, -2300), (2, 1320)]),
            ("no_rate", [(0, 100), (1, -300), (2, 300)]),
            ("several_rates", [(0, -1000), (1, 2300), (2, -1320)]),
            ("several_rates", [(0, 100), (1, -300), (2, 200)]),
            ("not_a_number", [(0, "NaN"), (1, 1)]),
            ("not_a_number", [(0, 1), (1, float("inf"))]),
            ("not_a_number", [("NaN", 1), (1, -1)]),
            ("too_large", [(0, 1), (10**9, -1)]),
            ("too_large", [(0, 10**16), (1, -1)]),
        ):
            with self.subTest(flows=flows), self.assertRaises(InputError) as caught:
                effective_rate(flows)
            self.assertEqual(caught.exception.code, code)

    def test_intervals(self):
        for start, end, expected in (
            ("2026-01-31", "2026-02-28", "1/12"),
            ("2026-01-30", "2026-02-28", "1/12"),
            ("2026-01-31", "2026-04-30", "3/12"),
            ("2026-02-28", "2026-03-31", "1/12"),
            ("2024-02-29", "2028-02-29", "4"),
            ("2026-05-05", "2026-05-05", "0"),
            ("2026-05-05", "2026-05-06", "1/365"),
            # the year before 15 March 2028 has a 29 February
            ("2028-03-01", "2028-03-15", "14/366"),
            ("2028-03-01", "2028-04-15", "1/12+14/366"),
            ("2026-12-24", "2027-01-23", "30/365"),
        ):
            with self.subTest(start=start, end=end):
                first, last = date.fromisoformat(start), date.fromisoformat(end)
                self.assertEqual(eu_interval(first, last), read_fraction(expected))
                self.assertEqual(eu_interval(last, first), -read_fraction(expected))

    def test_intervals_refused(self):
        for args in ((1, 2), (date.today(), None), (date.today(), datetime.now())):
            with self.subTest(args=args), self.assertRaises(ValueError):
                eu_interval(*args)
        with self.assertRaises(ValueError):
            eu_interval(date.today(), date.today(), "day")
        with self.assertRaises(InputError):
            dated_flows([(date.today(), -1)])
        self.assertEqual(eu_interval(date.min, date.min + timedelta(1)), Fraction(1, 365))

    def test_fee_before_the_drawdown(self):
        flows = dated_flows(
            [
                (date(2025, 12, 1), -100),
                (date(2026, 3, 1), 10000),
                (date(2027, 3, 1), Decimal("-10500")),
            ]
        )
        self.assertEqual([str(time) for time, _amount in flows], ["-1/4", "0", "1"])
        # 10000 - 100 * 1.06 ** 0.25 * 1.06 ** … : both sides by the definition
        rate = effective_rate(flows)
        with localcontext() as context:
            context.prec = 40
            factor = 1 + rate / 100
            worth = 10000 - 100 * factor ** Decimal("0.25") - 10500 / factor
        self.assertLess(abs(worth), Decimal("1e-15"))

    # === PROPERTIES ===

    @quick
    @hypothesis.given(
        st.decimals(100, 10**6, places=2), st.decimals(0, 60, places=2), st.integers(1, 240)
    )
    def test_nominal_rate_comes_back(self, principal, rate, periods):
        """Of a loan without fees it is (1 + r / 12) ** 12 - 1, but for the rounded instalment."""
        instalment = payment(principal, rate, periods)
        flows = [(0, principal), *((month(k + 1), -instalment) for k in range(periods))]
        found = effective_rate(flows)
        exact = ((1 + rate / 1200) ** 12 - 1) * 100
        # Half a cent of the instalment, against what a percent more costs.
        slack = Decimal(12) * Decimal("0.005") * 100 / instalment
        self.assertLessEqual(abs(found - exact), slack * (1 + exact / 100) * 2)

    @quick
    @hypothesis.given(
        st.decimals(100, 10**6, places=2),
        st.lists(st.tuples(st.integers(1, 500), st.decimals(1, 10**5, places=2)), min_size=1),
        st.decimals(0, 50, places=2),
    )
    def test_satisfies_the_equation(self, principal, payments, fee):
        flows = [(0, principal), (0, -fee), *((Fraction(k, 24), -each) for k, each in payments)]
        rate = effective_rate(flows)
        if not -99 < rate < 10**6:
            return
        with localcontext() as context:
            context.prec = 60
            factor = 1 + rate / 100
            worth = sum(
                Decimal(amount) * factor ** -(Decimal(time.numerator) / time.denominator)
                for time, amount in ((Fraction(time), amount) for time, amount in flows)
            )
        total = sum(abs(amount) for _time, amount in flows)
        self.assertLess(abs(worth) / total, Decimal("1e-14"))

    @quick
    @hypothesis.given(
        st.decimals(1000, 10**5, places=2), st.integers(2, 60), st.decimals(1, 90, places=2)
    )
    def test_fees_cost(self, principal, periods, fee):
        instalment = payment(principal, 5, periods)
        flows = [(0, principal), *((month(k + 1), -instalment) for k in range(periods))]
        plain = effective_rate(flows)
        self.assertGreater(effective_rate([*flows, (0, -fee)]), plain)
        self.assertGreater(effective_rate([*flows, (month(periods), -fee)]), plain)
        self.assertGreater(
            effective_rate([*flows, (0, -fee)]), effective_rate([*flows, (month(periods), -fee)])
        )

    @quick
    @hypothesis.given(days, days, st.sampled_from(intervals.PERIODS))
    def test_intervals_go_by(self, first, last, period):
        """About the days between, and never less than a day earlier."""
        first, last = sorted((first, last))
        years = eu_interval(first, last, period)
        self.assertAlmostEqual(
            float(years), (last - first).days / 365.25, delta=0.009 + years / 180
        )
        self.assertGreaterEqual(eu_interval(first, last + timedelta(31), period), years)
        self.assertGreaterEqual(years, 0)

    # === VECTORS ===

    def test_vectors(self):
        rows = read_vectors(self, "apr_vectors.csv")
        self.assertGreater(len(rows), 20)
        for row in rows:
            with self.subTest(row=row["id"]):
                found = effective_rate(read_flows(row["cashflows_json"]))
                self.assertEqual(str(round_rate(found)), row["apr_2dp"])
                self.assertEqual(str(round_rate(found, 1)), row["apr_1dp"])
                self.assertAlmostEqual(found, Decimal(row["apr_recomputed_8dp"]), 7)

    def test_interval_vectors(self):
        for row in read_vectors(self, "apr_intervals.csv"):
            with self.subTest(row=row):
                start, end = (date.fromisoformat(row[key]) for key in ("drawdown", "payment"))
                found = eu_interval(start, end, row["period"])
                self.assertEqual(found, read_fraction(row["years_fraction"]))

    def test_rounding_vectors(self):
        for row in read_vectors(self, "apr_rounding.csv"):
            found = [str(round_rate(row["x_percent"], digits)) for digits in (1, 2)]
            self.assertEqual(found, [row["one_dp"], row["two_dp"]])
            self.assertEqual(str(round_rate(float(row["x_percent"]))), row["two_dp"])
