from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import ormcache

from ..tools.sending_hours import SendingHours
from ..tools.wall_time import to_day

# What the server keeps of a company; calendars and leaves say so themselves.
SENDING_FIELDS = {
    "pylot_send_from",
    "pylot_send_until",
    "pylot_send_weekends",
    "pylot_undo_minutes",
    "resource_calendar_id",
}


class ResCompany(models.Model):
    """When automatic messages are sent, and how long they can be taken back."""

    _inherit = "res.company"

    pylot_send_from = fields.Float(
        string="Send From", default=8, help="No automatic message is sent earlier in the day."
    )
    pylot_send_until = fields.Float(
        string="Send Until", default=20, help="No automatic message is sent later in the day."
    )
    pylot_send_weekends = fields.Boolean(
        string="Send at Weekends", help="Automatic messages are sent on Saturdays and Sundays, too."
    )
    pylot_undo_minutes = fields.Integer(
        string="Take Back Within",
        default=2,
        help="Minutes in which an automatic message can still be taken back.",
    )

    _pylot_send_in_order = models.Constraint(
        "CHECK(pylot_send_from >= 0 AND pylot_send_from < pylot_send_until"
        " AND pylot_send_until <= 24)",
        "The day begins before it ends.",
    )
    _pylot_undo_not_negative = models.Constraint(
        "CHECK(pylot_undo_minutes BETWEEN 0 AND 1440)",
        "A message can be taken back for 0 minutes to one day.",
    )

    def cache_invalidation_fields(self):
        return super().cache_invalidation_fields() | SENDING_FIELDS

    @ormcache("self.id")
    def _get_undo_time(self):
        """:return: how long a message can be taken back"""
        return timedelta(minutes=self.sudo().pylot_undo_minutes)

    @ormcache("self.id")
    def _get_sending_hours(self):
        """When messages are sent, on the clock of the company; holidays are the days its working
        calendar has off for everybody. Kept by the server, like working time: every planning asks.

        :return: :class:`SendingHours`"""
        self.ensure_one()
        company = self.sudo()
        calendar = company.resource_calendar_id
        tz = calendar.tz or company.partner_id.tz or "UTC"
        holidays = company._get_holidays(calendar, tz)
        return SendingHours(
            tz,
            company.pylot_send_from,
            company.pylot_send_until,
            company.pylot_send_weekends,
            holidays.__contains__,
        )

    def _get_holidays(self, calendar, tz):
        """:return: set of dates"""
        leaves = self.env["resource.calendar.leaves"].search_fetch(
            Domain("resource_id", "=", False)
            & Domain("time_type", "=", "leave")
            & Domain("calendar_id", "in", [False, calendar.id])
            & Domain("company_id", "in", [False, self.id]),
            ["date_from", "date_to"],
        )
        days = set()
        for leave in leaves:
            first, last = to_day(leave.date_from, tz), to_day(leave.date_to, tz)
            days.update(first + timedelta(days=n) for n in range((last - first).days + 1))
        return days
