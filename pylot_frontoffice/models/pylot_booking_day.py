from datetime import timedelta

from odoo import api, fields, models


class PylotBooking(models.Model):
    """Who gets the first visit of a day gets the list of that day, too."""

    _inherit = "pylot.booking"

    @api.model
    def _occupy(self, rows, release=()):
        bookings = super()._occupy(rows, release)
        if self.env["pylot.reminder.policy"]._get_running("resource.resource"):
            limit = fields.Datetime.now() + timedelta(days=2)
            soon = bookings.filtered(lambda one: one.state == "booked" and one.start <= limit)
            soon.resource_id._refresh_reminders()
        return bookings
