from odoo import models
from odoo.tools import SQL


class PylotBooking(models.Model):
    """Time that becomes free wakes the job of the waiting list, if anybody waits. Whatever else
    frees time, such as leave that is withdrawn or a hold that runs out, it finds within the hour.
    """

    _inherit = "pylot.booking"

    def _replace(self, rows, release):
        bookings = super()._replace(rows, release)
        if release:
            self._wake_waitlist()
        return bookings

    def unlink(self):
        # holds come and go with every visitor
        is_freed = any(booking.state == "booked" for booking in self.sudo())
        result = super().unlink()
        if is_freed:
            self._wake_waitlist()
        return result

    def _wake_waitlist(self):
        waitlist = self.env["pylot.waitlist"].sudo()
        # one look, and not at what this transaction may still have to write
        if self.env.execute_query(
            SQL("SELECT 1 FROM pylot_waitlist WHERE state = 'waiting' LIMIT 1")
        ):
            waitlist._wake()
