from odoo import api, fields, models
from odoo.exceptions import UserError


class PylotReminderPreviewLine(models.TransientModel):
    """One message, rendered."""

    _name = "pylot.reminder.preview.line"
    _description = "Preview of a Reminder: Message"

    preview_id = fields.Many2one(
        "pylot.reminder.preview", required=True, index=True, ondelete="cascade"
    )
    channel = fields.Selection(related="preview_id.level_id.channel")
    res_id = fields.Integer(string="Document ID")
    document_name = fields.Char(string="Document")
    recipient = fields.Char()
    lang = fields.Char()
    lang_name = fields.Char(string="Language", compute="_compute_lang_name")
    subject = fields.Char()
    body = fields.Html()
    error = fields.Char()

    @api.depends("lang")
    def _compute_lang_name(self):
        names = dict(self.env["res.lang"].get_installed())
        for line in self:
            line.lang_name = names.get(line.lang, "")

    def action_send_test(self):
        """Send this message to oneself; its links are dead, as here."""
        self.ensure_one()
        user = self.env.user
        if not user.email:
            raise UserError(self.env._("Add an e-mail address to your profile first."))
        self.env["mail.mail"].sudo().create(
            {
                "subject": self.subject,
                "body_html": self.body,
                "email_to": user.email_formatted,
                "email_from": user.company_id.email_formatted or user.email_formatted,
                "auto_delete": True,
            }
        )
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action", raise_if_not_found=False)
        if queue:
            queue.sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("A test is on its way to %s.", user.email),
            },
        }
