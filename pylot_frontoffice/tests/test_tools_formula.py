"""Formulas of estimates and typed numbers: pure functions (tools/formula.py and its parts)."""

import doctest
import pickle
import time
from decimal import Decimal
from fractions import Fraction

import hypothesis
import hypothesis.strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import formula as module
from ..tools import formula_error, formula_tokens, typed_amount, typed_number
from ..tools.formula import Formula, FormulaError
from ..tools.input_error import InputError
from ..tools.typed_number import read_typed

quick = hypothesis.settings(max_examples=100, deadline=None, database=None)
numbers = st.decimals(0, 999, places=2)
trees = st.recursive(
    st.one_of(numbers, st.sampled_from(["a", "b"])),
    lambda part: st.tuples(st.sampled_from("+-*/"), part, part),
    max_leaves=12,
)


def write(tree):
    """:return: a formula that means ``tree``"""
    if isinstance(tree, tuple):
        return f"({write(tree[1])} {tree[0]} {write(tree[2])})"
    return str(tree)


def count(tree, known):
    """:return: the Fraction that ``tree`` is"""
    if not isinstance(tree, tuple):
        return Fraction(known.get(tree, tree))
    left, right = count(tree[1], known), count(tree[2], known)
    operations = {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: left / right,
    }
    return operations[tree[0]]()


