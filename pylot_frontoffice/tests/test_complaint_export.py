"""What customers have typed stays text in exports."""

import csv
import io
import json
import zipfile

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .records import FrontofficeRecords

TYPED = ('=HYPERLINK("https://evil.example";"x")', "@SUM(1+1)", "+1", "-1", "{=1+1}", "  =1+1")


@tagged("post_install", "-at_install")
class TestComplaintExport(FrontofficeRecords, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._fill()
        cls.complaints = cls.env["pylot.complaint"].create(
            [{"name": text, "partner_name": text} for text in TYPED]
        )
        cls.agent_user.group_ids += cls.env.ref("base.group_allow_export")

    def _export(self, kind, model="pylot.complaint", ids=None, **values):
        self.authenticate("pylot_agent", "pylot_agent")
        data = {
            "model": model,
            "fields": [{"name": "name", "label": "Subject", "type": "char"}],
            "ids": (ids or self.complaints).ids,
            "domain": [],
            "import_compat": False,
            "context": {},
            "groupby": [],
            **values,
        }
        body = {"data": json.dumps(data), "csrf_token": Request.csrf_token(self)}
        response = self.url_open(f"/web/export/{kind}", data=body)
        self.assertEqual(response.status_code, 200, response.text[:500])
        return response.content

    def _read_xlsx(self, content):
        """:return: (all formulas, all texts) of the sheet"""
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
            texts = book.read("xl/sharedStrings.xml").decode()
        return sheet.count("<f"), texts

    def test_csv(self):
        rows = csv.reader(io.StringIO(self._export("csv").decode()))
        cells = [row[0] for row in rows][1:]
        self.assertEqual(cells, [f"'{text}" for text in TYPED])

    def test_xlsx(self):
        formulas, texts = self._read_xlsx(self._export("xlsx"))
        self.assertEqual(formulas, 0)
        self.assertIn("&#x27;=HYPERLINK" if "&#x27;" in texts else "'=HYPERLINK", texts)

    def test_xlsx_by_groups(self):
        content = self._export(
            "xlsx", groupby=["partner_name"], domain=[("id", "in", self.complaints.ids)]
        )
        formulas, texts = self._read_xlsx(content)
        self.assertEqual(formulas, 0)
        self.assertIn("'=HYPERLINK", texts)

    def test_models_of_others_are_exported_as_before(self):
        partner = self.env["res.partner"].create({"name": "@home"})
        rows = list(csv.reader(io.StringIO(self._export("csv", "res.partner", partner).decode())))
        self.assertEqual(rows[1], ["@home"])
