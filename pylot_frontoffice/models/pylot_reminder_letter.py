from odoo import models


class PylotReminder(models.Model):
    """No address is no obstacle for those who get a letter instead."""

    _inherit = "pylot.reminder"

    def _get_email_obstacles(self, emails):
        by_mail = {one: email for one, email in emails.items() if email or not one._is_printed()}
        return super()._get_email_obstacles(by_mail)

    def _is_printed(self):
        """:return: whether who has no e-mail address gets a letter"""
        return self.res_model == "account.move" and self.level_id.letter_without_email

    def _get_recipient(self):
        recipient, channel = super()._get_recipient(), self.level_id.channel
        if channel == "letter" or (channel == "email" and not recipient and self._is_printed()):
            return self.env._("Letter: %s", self.partner_id.display_name)
        return recipient
