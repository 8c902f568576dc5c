from odoo import models


class PylotReminder(models.Model):
    """No address is no obstacle for those who get a letter instead."""

    _inherit = "pylot.reminder"

    def _get_email_obstacles(self, emails):
        asked = {
            reminder: email
            for reminder, email in emails.items()
            if email or not reminder._is_printed()
        }
        return super()._get_email_obstacles(asked)

    def _is_printed(self):
        """:return: whether who has no e-mail address gets a letter"""
        return self.res_model == "account.move" and self.level_id.letter_without_email
