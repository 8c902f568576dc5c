from psycopg2.errors import DeadlockDetected, SerializationFailure

from odoo import SUPERUSER_ID, models


class PylotReminder(models.Model):
    """Messages somebody waits for, such as a customer who has just signed."""

    _inherit = "pylot.reminder"

    def _send_at_once(self):
        """Hand what is planned to the queues in this transaction; there is nothing to take
        back, and no hour is too late for it."""
        reminders = self.with_user(SUPERUSER_ID).try_lock_for_update()
        waiting = reminders.filtered(lambda one: one.state == "planned")
        obstacles = waiting._get_obstacles()
        for reminder, obstacle in obstacles.items():
            reminder._skip(obstacle)
        for reminder in waiting.filtered(lambda one: one not in obstacles):
            reminder._deliver_safely()

    def _deliver_safely(self):
        """Hand it over in a transaction that goes on whatever happens, such as a payment."""
        try:
            with self.env.cr.savepoint():
                self._deliver_all()
        except (SerializationFailure, DeadlockDetected):
            raise
        except Exception as error:
            self._note_failure(error)
