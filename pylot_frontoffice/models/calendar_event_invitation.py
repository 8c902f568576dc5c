from odoo import models


class CalendarEvent(models.Model):
    """Letting the customer choose the time of a visit that waits in the tray."""

    _inherit = "calendar.event"

    def action_send_booking_link(self):
        """Open the personal link that plans these visits, to be sent or copied."""
        return self.env["pylot.invitation"]._open(visits=self)

    def action_book_by_phone(self):
        """Plan this visit while its customer is on the phone."""
        self.ensure_one()
        return self.env["pylot.phone.booking"]._open({"visit_id": self.id})
