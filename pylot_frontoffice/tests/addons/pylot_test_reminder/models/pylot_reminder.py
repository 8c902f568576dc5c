from odoo import models
from odoo.exceptions import UserError


class PylotReminder(models.Model):
    _inherit = "pylot.reminder"

    def _get_recipient(self):
        level = self.level_id
        return level.chat_id.name if level.channel == "chat" else super()._get_recipient()

    def _send_chat(self):
        level = self.level_id
        if not level.chat_id:
            raise UserError(self.env._("“%s” has no channel to speak in.", level.name))
        for document in self._get_documents():
            level.chat_id.message_post(body=level._render_chat(document)["body"])
        return {}
