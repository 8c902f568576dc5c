from odoo import fields, models


class PylotReminderDryRunLine(models.TransientModel):
    """What would happen next with one document."""

    _name = "pylot.reminder.dry.run.line"
    _description = "Try Out Reminders: Document"

    run_id = fields.Many2one(
        "pylot.reminder.dry.run", required=True, index=True, ondelete="cascade"
    )
    res_id = fields.Integer(string="Document ID")
    document_name = fields.Char(string="Document")
    partner_id = fields.Many2one("res.partner", string="Customer")
    level_id = fields.Many2one("pylot.reminder.level", ondelete="cascade")
    recipient = fields.Char()
    due_at = fields.Datetime(string="When")
    is_sent = fields.Boolean(string="Sent?")
    reason = fields.Char(string="Why (Not)")

    def action_preview(self):
        """The text of this message."""
        self.ensure_one()
        document = self.env[self.level_id.res_model].browse(self.res_id)
        document.check_access("read")
        return self.env["pylot.reminder.preview"]._open(self.level_id, document)
