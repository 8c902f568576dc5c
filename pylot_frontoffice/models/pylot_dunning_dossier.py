import csv
import io
import zipfile
from decimal import Decimal

from odoo import models

from ..tools.neutral_cells import neutralise

REPORT = "pylot_frontoffice.action_report_pylot_dunning_dossier"


class PylotDunning(models.Model):
    """What goes to whoever takes the matter over: a summary to be read, tables to be imported, and
    the invoices."""

    _inherit = "pylot.dunning"

    def _make_dossier(self, page):
        """:param page: :class:`Page`, of this moment
        :return: bytes of a ZIP"""
        self.ensure_one()
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, rows in self._get_dossier_tables(page).items():
                archive.writestr(f"{name}.csv", write_csv(rows))
            archive.writestr(*self._make_summary())
            for move in page.moves:
                file = move.invoice_pdf_report_id
                if file.raw:
                    archive.writestr(f"invoices/{move.name.replace('/', '-')}.pdf", file.raw)
        return target.getvalue()

    def _get_dossier_paper(self):
        """:return: this message, elevated, after a look at whether the user may see its dossier"""
        self._check_accounting()
        return self.sudo()

    def _make_summary(self):
        """:return: (name, bytes): PDF, or a page for the browser without a PDF tool"""
        pdf = self._render_letter_pdf(REPORT)
        if pdf:
            return "summary.pdf", pdf
        reports = self.env["ir.actions.report"].sudo()
        return "summary.html", reports._render_qweb_html(REPORT, self.ids)[0]

    def _get_dossier_tables(self, page):
        """:return: dict of name of a file to list of dicts, one a row"""
        charges = self._get_dossier_charges(page)
        return {
            "contact": self._list_contact(),
            "claims": self._list_claims(page, charges),
            "interest": self._list_interest(charges),
            "payments": self._list_payments(page),
            "reminders": self._list_reminders(page),
            "promises": self._list_promises(page),
            "complaints": self._list_complaints(page),
        }

    def _get_dossier_charges(self, page):
        """:return: dict of receivable line -> :class:`Charge` counted until today, as on the level
        that charges most; {} if the company charges nothing"""
        levels = self.level_id.policy_id.level_ids.filtered("charges_interest")
        if not levels:
            return {}
        lines = self._get_claims().move_line_id.filtered(lambda line: line.move_id in page.moves)
        cases = self._read_cases(lines)
        if not cases:
            return {}
        history = self._read_charges(cases)
        return self._compute_charges(cases[0], levels[-1], self.is_consumer, history)

    def _to_decimal(self, amount):
        """:return: Decimal with the digits of the currency: a number, however a table is read"""
        return Decimal(f"{amount:.{self.currency_id.decimal_places}f}")


def write_csv(rows):
    """:param rows: list of dicts with the same keys
    :return: bytes of a table that spreadsheets open as UTF-8; what was typed stays text"""
    target = io.StringIO()
    if rows:
        writer = csv.DictWriter(target, rows[0])
        writer.writeheader()
        for row in rows:
            writer.writerow({name: _to_cell(value) for name, value in row.items()})
    return target.getvalue().encode("utf-8-sig")


def _to_cell(value):
    if value is False or value is None:
        return ""
    return neutralise(value)
