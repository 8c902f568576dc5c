import doctest
from decimal import Decimal

from odoo.fields import Command
from odoo.tests import Form, tagged

from ..models.pylot_estimate_compute import EstimateError
from ..models.pylot_estimate_wording import SENTENCES
from ..tools import estimate_range, formula_error
from .common import FrontofficeCommon
from .estimate_common import EstimateRecords


@tagged("post_install", "-at_install")
class TestEstimate(EstimateRecords, FrontofficeCommon):
    """From answers to a range; formulas are checked where people write them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.estimate = cls._create_estimate()
        cls.values = {"area": Decimal(40), "walls": Decimal("1.5"), "ceiling": Decimal(1)}

    def test_doctests(self):
        result = doctest.testmod(estimate_range)
        self.assertEqual(result.failed, 0)
        self.assertGreaterEqual(result.attempted, 3)

    def test_all_errors_of_formulas_are_translated(self):
        told = {code: sentence(self.env) for code, sentence in SENTENCES.items()}
        self.assertEqual(told, formula_error.SENTENCES)

    def test_spread(self):
        # 320, give or take 32, to tens
        self.assertEqual(self.estimate._estimate(self.values), (280, 360))
        self.estimate.spread = 0
        found = self.estimate._estimate(self.values)
        self.assertEqual(found, (320, 320))
        self.assertRegex(self.estimate._say_range(found), r"^roughly \D*320\D* incl. VAT$")

    def test_two_formulas(self):
        self.estimate.write(
            {"range_kind": "formulas", "formula": "area * 3", "formula_high": "area * 4.01"}
        )
        self.assertEqual(self.estimate._estimate(self.values), (120, 170))

    def test_cents(self):
        self.estimate.write({"rounding": 0.05, "formula": "area / 3", "spread": 0})
        low, high = self.estimate._estimate(self.values)
        self.assertEqual((low, high), (Decimal("13.30"), Decimal("13.35")))
        self.assertIn("13.30–13.35", self.estimate._say_range((low, high)))

    def test_words_by_language_and_currency(self):
        self.env["res.lang"]._activate_lang("de_DE")
        company = self.env["res.company"].create(
            {"name": "Euro", "currency_id": self.env.ref("base.EUR").id}
        )
        self.env.ref("base.EUR").write({"position": "after", "symbol": "€"})
        estimate = self._create_estimate(company_id=company.id)
        words = estimate.with_context(lang="de_DE")._say_range((Decimal(1180), Decimal(1240)))
        self.assertIn("1.180–1.240 €", words)

    def test_version_changes_with_the_result_only(self):
        first = self.estimate.version
        self.estimate.name = "Something else"
        self.estimate.input_ids[0].name = "Area?"
        self.assertEqual(self.estimate.version, first)
        versions = {first}
        for write in (
            lambda: self.estimate.write({"formula": "area * 6 + walls + ceiling"}),
            lambda: self.estimate.write({"spread": 20}),
            lambda: self.estimate.input_ids[0].write({"maximum": 90}),
            lambda: self.estimate.input_ids.choice_ids[0].write({"value": 2}),
        ):
            write()
            versions.add(self.estimate.version)
        self.assertEqual(len(versions), 5)

    # === CHECKED WHEN IT IS SAVED ===

    def test_wrong_formulas(self):
        for formula, text in (
            ("area * (2", "Formula: a closing bracket is missing"),
            ("aera * 2", "there is no input “aera”"),
            ("100 / (area - 1)", "division by 0 at 5.*area = 1,"),
            ("100 / (area - 20)", "division by 0 at 5.*area = 20"),
            ("area - 30", "less than nothing.*area = 20"),
            ("9**9**9", "powers cannot be computed"),
            ("area * " * 400 + "area", "longer than|more than"),
            ("(" * 99 + "1" + ")" * 99, "brackets in each other"),
            ("__import__('os')", "not understood|no function"),
            ("1e999", "missing before|no input|not understood"),
            ("area * 999999999999 * 999999999999", "more than 15 digits"),
            (" ", "the formula is empty"),
        ):
            with self.subTest(formula[:30]), self.assertRefused(f"“Painting”.*({text})"):
                self.estimate.formula = formula

    def test_low_above_high(self):
        with self.assertRefused("low end would be above the high one"):
            self.estimate.write({"range_kind": "formulas", "formula_high": "area"})

    def test_inputs_that_formulas_need(self):
        area, walls, _ceiling = self.estimate.input_ids
        with self.assertRefused("there is no input “area”"):
            area.unlink()
        with self.assertRefused("there is no input “area”"):
            area.code = "size"
        with self.assertRefused("there is no input “walls”"):
            self.estimate.input_ids = [Command.delete(walls.id)]

    def test_inputs_and_formula_at_once(self):
        """One save, whatever order its lines have."""
        area, walls, ceiling = self.estimate.input_ids
        self.estimate.write(
            {
                "input_ids": [
                    Command.delete(walls.id),
                    Command.delete(ceiling.id),
                    Command.update(area.id, {"code": "size"}),
                    Command.create({"name": "Rooms", "code": "rooms", "start_value": 1}),
                ],
                "formula": "size * rooms",
            }
        )
        self.assertEqual(self.estimate.input_ids.mapped("code"), ["size", "rooms"])

    def test_wrong_inputs(self):
        area, walls, _ceiling = self.estimate.input_ids
        for record, vals, text in (
            (area, {"code": "if"}, "cannot be a name in formulas"),
            (area, {"code": "2nd floor"}, "cannot be a name in formulas"),
            (area, {"start_value": 5000}, "must start with a number from 1 to 2000"),
            (walls, {"choice_ids": [Command.clear()]}, "needs at least two choices"),
        ):
            with self.subTest(vals), self.assertRefused(text):
                record.write(vals)
        inputs = [
            Command.create({"name": str(number), "code": f"a{number}", "start_value": 1})
            for number in range(30)
        ]
        with self.assertRefused("Nobody answers more than 20"):
            self.estimate.input_ids = inputs

    def test_published_needs_a_way_on(self):
        with self.assertRefused("choose an appointment type that everybody may book"):
            self.estimate.ends_in = "booking"
        internal = self._create_type()
        with self.assertRefused("choose an appointment type that everybody may book"):
            self.estimate.write({"ends_in": "booking", "appointment_type_id": internal.id})
        with self.assertRefused("asks for nothing"):
            self._create_estimate(input_ids=[], formula="1")

    def test_a_copy_waits_to_be_published(self):
        copy = self.estimate.copy()
        self.assertEqual((copy.name, copy.is_published), ("Painting (copy)", False))
        self.assertEqual(len(copy.input_ids.choice_ids), 2)

    # === IN THE OFFICE ===

    def test_try_out_while_typing(self):
        estimates = self.env["pylot.estimate"].with_user(self.manager_user)
        with Form(estimates.browse(self.estimate.id)) as form:
            self.assertIn("100–140", form.try_out)  # 20 m², smooth, with the ceiling
            form.formula = "area * "
            self.assertIn("Formula: a number, an input or a bracket is missing", form.try_out)
            form.formula = "area * 100"
            self.assertIn("1,800–2,200", form.try_out)

    def test_nothing_sensible(self):
        """Between the limits a formula may fail all the same; that is no error of a customer."""
        self.estimate.formula = "abs(area - 33) + 100 / (area - 33) + 90"
        for area in (33, 32):
            with self.assertRaises(EstimateError):
                self.estimate._estimate({**self.values, "area": Decimal(area)})
