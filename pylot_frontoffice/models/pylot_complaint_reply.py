from odoo import models
from odoo.exceptions import UserError

from .pylot_complaint_presence import LONG_EXPIRY


class PylotComplaint(models.Model):
    """Answers to the customer: in the full composer with the starter texts, sent in the name of
    the team."""

    _inherit = "pylot.complaint"

    def action_reply(self):
        """Open the composer with the customer as recipient.

        :raise UserError: when there is no e-mail address to answer to"""
        self.ensure_one()
        recipients = self._get_reply_recipients()
        self._start_writing(LONG_EXPIRY)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reply"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_partner_ids": recipients.ids,
                "default_subtype_xmlid": "mail.mt_comment",
                "default_email_layout_xmlid": "mail.mail_notification_light",
                "dialog_size": "extra-large",
            },
        }

    def _get_reply_recipients(self):
        """:return: the customer and the further contacts; a stranger becomes a contact when
        somebody answers, not before"""
        customer = self.partner_id if self.partner_id.email else self.env["res.partner"]
        if not customer and self.email_normalized:
            customer = self.sudo()._partner_find_from_emails_single([self.email_from])
        if not customer:
            raise UserError(
                self.env._("There is no e-mail address to answer to. Call the customer instead.")
            )
        return customer.with_env(self.env) | self.contact_ids

    def _get_customer_sender(self):
        """:return: sender of what is written to the customer; "" leaves it to the mail server"""
        self.ensure_one()
        return self.team_id._get_sender()

    def _notify_by_email_get_base_mail_values(
        self, message, recipients_data, additional_values=None
    ):
        """What one of us writes comes from the team, with the writer's name."""
        values = super()._notify_by_email_get_base_mail_values(
            message, recipients_data, additional_values=additional_values
        )
        is_ours = message.author_id and not message.author_id.sudo().partner_share
        if len(self) == 1 and is_ours and message.message_type == "comment":
            sender = self.team_id._get_sender(message.author_id.sudo().name)
            if sender:
                values["email_from"] = sender
        return values
