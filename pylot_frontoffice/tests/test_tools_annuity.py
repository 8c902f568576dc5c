"""Loans in instalments: pure functions (tools/annuity.py and what it needs)."""

import doctest
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import hypothesis
import hypothesis.strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import (
    annuity,
    discount_rate,
    input_error,
    loan_flows,
    loan_input,
    loan_schedule,
    money,
    vat,
)
from ..tools.annuity import loan_amount, number_of_periods, payment, schedule
from ..tools.input_error import InputError
from .dunning_vectors import read_vectors

CENT = Decimal("0.01")

amounts = st.decimals(CENT, 10**7, places=2)
rates = st.decimals(0, 40, places=2)
terms = st.integers(1, 480)
quick = hypothesis.settings(max_examples=80, deadline=None, database=None)


@tagged("post_install", "-at_install")
class TestToolsAnnuity(BaseCase):
    def test_examples(self):
        for module in (
            annuity,
            discount_rate,
            input_error,
            loan_flows,
            loan_input,
            loan_schedule,
            money,
            vat,
        ):
            outcome = doctest.testmod(module)
            self.assertTrue(outcome.attempted, module)
            self.assertFalse(outcome.failed, module)

    def test_importable_without_odoo(self):
        code = (
            "import sys, tools.annuity, tools.eu_interval, tools.discount_rate, tools.vat\n"
            "import tools.formula, tools.typed_number\n"
            "assert not any(name.split('.')[0] == 'odoo' for name in sys.modules)"
        )
        addon = Path(__file__).parents[1]
        subprocess.run([sys.executable, "-c", code], cwd=addon, check=True, timeout=60)

    def test_by_hand(self):
        for args, expected in (
            ((1200, 0, 12), "100.00"),
            # one period: everything and its interest
            ((1000, 12, 1), "1010.00"),
            # 100 / 1.01 + 100 / 1.01 ** 2 = 197.0395
            ((Decimal("197.04"), 12, 2), "100.00"),
            # half a cent is one: 3 * 2 % / 12 = 0.005
            ((3, 2, 1), "3.01"),
            ((Decimal("0.01"), 0, 2), "0.01"),
            ((Decimal("0.01"), 0, 3), "0.00"),
        ):
            with self.subTest(args=args):
                self.assertEqual(str(payment(*args)), expected)
        self.assertEqual(str(payment(1000, 12, 1, periods_per_year=1)), "1120.00")
        self.assertEqual(str(payment(1000, 12, 4, unit=Decimal("0.05"))), "256.30")
        self.assertEqual(payment(100000, 12, 4, unit=Decimal(1)), 25628)

    def test_rounding_never_pays_too_much(self):
        """0.006 a month is a cent: five months would take two cents too many."""
        rows = schedule(Decimal("0.03"), 0, 5)
        self.assertEqual([str(row.instalment) for row in rows], ["0.01"] * 3 + ["0.00"] * 2)

    def test_balloon(self):
        rows = schedule(20000, 5, 48, balloon=8000)
        regular = payment(20000, 5, 48, balloon=8000)
        self.assertEqual({row.instalment for row in rows[:-1]}, {regular})
        self.assertAlmostEqual(rows[-1].instalment, 8000 + regular, delta=Decimal("0.24"))
        self.assertEqual(rows[-1].balance, 0)
        self.assertEqual(str(payment(8000, 6, 12, balloon=8000)), "40.00", "only the interest")

    def test_grace(self):
        paid = schedule(12000, 6, 12, grace=3)
        self.assertEqual([str(row.instalment) for row in paid[:3]], ["60.00"] * 3)
        self.assertEqual(paid[3].instalment, payment(12000, 6, 9))
        added = schedule(12000, 6, 12, grace=3, grace_kind="capitalised")
        self.assertEqual(
            [str(row.balance) for row in added[:3]], "12060.00 12120.30 12180.90".split()
        )
        self.assertEqual([row.instalment for row in added[:3]], [0] * 3)
        self.assertEqual(added[3].instalment, payment(Decimal("12180.90"), 6, 9))

    def test_fee(self):
        self.assertEqual(schedule(1000, 5, 12, fee=50), schedule(1050, 5, 12))

    def test_bad_input(self):
        good = {"principal": 1000, "annual_rate": 5, "periods": 12}
        for code, bad in (
            ("not_a_number", {"principal": "NaN"}),
            ("not_a_number", {"principal": float("inf")}),
            ("not_a_number", {"principal": None}),
            ("not_a_number", {"principal": True}),
            ("negative", {"principal": -1}),
            ("not_positive", {"principal": 0}),
            ("too_large", {"principal": 1e300}),
            ("not_a_number", {"principal": "1e999999"}),
            ("too_many_decimals", {"principal": "0.001"}),
            ("not_a_number", {"annual_rate": "nan"}),
            ("negative", {"annual_rate": -5}),
            ("too_large", {"annual_rate": 10001}),
            ("too_small", {"periods": 0}),
            ("too_small", {"periods": -3}),
            ("too_large", {"periods": 10**9}),
            ("not_whole", {"periods": 1.5}),
            ("not_a_number", {"periods": "twelve"}),
            ("negative", {"balloon": -1}),
            ("balloon_too_large", {"balloon": 1001}),
            ("too_small", {"periods_per_year": 0}),
        ):
            for function in (payment, schedule):
                with self.subTest(function=function, bad=bad):
                    with self.assertRaises(InputError) as caught:
                        function(**{**good, **bad})
                    self.assertEqual(caught.exception.code, code)
        for bad in ({"grace": 12}, {"grace": -1}, {"grace_kind": "free"}, {"fee": -1}):
            with self.subTest(bad=bad), self.assertRaises(ValueError):
                schedule(**good, **bad)

    def test_number_of_periods_refused(self):
        for code, args in (
            ("below_interest", (10000, 12, 100)),
            ("below_interest", (10000, 12, 1)),
            ("instalment_too_small", (10000, 0, 1)),
            ("not_positive", (10000, 0, 0)),
        ):
            with self.subTest(args=args), self.assertRaises(InputError) as caught:
                number_of_periods(*args)
            self.assertEqual(caught.exception.code, code)

    def test_discount(self):
        rates = discount_rate.discount_rate(2, 14, 30)
        self.assertEqual([str(round(each, 2)) for each in rates], ["45.00", "45.92", "57.55"])
        self.assertEqual(set(discount_rate.discount_rate(0, 0, 1)), {Decimal(0)})
        for args in ((-1, 1, 2), (100, 1, 2), (3, 2, 2), (3, 3, 2), (3, -1, 2), ("NaN", 1, 2)):
            with self.subTest(args=args), self.assertRaises(InputError):
                discount_rate.discount_rate(*args)
        with self.assertRaises(InputError):
            discount_rate.discount_rate(3, 1, 10**9)

    def test_vat_refused(self):
        for function in (vat.from_net, vat.from_gross, vat.from_tax, vat.without_percent):
            for args in (("NaN", 19), (1e300, 19), (1, -1), (1, 101), (1, "inf")):
                with self.subTest(function=function, args=args), self.assertRaises(InputError):
                    function(*args)
        with self.assertRaises(InputError):
            vat.from_tax(1, 0)

    # === PROPERTIES ===

    @quick
    @hypothesis.given(amounts, rates, terms, st.integers(0, 3), st.booleans())
    def test_schedule_sums_up(self, principal, rate, periods, grace, is_paid):
        kind = "interest_only" if is_paid else "capitalised"
        grace = min(grace, periods - 1)
        rows = schedule(principal, rate, periods, grace=grace, grace_kind=kind)
        self.assertEqual([row.number for row in rows], list(range(1, periods + 1)))
        self.assertEqual(sum(row.repayment for row in rows), principal)
        self.assertEqual(rows[-1].balance, 0)
        balance = principal
        for row in rows:
            self.assertEqual(row.instalment, row.interest + row.repayment)
            exact = Fraction(balance) * Fraction(rate) / 1200
            self.assertLessEqual(abs(Fraction(row.interest) - exact), Fraction(1, 200))
            balance -= row.repayment
            self.assertEqual(row.balance, balance)
            self.assertGreaterEqual(row.instalment, 0)
            self.assertEqual(row.instalment, row.instalment.quantize(CENT))
            if row.number > grace:
                self.assertGreaterEqual(row.repayment, 0)
        if not grace and periods > 1:
            self.assertEqual(
                rows[0].instalment,
                min(payment(principal, rate, periods), principal + rows[0].interest),
            )

    @quick
    @hypothesis.given(amounts, rates, terms, st.integers(0, 100))
    def test_balloon_remains(self, principal, rate, periods, percent):
        balloon = (principal * percent / 100).quantize(CENT, "ROUND_DOWN")
        rows = schedule(principal, rate, periods, balloon=balloon)
        self.assertEqual(sum(row.repayment for row in rows), principal)
        self.assertGreaterEqual(rows[-1].instalment, balloon)
        self.assertTrue(all(row.balance >= balloon for row in rows[:-1]))

    @quick
    @hypothesis.given(amounts, rates, terms)
    def test_present_value(self, principal, rate, periods):
        """The instalment is worth the loan, but for what rounding it to cents changes."""
        step = Fraction(rate) / 1200
        worth = sum((1 + step) ** -k for k in range(1, min(periods, 36) + 1))
        instalment = Fraction(payment(principal, rate, min(periods, 36)))
        self.assertLessEqual(abs(instalment - Fraction(principal) / worth), Fraction(1, 200))

    @quick
    @hypothesis.given(amounts, rates, terms)
    def test_monotone(self, principal, rate, periods):
        found = payment(principal, rate, periods)
        self.assertLessEqual(found, payment(principal, rate + CENT, periods))
        self.assertLessEqual(found, payment(principal + CENT, rate, periods))
        self.assertGreaterEqual(found, payment(principal, rate, periods + 1))

    @quick
    @hypothesis.given(st.decimals(100, 10**6, places=2), rates, terms)
    def test_inverse_functions_agree(self, principal, rate, periods):
        found = payment(principal, rate, periods)
        self.assertLessEqual(
            abs(payment(loan_amount(found, rate, periods), rate, periods) - found), CENT
        )
        try:
            shortest = number_of_periods(principal, rate, found)
        except InputError as error:
            # The last cents of a very long loan: the instalment is rounded to its interest.
            self.assertEqual(error.code, "below_interest")
            self.assertLess(found - principal * rate / 1200, CENT)
            return
        self.assertLessEqual(shortest, periods)
        self.assertLessEqual(payment(principal, rate, shortest), found)
        if shortest > 1:
            self.assertGreater(payment(principal, rate, shortest - 1), found)

    @quick
    @hypothesis.given(st.decimals(-(10**9), 10**9, places=2), st.decimals(0, 100, places=2))
    def test_vat_adds_up(self, amount, percent):
        for found in (vat.from_net(amount, percent), vat.from_gross(amount, percent)):
            self.assertEqual(found.net + found.tax, found.gross)
            exact = Fraction(found.net) * Fraction(percent) / 100
            self.assertLessEqual(abs(Fraction(found.tax) - exact), Fraction(1, 100))
        self.assertEqual(vat.from_net(amount, percent).net, amount)
        self.assertEqual(vat.from_gross(amount, percent).gross, amount)
        if vat.from_net(amount, percent).tax and percent >= 1:
            back = vat.from_tax(vat.from_net(amount, percent).tax, percent)
            self.assertLessEqual(abs(back.net - amount), Decimal("0.51"))

    # === VECTORS ===

    def test_vectors(self):
        rows = read_vectors(self, "schedule_vectors.csv")
        self.assertGreater(len(rows), 8)
        for row in rows:
            args = (row["principal"], row["nominal_rate_pct"], row["months"])
            with self.subTest(args=args):
                lines = schedule(*args)
                self.assertEqual(str(payment(*args)), row["instalment"])
                self.assertEqual(str(lines[-1].instalment), row["last_instalment"])
                self.assertEqual(str(sum(x.instalment for x in lines)), row["total_paid"])
                self.assertEqual(str(sum(x.interest for x in lines)), row["total_interest"])