@tagged("post_install", "-at_install")
class TestToolsFormula(BaseCase):
    def test_examples(self):
        for each in (module, formula_error, formula_tokens, typed_amount, typed_number):
            outcome = doctest.testmod(each)
            self.assertTrue(outcome.attempted, each)
            self.assertFalse(outcome.failed, each)

    def test_results(self):
        known = {"area": Decimal(120), "Höhe": "2.5", "n": 3}
        for text, expected in (
            ("1 + 2 * 3", 7),
            ("(1 + 2) * 3", 9),
            ("10 - 4 - 3", 3),
            ("100 / 10 / 2", 5),
            ("-area + 1", -119),
            ("2 * -3", -6),
            ("- -5", 5),
            ("0.1 + 0.2", "0.3"),
            (".5 * 4", 2),
            ("area × HÖHE ÷ 2", 150),
            ("min(3, 1, 2) + max(3; 1; 2)", 4),
            ("abs(2 - 5)", 3),
            ("round(2.5) + round(-2.5)", 0),
            ("round(1.005, 2)", "1.01"),
            ("round(1249.99, -1)", 1250),
            ("floor(-1.5)", -2),
            ("ceil(1.01)", 2),
            ("if(area > 100, 1, 2)", 1),
            ("if(area <= 100 or n = 3, 1, 2)", 1),
            ("if(not area > 100 and n = 3, 1, 2)", 2),
            ("if(not (area > 100 and n = 4), 1, 2)", 1),
            ("if(n <> 3, 1 / 0, 5)", 5),
            ("if(n != 3 and 1 / (n - 3) > 1, 1, 2)", 2),
            ("if(n == 3 or 1 / (n - 3) > 1, 1, 2)", 1),
            ("table(area, 50, 10, 120, 20, 30)", 20),
            ("table(area + 1, 50, 10, 120, 20, 30)", 30),
            ("1 > 2 or 3 > 2", None),
        ):
            with self.subTest(text=text):
                if expected is None:
                    with self.assertRaises(FormulaError):
                        Formula(text, known)
                    continue
                self.assertEqual(Formula(text, known).compute(known), Decimal(expected))

    def test_refused(self):
        for text, code, position in (
            ("", "empty", None),
            ("   ", "empty", None),
            ("a" * 2001, "too_long", None),
            ("1+" * 300 + "1", "too_many_parts", None),
            ("9**9**9", "power", 2),
            ("2 ^ 3", "power", 3),
            ("1e9", "unknown_sign", 1),
            ("1" * 13, "number_too_long", 1),
            ("0." + "1" * 9, "number_too_long", 1),
            ("(" * 40 + "1" + ")" * 40, "too_deep", 32),
            ("-" * 40 + "1", "too_deep", 32),
            ("not " * 40 + "1 > 2", "too_deep", None),
            ("a.b", "unknown_sign", 2),
            ("a['b']", "unknown_sign", 2),
            ("a $ b", "unknown_sign", 3),
            ("lambda: 1", "unknown_sign", 7),
            ("__import__(1)", "unknown_function", 1),
            ("1.2.3", "expected_sign", 4),
            ("1,5", "decimal_comma", 2),
            ("(1,5)", "decimal_comma", 3),
            ("2 a", "expected_sign", 3),
            ("2a", "expected_sign", 2),
            ("1 +", "expected_value", 4),
            ("* 2", "expected_value", 1),
            ("a and 1 > 2", "expected_condition", 1),
            ("(a", "expected_bracket", 3),
            ("a)", "extra_bracket", 2),
            ("min + 1", "expected_call", 1),
            ("min()", "expected_value", 5),
            ("if(a > 1, 2)", "too_few_values", 1),
            ("if(a > 1, 2, 3, 4)", "too_many_values", 1),
            ("round(1, 2, 3)", "too_many_values", 1),
            ("table(a, 1, 2, 3, 4)", "table_pairs", 1),
            ("a > 1", "expected_number", 3),
            ("if(a, 1, 2)", "expected_condition", 4),
            ("if(1 < a < 3, 1, 2)", "chained", 10),
            ("(a > 1) + 1", "expected_number", 4),
        ):
            with self.subTest(text=text[:30]), self.assertRaises(FormulaError) as caught:
                Formula(text, ["a"])
            self.assertEqual(caught.exception.code, code, caught.exception)
            if position:
                self.assertEqual(caught.exception.values["position"], position)

    def test_values_refused(self):
        for text, value, code in (
            ("1 / a", 0, "zero_division"),
            ("1 / (a - a)", 5, "zero_division"),
            ("a * a", 10**8, "result_too_large"),
            ("a", None, "missing_value"),
            ("a", "NaN", "bad_value"),
            ("a", float("inf"), "bad_value"),
            ("a", "1e308", "bad_value"),
            ("a", "1e-308", "bad_value"),
            ("a", "x", "bad_value"),
            ("round(1, a)", "1.5", "bad_digits"),
            ("round(1, a)", 10, "bad_digits"),
        ):
            with self.subTest(text=text, value=value), self.assertRaises(FormulaError) as caught:
                Formula(text, ["a"]).compute({"a": value})
            self.assertEqual(caught.exception.code, code)

    def test_names(self):
        formula = Formula("if(Area > 1, b, 2)", ["c", "b", "area"])
        self.assertEqual(formula.inputs, ["b", "area"])
        with self.assertRaises(FormulaError) as caught:
            formula.compute({"area": 2})
        self.assertEqual(caught.exception.values, {"text": "b"})

    def test_errors_travel(self):
        """Between processes and through logs, an error keeps what it says."""
        error = pickle.loads(pickle.dumps(FormulaError("zero_division", position=3)))
        self.assertEqual((error.code, error.values), ("zero_division", {"position": 3}))

    def test_bombs_are_quick(self):
        started = time.process_time()
        wide = "*".join(["99999999"] * 240)
        deep = "if(1<2," * 29 + "1" + ",2)" * 29
        for text in (wide, deep, "1" * 10**6, "(" * 10**6, " " * 10**6, "1 " * 10**6):
            try:
                Formula(text).compute({})
            except FormulaError:
                continue
        long = Formula("+".join(["0.0001"] * 250))
        self.assertEqual(long.compute({}), Decimal("0.025"))
        self.assertLess(time.process_time() - started, 1)

    @quick
    @hypothesis.given(trees, numbers, numbers)
    def test_right_as_fractions(self, tree, a, b):
        known = {"a": a, "b": b}
        formula = Formula(write(tree), known)
        try:
            expected = count(tree, known)
        except ZeroDivisionError:
            expected = None
        try:
            found = formula.compute(known)
        except FormulaError as error:
            self.assertIn(error.code, ("zero_division", "result_too_large"))
            return
        if expected is not None:
            self.assertAlmostEqual(
                float(found), float(expected), delta=1e-6 + abs(float(found)) / 10**6
            )

    @quick
    @hypothesis.given(st.text(alphabet="ab01.,;()+-*/<>=! ifminroundtablenotandor", max_size=60))
    def test_anything_has_an_answer(self, text):
        try:
            self.assertIsInstance(Formula(text, ["a", "b"]).compute({"a": 1, "b": 2}), Decimal)
        except FormulaError as error:
            self.assertTrue(str(error))

    # === TYPED NUMBERS ===

    def test_typed(self):
        for text, point, expected in (
            ("1.234,56", ",", "1234.56"),
            ("1,234.56", ".", "1234.56"),
            ("1.234,56", ".", "1234.56"),
            ("1.234", ",", "1234"),
            ("1 234,50 €", ",", "1234.50"),
            ("  3,9% ", ",", "3.9"),
            ("0", ",", "0"),
        ):
            with self.subTest(text=text):
                self.assertEqual(read_typed("amount", text, point), Decimal(expected))
        self.assertEqual(read_typed("rate", "−0,5", ",", minimum=Decimal(-5)), Decimal("-0.5"))

    def test_typed_refused(self):
        for text, code, options in (
            (None, "missing", {}),
            ("  ", "missing", {}),
            ("1e308", "not_a_number", {}),
            ("inf", "not_a_number", {}),
            ("1,2,3", "not_a_number", {}),
            ("9" * 10**5, "not_a_number", {}),
            ("-0,01", "negative", {}),
            ("--5", "not_a_number", {}),
            ("1.234", "too_many_decimals", {"decimal_point": "."}),
            ("2,5", "not_whole", {"decimals": 0}),
            ("4", "too_small", {"minimum": 5}),
            ("6", "too_large", {"maximum": 5}),
            ("-6", "too_small", {"minimum": -5}),
        ):
            options = {"decimal_point": ",", **options}
            with self.subTest(text=text), self.assertRaises(InputError) as caught:
                read_typed("rate", text, **options)
            self.assertEqual(caught.exception.code, code)
            self.assertLess(len(str(caught.exception)), 120)
