from odoo import SUPERUSER_ID, models


class PylotReminder(models.Model):
    """Messages somebody waits for, such as a customer who has just signed."""

    _inherit = "pylot.reminder"

    def _send_at_once(self):
        """Hand what is planned to the queues in this transaction; there is nothing to take
        back, and no hour is too late for it."""
        reminders = self.with_user(SUPERUSER_ID).try_lock_for_update()
        for reminder in reminders.filtered(lambda one: one.state == "planned"):
            obstacle = reminder._get_obstacle()
            if obstacle:
                reminder._skip(obstacle)
            else:
                reminder._deliver_all()
