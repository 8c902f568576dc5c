from odoo import models


class PylotReminder(models.Model):
    """No address is no obstacle for those who get a letter instead."""

    _inherit = "pylot.reminder"

    def _get_channel_obstacle(self, document):
        if self._is_printed() and not document._get_reminder_email():
            return ""
        return super()._get_channel_obstacle(document)

    def _is_printed(self):
        """:return: whether who has no e-mail address gets a letter"""
        level = self.level_id
        return level.letter_without_email and level.mail_model == "pylot.dunning"
