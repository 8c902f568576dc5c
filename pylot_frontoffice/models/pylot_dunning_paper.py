import logging

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

REPORT = "pylot_frontoffice.action_report_pylot_dunning_letter"
# What a frame of an e-mail leaves out when its words are printed.
ON_PAPER = "pylot_on_paper"
_logger = logging.getLogger(__name__)


class PylotDunning(models.Model):
    """The message as a letter: attached to the e-mail, or printed for those who have none."""

    _inherit = "pylot.dunning"

    letter_state = fields.Selection(
        [("to_print", "To Print"), ("printed", "Printed")],
        string="Letter",
        readonly=True,
        index="btree_not_null",
        help="Empty: the message went by e-mail.",
    )

    def _send_email(self):
        """Who has no address gets a letter, if the level says so."""
        paper = self.filtered(
            lambda each: (
                each.level_id.letter_without_email and not each.recipient_id.email_normalized
            )
        )
        paper._send_letter()
        mailed = self - paper
        result = super(PylotDunning, mailed)._send_email() if mailed else None
        if mailed:
            # as a record, which need not be looked up for each
            report = self.env.ref(REPORT).sudo()
            for dunning in mailed.filtered("level_id.attaches_letter"):
                dunning._attach_letter(dunning.mail_id, report)
        return result

    def _send_letter(self):
        """They are taken from the list of letters to be printed."""
        for dunning in self:
            if dunning.company_id.pylot_dunning_booking == "claim":
                dunning._book_charges()
        self.letter_state = "to_print"

    def _attach_letter(self, mail, report):
        pdf = self._render_letter_pdf(report)
        if pdf:
            letter = {
                "name": f"{self.name}.pdf",
                "raw": pdf,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
            mail.attachment_ids = [Command.create(letter)]

    def _render_letter_pdf(self, report=REPORT):
        """:return: bytes, b"" without a PDF tool: the page by the link says the same"""
        reports = self.env["ir.actions.report"].sudo()
        if reports.get_wkhtmltopdf_state() not in ("ok", "upgrade"):
            return b""
        try:
            content, kind = reports._render_qweb_pdf(report, self.ids)
        except (UserError, OSError) as error:
            _logger.warning("%s is sent without its letter: %s", self.name, error)
            return b""
        return content if kind == "pdf" else b""

    def action_print(self):
        """:return: action that shows the letters; they count as printed from now on"""
        self.check_access("read")
        self.sudo().filtered(lambda each: each.letter_state == "to_print").letter_state = "printed"
        return self.env.ref(REPORT).report_action(self, config=False)

    # === THE REPORT ===

    def _get_paper(self):
        """:return: these, elevated and in the language of the reader, after a look at whether the
        user may see them"""
        self.check_access("read")
        return self.sudo().with_context(lang=self.sudo()._get_lang())

    def _get_paper_text(self):
        """:return: Markup, the words of the e-mail of this level; there is one place to edit"""
        template = self.level_id.mail_template_id
        if not template:
            return Markup("<p>%s</p>") % self.env._(
                "What is listed below has not been paid yet. Please transfer the amount."
            )
        template = template.with_context(**{ON_PAPER: True})
        return template._render_field("body_html", self.ids, compute_lang=True)[self.id]
