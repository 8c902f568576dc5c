from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

from ..const import OPEN_STATES
from ..models.pylot_plan_line_hand import BEGUN_STATES
from ..tools.wall_time import day_to_utc, to_day

# Looked at in turn for something urgent, the best first.
MOST_TECHNICIANS = 5


class PylotReplan(models.TransientModel):
    """What each kind of change concerns, and what it does to the plan."""

    _inherit = "pylot.replan"

    def _get_absence_span(self):
        """:return: (start, stop) naive UTC, days on the technician's clock"""
        technician = self.technician_id.sudo()
        tz = technician.tz or "UTC"
        now = fields.Datetime.now()
        if self.absence == "now":
            return now, day_to_utc(to_day(now, tz) + timedelta(days=1), 0, tz)
        return (
            day_to_utc(self.date_from, 0, tz),
            day_to_utc(self.date_to + timedelta(days=1), 0, tz),
        )

    def _find_visits(self, technician, start, stop):
        """:return: visits that take this technician's time then and are not over, by start"""
        bookings = self.env["pylot.booking"].search(
            Domain("resource_id", "=", technician.id)
            & Domain("start", "<", stop)
            & Domain("stop", ">", start)
            & Domain("state", "=", "booked")
            & Domain("event_id.visit_state", "in", (*OPEN_STATES, *BEGUN_STATES)),
            order="start, id",
        )
        return bookings.event_id

    def _get_day_end(self, technician, moment):
        tz = technician.sudo().tz or "UTC"
        return day_to_utc(to_day(moment, tz) + timedelta(days=1), 0, tz)

    def _get_new_stop(self):
        """:return: when the visit that takes longer is over, UTC"""
        visit = self.visit_id
        stop = visit.stop + timedelta(minutes=self.minutes)
        return max(stop, fields.Datetime.now()) if visit.visit_state == "in_progress" else stop

    def _prepare_overrun_vals(self):
        visit, stop = self.visit_id, self._get_new_stop()
        return {"stop": stop, "duration": (stop - visit.start).total_seconds() / 3600}

    def _find_absence(self):
        """:return: what is known of it already: ``resource.calendar.leaves``, elevated"""
        start, stop = self._get_absence_span()
        return (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                Domain("resource_id", "=", self.technician_id.id)
                & Domain("date_from", "<=", start)
                & Domain("date_to", ">=", stop)
                & Domain("time_type", "=", "leave"),
                limit=1,
            )
        )

    def _enter_absence(self):
        """The working time of whoever is absent, taken away as any other time off. It does not
        say why: colleagues can read it.

        :return: ``resource.calendar.leaves``, elevated"""
        start, stop = self._get_absence_span()
        technician = self.technician_id.sudo()
        return self._find_absence() or self.env["resource.calendar.leaves"].sudo().create(
            {
                "name": self.env._("Absent"),
                "resource_id": technician.id,
                "calendar_id": technician.calendar_id.id,
                "company_id": technician.company_id.id or self.env.company.id,
                "date_from": start,
                "date_to": stop,
                "time_type": "leave",
            }
        )
