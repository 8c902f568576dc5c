from datetime import date
from decimal import Decimal

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.annuity import effective_rate, payment, round_rate, schedule
from ..tools.loan_flows import loan_flows
from .finance_plan_common import FinanceCommon


@tagged("post_install", "-at_install")
class TestFinancePlan(FinanceCommon):
    """What is offered in instalments, and what it says about itself."""

    # === OFFERS ===

    def test_offer(self):
        offer = self._create_plan()._compute_offer(10000, 84)
        self.assertEqual(str(offer["instalment"]), "136.14")
        self.assertEqual(str(offer["last_instalment"]), "135.74")
        self.assertEqual(str(offer["total"]), "11435.36")
        self.assertEqual(str(offer["interest"]), "1435.36")
        self.assertEqual(str(offer["effective_rate"]), "3.95")
        self.assertEqual((offer["fee"], offer["balloon"], offer["months"]), (0, 0, 84))
        self.assertEqual(offer["rows"], schedule(10000, "3.88", 84))

    def test_fee_at_once(self):
        plan = self._create_plan(fee_fixed=50, fee_percent=1, fee_when="upfront")
        offer = plan._compute_offer(10000, 24)
        self.assertEqual(str(offer["fee"]), "150.00")
        self.assertEqual(offer["instalment"], payment(10000, "3.88", 24))
        self.assertEqual(offer["total"], sum(row.instalment for row in offer["rows"]) + 150)
        rate = effective_rate(loan_flows(schedule(10000, "3.88", 24), 10000, 150))
        self.assertEqual(offer["effective_rate"], round_rate(rate))
        self.assertGreater(offer["effective_rate"], Decimal("5.4"))

    def test_fee_in_the_loan(self):
        plan = self._create_plan(fee_percent=1.5)
        offer = plan._compute_offer(10000, 24)
        self.assertEqual(offer["instalment"], payment(10150, "3.88", 24))
        self.assertEqual(offer["costs"], offer["interest"] + 150)
        self.assertEqual(offer["total"] - 10000, offer["costs"])
        self.assertEqual(sum(row.repayment for row in offer["rows"]), 10150)

    def test_balloon_and_late_start(self):
        plan = self._create_plan(balloon_percent=30, first_month=3)
        offer = plan._compute_offer(Decimal("10000.01"), 24)
        self.assertEqual(str(offer["balloon"]), "3000.00")
        self.assertEqual((offer["months"], len(offer["rows"])), (26, 26))
        self.assertEqual([row.instalment for row in offer["rows"][:2]], [0, 0])
        self.assertEqual(
            offer["instalment"] * 23 + offer["last_instalment"] + offer["balloon"], offer["total"]
        )
        self.assertLess(abs(offer["instalment"] - offer["last_instalment"]), Decimal("0.25"))

    def test_one_instalment(self):
        offer = self._create_plan(terms="1", balloon_percent=10)._compute_offer(1200, 1)
        self.assertEqual(offer["instalment"], offer["last_instalment"])
        self.assertEqual(str(offer["instalment"] + offer["balloon"]), "1203.88")

    def test_other_coins(self):
        yen = self.env.ref("base.JPY")
        plan = self._create_plan(currency_id=yen.id, amount_from=10000, amount_to=10**6)
        offer = plan._compute_offer(100000, 12)
        self.assertEqual(offer["instalment"], 8510)
        self.assertTrue(all(row.interest == int(row.interest) for row in offer["rows"]))

    def test_stamp(self):
        plan = self._create_plan()
        stamp = plan._compute_offer(1000, 12)["stamp"]
        self.assertEqual(plan._compute_offer(Decimal("1000.00"), 12)["stamp"], stamp)
        plan.name = "Another name"
        self.assertEqual(plan._compute_offer(1000, 12)["stamp"], stamp)
        found = {stamp, plan._compute_offer(1000, 24)["stamp"]}
        found.add(plan._compute_offer(1001, 12)["stamp"])
        for field, value in (("nominal_rate", 3.89), ("first_month", 2), ("fee_fixed", 1)):
            plan[field] = value
            found.add(plan._compute_offer(1000, 12)["stamp"])
        self.assertEqual(len(found), 6)

    def test_refused(self):
        plan = self._create_plan()
        for amount, term, words in (
            (499.99, 12, "500"),
            (20000.01, 12, "20,000"),
            (1000, 13, "12, 24, 84"),
            (1000, 0, "12, 24, 84"),
            (1000, 10**9, "12, 24, 84"),
            ("NaN", 12, "amount"),
            (float("inf"), 12, "amount"),
            (None, 12, "amount"),
            (1e308, 12, "20,000"),
            (-5, 12, "500"),
        ):
            with self.subTest(amount=amount, term=term):
                with self.assertRaises(UserError) as caught:
                    plan._compute_offer(amount, term)
                self.assertIn(words, str(caught.exception))

    def test_fees_above_the_amount(self):
        plan = self._create_plan(fee_fixed=499, fee_percent=50, fee_when="upfront")
        with self.assertRaises(UserError):
            plan._compute_offer(500, 12)
        self.assertGreater(plan._compute_offer(20000, 12)["effective_rate"], 100)
        self.assertTrue(plan.rate_range, "what is possible is shown")
        self.assertEqual(self._get_offers(500), [])
        with self.assertRaises(ValidationError):
            plan.example_amount = 500

    # === WHO IS OFFERED WHAT ===

    def test_offers(self):
        both = self._create_plan(sequence=5)
        small = self._create_plan(amount_to=1000, place="page", terms="6", sequence=1)
        self._create_plan(is_published=False)
        self._create_plan(active=False)
        self._create_plan(company_id=self.other_company.id)
        self._create_plan(currency_id=self.env.ref("base.CHF").id)
        found = [(each["plan_id"], each["term"]) for each in self._get_offers(800)]
        ours = [(both.id, term) for term in (12, 24, 84)]
        self.assertEqual(found, [(small.id, 6), *ours])
        found = [(each["plan_id"], each["term"]) for each in self._get_offers(1000.01)]
        self.assertEqual(found, ours)
        found = [each["plan_id"] for each in self._get_offers(800, place="quotation")]
        self.assertEqual(found, [both.id] * 3)
        self.assertEqual(self._get_offers(10), [])
        bounds = self.plans._get_bounds(currency=self.euro)
        self.assertEqual(bounds["terms"], [6, 12, 24, 84])
        self.assertEqual((bounds["amount_from"], bounds["amount_to"]), (500, 20000))

    def test_days(self):
        self._create_plan(terms="12", valid_from="2026-02-01", valid_to="2026-02-28")
        for day, count in (
            (date(2026, 1, 31), 0),
            (date(2026, 2, 1), 1),
            (date(2026, 2, 28), 1),
            (date(2026, 3, 1), 0),
        ):
            with self.subTest(day=day):
                self.assertEqual(len(self._get_offers(800, date=day)), count)
        self.assertIsNone(self.plans._get_bounds(date=date(2026, 3, 1), currency=self.euro))

    def test_offered_is_found(self):
        plan, hidden = self._create_plan(), self._create_plan(is_published=False)
        for offer in self._get_offers(5000):
            found = self.plans._find_offer(
                offer["plan_id"], 5000, offer["term"], currency=self.euro
            )
            self.assertEqual(found, offer)
        for plan_id in (hidden.id, 10**9, 0, None):
            with self.subTest(plan_id=plan_id), self.assertRaises(UserError):
                self.plans._find_offer(plan_id, 5000, 12, currency=self.euro)
        with self.assertRaises(UserError):
            self.plans._find_offer(plan.id, 5000, 13, currency=self.euro)

    def test_queries_do_not_grow(self):
        for _number in range(3):
            self._create_plan()
        self.env.flush_all()
        self.env.invalidate_all()
        self._get_offers(800)
        self.env.invalidate_all()
        with self.assertQueryCount(6):
            self.assertEqual(len(self._get_offers(800)), 9)

    # === WHAT CANNOT BE ===

    @mute_logger("odoo.sql_db")
    def test_impossible(self):
        for bad in (
            {"amount_from": 0},
            {"amount_from": 30000},
            {"nominal_rate": -5},
            {"nominal_rate": 101},
            {"first_month": 0},
            {"fee_fixed": -1},
            {"fee_fixed": 500},
            {"fee_percent": 51},
            {"balloon_percent": 95},
            {"valid_from": "2026-02-01", "valid_to": "2026-01-31"},
        ):
            with self.subTest(bad=bad), self.assertRaises(IntegrityError):
                with self.cr.savepoint():
                    self._create_plan(**bad)
                    self.env.flush_all()

    def test_impossible_terms(self):
        for terms in (
            "x",
            "0",
            "12,",
            "12 24",
            "-3",
            "601",
            "1" * 99,
            ",".join(map(str, range(1, 14))),
        ):
            with self.subTest(terms=terms[:20]), self.assertRaises(ValidationError):
                self._create_plan(terms=terms)
        self.assertEqual(self._create_plan(terms=" 24;12 , 12 ")._get_terms(), [12, 24])

    def test_no_lender(self):
        plan = self._create_plan(lender_id=False, is_published=False)
        with self.assertRaises(ValidationError):
            plan.is_published = True
