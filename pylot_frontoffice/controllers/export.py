"""Exports: what strangers have typed stays text. Core writes cells that begin like a formula as
formulas (XLSX), and recognises fewer beginnings than spreadsheets do (CSV)."""

import json

from odoo.http import request

from odoo.addons.web.controllers.export import CSVExport, ExcelExport

from ..tools.neutral_cells import FORMULAS, neutralise

NEUTRAL = "pylot_neutral_cells"
OURS = "pylot."


class NeutralCells:
    """Mixed into core's exports; concerns models of ours alone."""

    dangerous = ()

    def base(self, data):
        if str(json.loads(data).get("model")).startswith(OURS):
            request.update_context(**{NEUTRAL: True})
        return super().base(data)

    def from_data(self, fields, columns_headers, rows):
        return super().from_data(fields, columns_headers, self._neutralise_rows(rows))

    def from_group_data(self, fields, columns_headers, groups):
        if request.env.context.get(NEUTRAL):
            self._neutralise_groups(groups)
        return super().from_group_data(fields, columns_headers, groups)

    def _neutralise_rows(self, rows):
        if not request.env.context.get(NEUTRAL):
            return rows
        return [[neutralise(cell, self.dangerous) for cell in row] for row in rows]

    def _neutralise_groups(self, group):
        """The name of a group is written as well, and may be what a customer typed."""
        children = {}
        for name, child in group.children.items():
            self._neutralise_groups(child)
            children[self._neutralise_name(name)] = child
        group.children.clear()
        group.children.update(children)
        group.data = self._neutralise_rows(group.data)

    def _neutralise_name(self, name):
        if isinstance(name, tuple):
            return tuple(neutralise(part, self.dangerous) for part in name)
        return neutralise(name, self.dangerous)


class NeutralCsvExport(NeutralCells, CSVExport):
    dangerous = FORMULAS


class NeutralExcelExport(NeutralCells, ExcelExport):
    dangerous = ("=", "{=", "internal:", "external:")
