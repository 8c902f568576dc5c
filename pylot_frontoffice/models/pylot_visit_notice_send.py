from odoo import fields, models
from odoo.exceptions import UserError

CANCELLING = ("cancelled", "postponed", "lapsed")
# Still the right thing to say only while something is open.
OPEN_QUESTIONS = ("requested", "proposed", "payment")
# What a customer wants to read on the way, too.
SMS_KINDS = ("moved", "cancelled", "on_the_way")


class PylotVisitNotice(models.Model):
    """What is still true to say about a visit, and how it is said."""

    _inherit = "pylot.visit.notice"

    def _send_before_unlink(self):
        """The visits are about to be deleted, and their notices with them."""
        for notice in self:
            if notice.state in ("planned", "failed"):
                notice._send()

    def _get_obstacle(self):
        """:return: why this must not be sent any more, "" when it must"""
        event = self.event_id
        promise = event._get_promise()
        expected = {"postponed": "postponed", "lapsed": "cancelled", "cancelled": "cancelled"}
        now = fields.Datetime.now()
        if not event._get_customer_company().pylot_visit_messages:
            return self.env._("Messages about visits are switched off in the settings.")
        if not event.ics_uid or self.sequence != event.ics_sequence:
            return self.env._("The visit has changed since.")
        if promise.status != expected.get(self.kind, "standing"):
            return self.env._("The visit has been cancelled or planned anew since.")
        if not promise.is_ahead(now):
            return self.env._("The visit is over.")
        if self.kind in OPEN_QUESTIONS and not promise.awaiting:
            return self.env._("Nothing is open any more.")
        return ""

    def _deliver(self):
        """Hand the message over to the queues.

        :return: values of the notice
        """
        event = self.event_id
        mail = self._send_mail() if event._get_notice_email() else None
        by_text = self.kind in SMS_KINDS and self._send_sms()
        if not mail and not by_text:
            return {
                "state": "skipped",
                "reason": self.env._(
                    "There is no e-mail address. Please call, or add one and retry."
                ),
            }
        reason = False if mail else self.env._("By text message only: there is no e-mail address.")
        return {
            "state": "sent",
            "sent_at": fields.Datetime.now(),
            "mail_id": mail.id if mail else False,
            "reason": reason,
        }

    # === E-MAIL ===

    def _send_mail(self):
        """:return: the e-mail, in the queue"""
        template = self._get_template("mail_template")
        vals = self._prepare_mail_vals(self.kind)
        mail = template.send_mail_batch(self.event_id.ids, email_values=vals)
        attachment_vals = self._prepare_mail_attachments(self.kind)
        if attachment_vals:
            link = {"res_model": "mail.message", "res_id": mail.mail_message_id.id}
            mail.attachment_ids |= (
                self.env["ir.attachment"]
                .sudo()
                .create([{"type": "binary", **vals, **link} for vals in attachment_vals])
            )
        mail._wake_queue()
        return mail

    def _get_template(self, prefix):
        template = self.env.ref(
            f"pylot_frontoffice.{prefix}_calendar_event_{self.kind}", raise_if_not_found=False
        )
        if not template:
            raise UserError(
                self.env._(
                    "The template for this kind of message was deleted. Update the add-on to get "
                    "it back, then retry."
                )
            )
        return template.sudo()

    def _prepare_mail_vals(self, kind):
        """:return: values of the e-mail beside those of the template"""
        return {
            **self._prepare_once_vals(),
            "auto_delete": True,
            "headers": repr(
                {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF"}
            ),
            **self.event_id._prepare_unlogged_mail_vals(),
        }

    def _prepare_mail_attachments(self, kind):
        """:return: list of values of attachments: what the customer's calendar takes in"""
        if kind == "payment":
            return []
        method = "CANCEL" if kind in CANCELLING else "REQUEST"
        lang = self.event_id._get_customer_lang()
        return [self.event_id.with_context(lang=lang)._prepare_ics_attachment(method)]

    # === TEXT MESSAGES ===

    def _send_sms(self):
        """:return: whether a text message is in the queue: never without consent"""
        event = self.event_id
        number = event._get_notice_phone()
        if not (event.sms_consent and number):
            return False
        template = self._get_template("sms_template")
        body = template._render_field("body", event.ids, compute_lang=True)[event.id]
        self.env["sms.sms"].sudo().create(
            {
                "number": number,
                "body": " ".join(body.replace("–", "-").split()),
                "partner_id": event.customer_id.id,
            }
        )
        return True
