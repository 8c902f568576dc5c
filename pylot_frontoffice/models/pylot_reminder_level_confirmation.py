from odoo import models

from .sale_order_reminder import CONFIRMED


class PylotReminderLevel(models.Model):
    """Which levels confirm orders."""

    _inherit = "pylot.reminder.level"

    def _is_order_confirmation(self):
        """:return: whether it is the e-mail at the moment of the confirmation; later ones tell of
        something else"""
        self.ensure_one()
        return (
            self.active
            and self.policy_id.anchor == CONFIRMED
            and self.channel == "email"
            and not self.offset
        )
