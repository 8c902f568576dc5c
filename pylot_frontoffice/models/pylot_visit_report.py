import base64
import hashlib
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

REPORT = "pylot_frontoffice.action_report_calendar_event_visit"
# What may still change after the signature.
UNSIGNED_FIELDS = {"message_main_attachment_id"}
_logger = logging.getLogger(__name__)


class PylotVisitReport(models.Model):
    """What was done, as it was filed when the visit ended. Once the customer has signed it, text,
    signature and hash stay as they are."""

    _name = "pylot.visit.report"
    _description = "Visit Report"
    _order = "id desc"
    _rec_name = "event_id"

    event_id = fields.Many2one(
        "calendar.event", string="Visit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="event_id.visit_company_id")
    resource_id = fields.Many2one("resource.resource", string="Technician", ondelete="restrict")
    text = fields.Text(
        string="Content",
        readonly=True,
        groups="pylot_frontoffice.group_agent",
        help="Everything the report says, prices included, as it was hashed.",
    )
    content_hash = fields.Char(
        string="Hash", readonly=True, help="SHA-256 of the content and the signature."
    )
    signed_by = fields.Char(readonly=True)
    signed_at = fields.Datetime(readonly=True)
    signature = fields.Binary(attachment=True, readonly=True)
    unsigned_reason = fields.Char(
        string="Why Not Signed", readonly=True, help="Said by the technician."
    )
    is_intact = fields.Boolean(
        string="Unchanged",
        compute="_compute_is_intact",
        help="Content and signature are those whose hash was kept.",
    )

    _event_unique = models.UniqueIndex("(event_id)", "This visit has a report already.")

    @api.depends("text", "content_hash", "signature", "signed_by")
    def _compute_is_intact(self):
        for report in self.sudo():
            drawn = hashlib.sha256(base64.b64decode(report.signature or b"")).hexdigest()
            report.is_intact = (
                bool(report.text)
                and report.content_hash == report._hash(report.text)
                and report.text.endswith(f"signature: {drawn}")
                and f"signed: {report.signed_by or ''}" in report.text
            )

    @api.model
    def _hash(self, text):
        """:return: hexadecimal SHA-256"""
        return hashlib.sha256(text.encode()).hexdigest()

    def write(self, vals):
        if vals.keys() - UNSIGNED_FIELDS:
            self._check_unsigned()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_unsigned()

    def _check_unsigned(self):
        for report in self.sudo():
            if report.signed_by:
                raise UserError(
                    self.env._(
                        "The customer has signed this report: it cannot be changed any more."
                    )
                )

    # === ON PAPER ===

    def _get_file_name(self):
        visit = self.event_id
        worded = visit.with_context(lang=visit._get_customer_lang())
        return worded.env._("Report %(visit)s", visit=worded._get_customer_subject())

    def _render_pdf(self):
        """:return: bytes, b"" without a PDF tool: the page by the link says the same"""
        reports = self.env["ir.actions.report"].sudo()
        if reports.get_wkhtmltopdf_state() not in ("ok", "upgrade"):
            return b""
        try:
            content, kind = reports._render_qweb_pdf(REPORT, self.event_id.ids)
        except (UserError, OSError) as error:
            _logger.warning("%s is sent without its file: %s", self, error)
            return b""
        return content if kind == "pdf" else b""
