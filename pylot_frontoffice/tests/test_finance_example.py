from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .finance_plan_common import FinanceCommon


@tagged("post_install", "-at_install")
class TestFinanceExample(FinanceCommon):
    """What a financing plan says about itself."""

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
        line = plan._describe_offer(plan._compute_offer(1000, 12))
        self.assertIn("final payment of", line)
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
        plan.write({"amount_from": 500.1, "amount_to": 500.1})
        self.assertEqual(plan.example_amount, 500.1)
        for bad in ({"example_term": 13}, {"example_amount": 1}):
            with self.subTest(bad=bad), self.assertRaises(ValidationError):
                plan.write(bad)

    def test_rate_range(self):
        self.assertEqual(self._create_plan().rate_range, "3.95 %")
        plan = self._create_plan(fee_fixed=20)
        low, high = plan.rate_range.split(" – ")
        self.assertEqual(low, "3.98 %")
        self.assertEqual(high, f"{plan._compute_offer(500, 12)['effective_rate']} %")

    def test_form(self):
        """Rates and example follow while a manager types, also what is not possible yet."""
        form = Form(self.plans.with_user(self.manager_user))
        form.name = "Bank"
        self.assertIn("two thirds", form.example_text)
        form.terms = "6, x"
        self.assertIn("numbers of instalments", form.example_text)
        form.terms = "6, 10"
        form.nominal_rate = 12
        self.assertTrue(form.rate_range.startswith("12.68 %"), form.rate_range)
        self.assertEqual(form.example_term, 10)
        form.fee_fixed = 10
        self.assertIn("–", form.rate_range)
        self.assertEqual(form.save().example_term, 10)
