from psycopg2.errors import ExclusionViolation

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..const import DONE_STATES


class PylotComplaintNotice(models.Model):
    """What is still true to say about a complaint, and how it is said."""

    _inherit = "pylot.complaint.notice"

    def _send(self):
        # the constraint is an answer here, and no error in the log
        with mute_logger("odoo.sql_db"):
            return super()._send()

    def _note_failure(self, error):
        if not isinstance(error, ExclusionViolation):
            return super()._note_failure(error)
        return self._skip(self.env._("This sender has been answered within the hour."))

    def _get_obstacle(self):
        """Hook.

        :return: why this must not be sent any more, "" when it must"""
        complaint = self.complaint_id
        if not self._is_of_today():
            return self.env._("The complaint has been opened again since.")
        if self.kind == "received":
            if not complaint.team_id.is_acknowledging:
                return self.env._("The team does not acknowledge by itself.")
            if complaint.is_automatic:
                return self.env._("A machine has written it.")
            if complaint.state in DONE_STATES:
                return self.env._("The complaint is over.")
        return ""

    def _deliver(self):
        """Hand the message over to the queue.

        :return: values of the notice
        """
        if not self.complaint_id._get_notice_email():
            return {
                "state": "skipped",
                "reason": self.env._(
                    "There is no e-mail address. Please call, or add one and retry."
                ),
            }
        answered = self._get_answered_message()
        mail = self._send_mail(answered)
        return {
            "state": "sent",
            "sent_at": fields.Datetime.now(),
            "mail_id": mail.id,
            "message_id": mail.mail_message_id.id,
            "answered_email": bool(answered) and self.complaint_id._get_notice_email(),
            "reason": False,
        }

    def _get_answered_message(self):
        """:return: the e-mail of the customer that this one answers, if it does"""
        messages = self.env["mail.message"]
        if self.kind != "received" or self.complaint_id.channel != "email":
            return messages
        domain = [
            ("model", "=", self.complaint_id._name),
            ("res_id", "=", self.complaint_id.id),
            ("message_type", "=", "email"),
        ]
        return messages.search(domain, order="id", limit=1)

    def _send_mail(self, answered):
        """:return: the e-mail, in the queue; its message is in the log of the complaint, so that
        an answer to it is found"""
        template = self._get_template()
        vals = self._prepare_mail_vals(answered)
        mail = template.send_mail_batch(self.complaint_id.ids, email_values=vals)
        # whoever may read the log must not have the customer's secret link, which is in the mail
        mail.body = (mail.body or "").replace(self.complaint_id._portal_ensure_token(), "…")
        mail._wake_queue()
        return mail

    def _get_template(self):
        template = self.env.ref(
            f"pylot_frontoffice.mail_template_complaint_{self.kind}", raise_if_not_found=False
        )
        if not template:
            raise UserError(
                self.env._(
                    "The template for this kind of message was deleted. Update the add-on to get "
                    "it back, then retry."
                )
            )
        return template.sudo()

    def _prepare_mail_vals(self, answered):
        """What says to other machines that no answer is expected (RFC 3834 section 3), and to the
        customer's mail program which e-mail is answered.

        :return: values of the e-mail beside those of the template"""
        headers = {
            "Auto-Submitted": "auto-replied" if answered else "auto-generated",
            "X-Auto-Response-Suppress": "All",
        }
        vals = {
            **self._prepare_once_vals(),
            "auto_delete": True,
            **self.complaint_id._prepare_notice_mail_vals(),
        }
        if answered.message_id:
            headers["In-Reply-To"] = answered.message_id
            vals["references"] = answered.message_id
        return {**vals, "headers": repr(headers)}
