from odoo import api, models
from odoo.exceptions import UserError


class PylotReminder(models.Model):
    """How messages leave. A channel is a value of ``channel`` and a method ``_send_<channel>`` that
    hands those of one level to a queue, in the transaction that marks them as sent."""

    _inherit = "pylot.reminder"

    def _get_documents(self):
        """:return: the documents, each at the place of its reminder"""
        return self.env[self[0].res_model].browse([one.res_id for one in self])

    def _send_email(self):
        """:return: dict of reminder -> values"""
        level, groups, values = self.level_id, {}, {}
        for reminder, document in zip(self, self._get_documents(), strict=True):
            template = document._get_reminder_template(level).sudo()
            groups[template] = groups.get(template, self.browse()) | reminder
        for template, reminders in groups.items():
            mails = reminders._send_template(template)
            values.update(
                {
                    reminder: {"mail_id": mail.id}
                    for reminder, mail in zip(reminders, mails, strict=True)
                }
            )
        self._wake_up_mail_queue()
        return values

    def _send_template(self, template):
        """:return: the e-mails, in the queue, each at the place of its reminder"""
        if not template or not template.active:
            raise UserError(
                self.env._("The template of “%s” is missing or archived.", self.level_id.name)
            )
        documents = self._get_documents()
        mails = template.send_mail_batch(documents.ids, email_values=self._prepare_email_vals())
        documents._complete_reminder_mails(self, mails)
        return mails

    @api.model
    def _wake_up_mail_queue(self):
        self.env["mail.mail"]._wake_queue()

    def _prepare_email_vals(self):
        """:return: values of the e-mails beside those of the template"""
        return {
            **self._prepare_once_vals(),
            "auto_delete": True,
            "headers": repr(
                {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF"}
            ),
        }

    def _send_sms(self):
        """:return: dict of reminder -> values"""
        template = self.level_id.sms_template_id.sudo()
        if not template:
            raise UserError(self.env._("The template of “%s” is missing.", self.level_id.name))
        documents = self._get_documents()
        bodies = template._render_field("body", documents.ids, compute_lang=True)
        self.env["sms.sms"].sudo().create(
            [
                {
                    "number": document._get_reminder_phone(),
                    # an en dash would make it a long and expensive message
                    "body": " ".join(bodies[document.id].replace("–", "-").split()),
                    "partner_id": reminder.partner_id.id,
                }
                for reminder, document in zip(self, documents, strict=True)
            ]
        )
        return {}

    def _send_activity(self):
        """:return: dict of reminder -> values"""
        level, values = self.level_id, {}
        for reminder, document in zip(self, self._get_documents(), strict=True):
            user = level.activity_user_id or document._get_reminder_user()
            activity = document.activity_schedule(
                activity_type_id=level.activity_type_id.id or False,
                summary=level.name,
                note=level.script or "",
                user_id=user.id or self.env.uid,
                automated=True,
            )
            values[reminder] = {"activity_id": activity.id}
        return values
