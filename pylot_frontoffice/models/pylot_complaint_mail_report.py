from markupsafe import Markup

from odoo import models
from odoo.tools import html2plaintext

from ..tools.mail_headers import is_only_late
from ..tools.mail_kind import classify


class PylotComplaint(models.Model):
    """What servers say about our e-mails: not delivered, delivered late, read."""

    _inherit = "pylot.complaint"

    def _receive_report(self, message, message_dict, about):
        """Note it; when our e-mail has not arrived, somebody must find another way.

        :param about: our message, if it is known
        """
        self = self._get_survivor()
        text = " ".join(html2plaintext(message_dict.get("body") or "").split())
        is_lost = classify(message).kind == "bounce" and not is_only_late(message)
        self._post_report(message_dict, text)
        if not is_lost:
            return
        notices = self.env["pylot.complaint.notice"].sudo()
        if about:
            reason = self.env._("The e-mail came back: %(text)s", text=text[:500])
            notices.search([("message_id", "=", about.id), ("state", "=", "sent")]).write(
                {"state": "failed", "reason": reason}
            )
        self._remind_of(
            self.env._("An e-mail to the customer came back"),
            self.env._("Put the address right or call: %(text)s", text=text[:500]),
        )

    def _post_report(self, message_dict, text):
        return self.with_context(mail_post_autofollow_author_skip=True).message_post(
            body=Markup("<p>%s</p>") % text[:5000],
            message_type="email",
            subtype_xmlid="mail.mt_note",
            # so that the same report is not taken in twice
            message_id=message_dict.get("message_id"),
            subject=message_dict.get("subject"),
            email_from=message_dict.get("email_from") or "",
            author_id=False,
        )

    def _remind_of(self, summary, note):
        """Put these into the list of what is to do, once until it is done."""
        for complaint in self.sudo():
            if summary in complaint.activity_ids.mapped("summary"):
                continue
            responsible = complaint.user_id or complaint.team_id.user_id
            complaint.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                note=note,
                user_id=(responsible or complaint.team_id.member_ids[:1]).id,
            )
