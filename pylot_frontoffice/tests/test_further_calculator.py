"""Another add-on brings a calculator of its own: tests/addons/pylot_test_calculator, an example to
copy."""

from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

from odoo import addons
from odoo.tests import tagged
from odoo.tools import config

from ..tools.calculation import FieldError
from .scratch_case import ScratchCase

FOLDER = Path(__file__).parent / "addons"
ADDON = "pylot_test_calculator"


@tagged("post_install", "-at_install")
class TestFurtherCalculator(ScratchCase):
    @classmethod
    def setUpClass(cls):
        cls.classPatch(addons, "__path__", [*addons.__path__, str(FOLDER)])
        paths = {"addons_path": [*config["addons_path"], str(FOLDER)]}
        cls.startClassPatcher(patch.dict(config.options, paths))
        super().setUpClass()

    def test_it_costs_less_than_a_hundred_lines(self):
        files = [path for path in (FOLDER / ADDON).rglob("*") if path.suffix in (".py", ".xml")]
        lines = [line for path in files for line in path.read_text().splitlines()]
        self.assertGreater(len(files), 3)
        self.assertLess(len(lines), 100)

    def test_it_is_one_of_them(self):
        """Listed, and with the fields and the answer that every page shows."""
        with self._transaction() as env:
            self.assertFalse(env["pylot.calculator"]._find_calculator("payback"))
        self._switch("install", ADDON)
        with self._transaction() as env:
            calculators = env["pylot.calculator"]._get_calculators()
            self.assertEqual(calculators[-1]._calculator_slug, "payback")
            calculator = env["pylot.calculator"]._find_calculator("payback")
            values = {field.name: field.default for field in calculator._get_fields({})}
            outcome = calculator._calculate(values)
            self.assertIn("13.3", outcome.value)
            with self.assertRaises(FieldError):
                calculator._calculate({"cost": Decimal(10000), "saving": Decimal(1)})
            html = env["ir.qweb"]._render(
                "pylot_frontoffice.calculator_outcome", {"outcome": outcome, "chart": ""}
            )
            self.assertIn("13.3 years", html)
        self._switch("uninstall", ADDON)
        with self._transaction() as env:
            self.assertFalse(env["pylot.calculator"]._find_calculator("payback"))
