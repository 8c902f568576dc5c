from odoo import models
from odoo.tools import plaintext2html

from ..tools.dead_links import hide_paths, kill_links

# As many documents as anybody reads.
SAMPLES = 5


class PylotReminderLevel(models.Model):
    """What a message would say, with real data. A channel has a method ``_render_<channel>`` beside
    its ``_send_<channel>``; nothing is kept of what rendering writes, such as a secret link."""

    _inherit = "pylot.reminder.level"

    def _get_samples(self):
        """:return: the last documents of the policy that the user may read, newest first"""
        self.ensure_one()
        policy = self.policy_id
        order = f"{policy._get_anchor_field()} desc, id desc"
        return self.env[self.res_model].search(policy._get_domain(), order=order, limit=SAMPLES)

    def _render_samples(self, documents):
        """:return: list of dicts, one per document: res_id, document_name, and recipient, lang
        (code), subject, body (HTML whose links are dead), or error"""
        self.ensure_one()
        return [
            {
                "res_id": document.id,
                "document_name": document.display_name,
                **self._render_sample(document),
            }
            for document in documents
        ]

    def _render_sample(self, document):
        render = getattr(self, f"_render_{self.channel}", None)
        if not render:
            return {"error": self.env._("There is no preview of this kind of message.")}
        values = {}
        with self.env.cr.savepoint() as savepoint:
            try:
                values = render(document)
            except Exception as error:
                values = {"error": " ".join(str(error).split()) or type(error).__name__}
            savepoint.rollback()
        return values

    def _render_email(self, document):
        template = self.mail_template_id.sudo()
        if not template:
            return {"error": self.env._("There is no template.")}
        fields = ("subject", "body_html", "email_to", "partner_to")
        sample = document._get_reminder_sample(self)
        values = template._generate_template(sample.ids, fields)[sample.id]
        partners = self.env["res.partner"].sudo().browse(values.get("partner_ids") or [])
        recipients = [values.get("email_to"), *partners.mapped("email_formatted")]
        return {
            "recipient": ", ".join(filter(None, recipients)),
            "lang": template._render_lang(sample.ids)[sample.id] or self.env.lang,
            "subject": values.get("subject") or "",
            "body": kill_links(values.get("body_html") or ""),
        }

    def _render_sms(self, document):
        template = self.sms_template_id.sudo()
        if not template:
            return {"error": self.env._("There is no template.")}
        body = template._render_field("body", document.ids, compute_lang=True)[document.id]
        return {
            "recipient": document.sudo()._get_reminder_phone(),
            "lang": template._render_lang(document.ids)[document.id] or self.env.lang,
            "body": kill_links(plaintext2html(hide_paths(body))),
        }

    def _render_activity(self, document):
        user = self.activity_user_id or document.sudo()._get_reminder_user()
        return {
            "recipient": user.sudo().name or "",
            "lang": user.sudo().lang or self.env.lang,
            "subject": self.name,
            "body": self.script or "",
        }
