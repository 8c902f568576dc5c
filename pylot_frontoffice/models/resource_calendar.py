from datetime import datetime, timedelta

import pytz

from odoo import api, models
from odoo.tools import ormcache

from ..tools.working_time import AroundTheClock, Block, WorkingTime, join

# Blocks begin on a Monday, where weeks of flexible hours do, too.
FIRST_MONDAY = datetime(2024, 1, 1)
BLOCK_DAYS = 56
# What makes other working hours of a calendar. Its lines and leaves say so themselves.
SHAPING_FIELDS = {
    "tz",
    "schedule_type",
    "flexible_hours",
    "two_weeks_calendar",
    "hours_per_day",
    "full_time_required_hours",
    "company_id",
}


class ResourceCalendar(models.Model):
    """Working time in blocks of weeks that are kept in the cache of the server: promises are
    planned in it by the thousand, and calendars change twice a year."""

    _inherit = "resource.calendar"

    def _get_working_time(self, company):
        """:param company: whose public holidays count
        :return: :class:`WorkingTime`; without a calendar, work never stops"""
        if not self:
            return AroundTheClock()
        return WorkingTime(
            lambda number: self._get_work_block(company.id, number),
            lambda moment: (moment - FIRST_MONDAY).days // BLOCK_DAYS,
        )

    @ormcache("self.id", "company_id", "number")
    def _get_work_block(self, company_id, number):
        """:return: :class:`Block` of the weeks with this number, on the clock of the calendar"""
        calendar = self.sudo().with_context(employee_timezone=None)
        zone = pytz.timezone(calendar.tz or "UTC")
        first = FIRST_MONDAY + timedelta(days=BLOCK_DAYS * number)
        begin, end = (
            zone.localize(midnight) for midnight in (first, first + timedelta(days=BLOCK_DAYS))
        )
        intervals = calendar._work_intervals_batch(
            begin,
            end,
            # as superuser one sees the holidays of all companies
            domain=[("time_type", "=", "leave"), ("company_id", "in", [False, company_id])],
            tz=zone,
        )[False]
        spans = ((_to_utc(start), _to_utc(stop)) for start, stop, _origin in intervals)
        return Block(_to_utc(begin), _to_utc(end), join(sorted(spans)))

    def write(self, vals):
        result = super().write(vals)
        if not SHAPING_FIELDS.isdisjoint(vals):
            self._forget_work_blocks()
        return result

    def _compute_full_time_required_hours(self):
        result = super()._compute_full_time_required_hours()
        self._forget_work_blocks()
        return result

    @api.model
    def _forget_work_blocks(self):
        self.env.registry.clear_cache()


def _to_utc(moment):
    return moment.astimezone(pytz.utc).replace(tzinfo=None)
