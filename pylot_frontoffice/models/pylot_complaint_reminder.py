from odoo import api, models
from odoo.fields import Domain


class PylotComplaint(models.Model):
    """A customer we wait for is asked once more, before the warning that it will be closed."""

    _name = "pylot.complaint"
    _inherit = ["pylot.complaint", "pylot.reminder.document"]

    _reminder_cycle = "waiting_round"
    _reminder_triggers = frozenset({"waiting_at", "warned_at", "partner_id"})

    def _filter_reminded(self):
        return self.sudo().filtered("waiting_at")

    def _on_state(self, before):
        result = super()._on_state(before)
        if before == "waiting_customer":
            self._refresh_reminders()
        return result

    @api.model
    def _get_reminder_domain(self, policy):
        return Domain("state", "=", "waiting_customer") & Domain("warned_at", "=", False)

    def _get_reminder_obstacle(self, reminder):
        complaint = self.sudo()
        if complaint.state != "waiting_customer":
            return self.env._("The customer has answered, or is not waited for any more.")
        if reminder.cycle != complaint.waiting_round:
            return self.env._("The customer has been asked anew since.")
        if complaint.customer_message_at and complaint.customer_message_at > complaint.waiting_at:
            return self.env._("The customer has answered.")
        if complaint.warned_at:
            return self.env._("The customer has been warned already.")
        return ""

    def _get_reminder_email(self):
        return self._get_notice_email() or ""

    def _complete_reminder_mails(self, reminders, mails):
        """As other messages about a complaint: in its log, where answers arrive, without the
        customer's secret link."""
        result = super()._complete_reminder_mails(reminders, mails)
        for complaint, mail in zip(self.sudo(), mails, strict=True):
            mail.write(
                {
                    **complaint._prepare_notice_mail_vals(),
                    "body": (mail.body or "").replace(complaint._portal_ensure_token(), "…"),
                }
            )
        return result

    def _prepare_notice_mail_vals(self):
        """:return: values of an automatic e-mail that is kept in the log"""
        self.ensure_one()
        return {
            "message_type": "auto_comment",
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment"),
            # else the message goes with the mail when that has been delivered
            "is_notification": True,
            # a contact as the author would hear of every answer
            "author_id": False,
            "reply_to": self._notify_get_reply_to()[self.id],
        }
