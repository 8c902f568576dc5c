from odoo import fields, models


class PylotReminderLevel(models.Model):
    """Chat: said to the colleagues in one of their channels."""

    _inherit = "pylot.reminder.level"

    channel = fields.Selection(selection_add=[("chat", "Chat")], ondelete={"chat": "set default"})
    chat_id = fields.Many2one("discuss.channel", index="btree_not_null", ondelete="restrict")

    def _render_chat(self, document):
        return {"recipient": self.chat_id.name, "body": f"{self.name}: {document.display_name}"}
