from datetime import date
from decimal import Decimal

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.annuity import effective_rate, payment, round_rate, schedule
from ..tools.formula_error import SENTENCES as FORMULA_SENTENCES
from ..tools.formula_error import FormulaError
from ..tools.input_error import SENTENCES, InputError
from ..tools.loan_flows import loan_flows
from ..wording_input import explain
from .common import FrontofficeCommon


@tagged("post_install", "-at_install")
class TestFinancePlan(FrontofficeCommon):
    """What is offered in instalments, and what it says about itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.plans = cls.env["pylot.finance.plan"]
        cls.plans.search([("is_published", "=", True)]).is_published = False
        cls.bank = cls.env["res.partner"].create(
            {"name": "Test Bank", "street": "Am Markt 1", "zip": "30159", "city": "Hannover"}
        )

    @classmethod
    def _create_plan(cls, **vals):
        return cls.plans.create(
            {
                "name": "Bank",
                "lender_id": cls.bank.id,
                "currency_id": cls.euro.id,
                "amount_from": 500,
                "amount_to": 20000,
                "terms": "12, 24, 84",
                "nominal_rate": 3.88,
                "is_published": True,
                **vals,
            }
        )

    def _get_offers(self, amount, **kwargs):
        return self.plans._get_offers(amount, currency=self.euro, **kwargs)

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

    # === EXAMPLE ===

    def test_example(self):
        plan = self._create_plan(
            example_amount=10000, example_term=84, legal_text="Credit check.\nNo obligation."
        )
        [example] = self.plans._get_examples(currency=self.euro)
        text = " ".join(example["sentences"])
        for words in (
            "two thirds",
            "10,000.00",
            "3.95 %",
            "3.88 %",
            "fixed",
            "84 monthly instalments",
            "136.14",
            "135.74",
            "11,435.36",
            "1,435.36",
            "no fees",
            "Test Bank",
            "Am Markt 1",
            "30159",
        ):
            self.assertIn(words, text)
        self.assertLess(text.index("3.95"), text.index("3.88"), "the effective rate comes first")
        self.assertEqual(example["legal"], ["Credit check.", "No obligation."])
        self.assertIn("costs money", example["warning"])
        self.assertEqual(plan.example_text, "\n".join(example["sentences"]))
        line = plan._describe_offer(example["offer"])
        self.assertIn("84 instalments of", line)

    def test_example_names_every_cost(self):
        plan = self._create_plan(
            fee_fixed=99, fee_when="upfront", balloon_percent=20, first_month=2, nominal_rate=3.875
        )
        for words in ("paid at once", "Final payment", "after 2 months", "3.875 %"):
            self.assertIn(words, plan.example_text)
        plan.fee_when = "financed"
        self.assertIn("added to the loan", plan.example_text)

    def test_example_follows_the_terms(self):
        plan = self._create_plan()
        self.assertEqual((plan.example_term, plan.example_amount), (24, 10200))
        plan.example_term = 12
        plan.terms = "12, 36"
        self.assertEqual(plan.example_term, 12)
        plan.write({"terms": "36, 48", "amount_to": 600})
        self.assertEqual((plan.example_term, plan.example_amount), (48, 600))
        for bad in ({"example_term": 13}, {"example_amount": 1}):
            with self.subTest(bad=bad), self.assertRaises(ValidationError):
                plan.write(bad)

    def test_rate_range(self):
        self.assertEqual(self._create_plan().rate_range, "3.95 %")
        plan = self._create_plan(fee_fixed=20)
        low, high = plan.rate_range.split(" – ")
        self.assertEqual(low, "3.98 %")
        self.assertEqual(high, f"{plan._compute_offer(500, 12)['effective_rate']} %")

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

    # === WORDS FOR WHAT IS WRONG ===

    def test_every_error_has_words(self):
        values = {
            "name": "rate",
            "value": "abc",
            "limit": 5,
            "instalment": 5,
            "balloon": 5,
            "principal": 5,
            "grace": 5,
            "periods": 5,
            "text": "area",
            "position": 7,
        }
        for kind, sentences in ((InputError, SENTENCES), (FormulaError, FORMULA_SENTENCES)):
            for code in sentences:
                with self.subTest(code=code):
                    text = explain(self.env, kind(code, **values))
                    self.assertTrue(text.endswith("."), text)
                    self.assertNotIn("%(", text)
        error = InputError("negative", name="rate", value=-5)
        self.assertIn("Nominal rate", explain(self.env, error))
        self.assertIn("Interest", explain(self.env, error, {"rate": "Interest"}))
