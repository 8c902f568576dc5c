"""Add-ons of the folder ``addons``, installed as those of somebody else are."""

from pathlib import Path
from unittest.mock import patch

from odoo import addons
from odoo.tools import config

from .scratch_case import ScratchCase

FOLDER = Path(__file__).parent / "addons"
# What somebody writes who extends us.
KINDS = (".py", ".xml", ".csv")


class FurtherCase(ScratchCase):
    # name of the add-on
    addon = ""

    @classmethod
    def setUpClass(cls):
        cls.classPatch(addons, "__path__", [*addons.__path__, str(FOLDER)])
        paths = {"addons_path": [*config["addons_path"], str(FOLDER)]}
        cls.startClassPatcher(patch.dict(config.options, paths))
        super().setUpClass()

    def _count_lines(self):
        """:return: lines of all that is written by hand"""
        files = [path for path in (FOLDER / self.addon).rglob("*") if path.suffix in KINDS]
        self.assertGreater(len(files), 5)
        return sum(len(path.read_text().splitlines()) for path in files)
