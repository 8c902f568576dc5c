from datetime import timedelta

from odoo import fields, models


class CalendarEvent(models.Model):
    """When customers are reminded of their visit."""

    _inherit = "calendar.event"

    def _get_reminder_due(self):
        """:return: when to remind of this visit, naive UTC; False: not at all, or too late"""
        self.ensure_one()
        event = self.sudo()
        hours = event.appointment_type_id.reminder_hours
        promise = event._get_promise()
        if not hours or not promise.is_standing or promise.awaiting:
            return False
        due_at = event._get_promised_times()[0] - timedelta(hours=hours)
        return due_at if due_at > fields.Datetime.now() else False
