from datetime import datetime, time, timedelta

import pytz

from odoo.tools.intervals import Intervals

ALMOST_MIDNIGHT = 999999


class SlotsReference:
    """What a person with the calendars on the table would answer: one technician and one time
    after the other, on the intervals of core's ``resource``. Slow and plain on purpose; it
    shares nothing with the statement it judges."""

    def __init__(self, appointment_type, now, start, stop):
        self.type = appointment_type
        self.env = appointment_type.env
        self.now = now
        # Wide enough for buffers and for days that are written on local dates.
        self.start = pytz.utc.localize(start - timedelta(days=3))
        self.stop = pytz.utc.localize(stop + timedelta(days=3))
        self.duration = timedelta(hours=appointment_type.duration)
        self.before = timedelta(minutes=appointment_type.buffer_before)
        self.after = timedelta(minutes=appointment_type.buffer_after)
        self.technicians = appointment_type.technician_ids
        self.work = {tech: self._get_work(tech) for tech in self.technicians}
        self.off = {tech: self._get_off(tech) for tech in self.technicians}
        self.taken = {tech: self._get_taken(tech) for tech in self.technicians}

    def get_refusals(self, technician, start):
        """:return: set of codes, as ``_explain_slot`` without the crew"""
        stop = start + self.duration
        begin, end = start - self.before, stop + self.after
        zone = pytz.timezone(technician.tz)
        clock = pytz.utc.localize(start).astimezone(zone)
        minute = clock.hour * 60 + clock.minute
        checks = {
            "past": start < self.now,
            "notice": self.now <= start < self.now + timedelta(hours=self.type.notice),
            "horizon": start > self.now + timedelta(days=self.type.horizon),
            "grid": bool(minute % self.type.grid or clock.second),
            "skill": not self._is_skilled(technician, start, stop),
            "working_hours": not any(a <= start and stop <= b for a, b in self.work[technician]),
            "time_off": any(a < stop and start < b for a, b in self.off[technician]),
            "booked": any(a < end and begin < b for a, b in self.taken[technician]["booked"]),
            "calendar": any(a < end and begin < b for a, b in self.taken[technician]["calendar"]),
        }
        return {code for code, refuses in checks.items() if refuses}

    def _get_work(self, technician):
        zone = pytz.timezone(technician.tz)
        company_calendar = technician.company_id.resource_calendar_id
        employee = technician.employee_id
        if technician.calendar_id and not technician.calendar_id.flexible_hours:
            work, _calendars = technician._get_valid_work_intervals(
                self.start, self.stop, compute_leaves=False
            )
            spans = work[technician.id]
        elif employee.version_ids.filtered("contract_date_start"):
            raise NotImplementedError("Contracts are tested with fixed hours only.")
        elif company_calendar.flexible_hours or not company_calendar.attendance_ids:
            spans = [(self.start, self.stop, None)]
        else:
            spans = company_calendar._attendance_intervals_batch(self.start, self.stop, tz=zone)
            spans = spans[False]
        return self._to_utc(spans)

    def _get_off(self, technician):
        """Whose hours are flexible does not get half a day off made into a whole one here: what
        is written is what is off. Core's intervals are right for all others."""
        leaves = self.env["resource.calendar.leaves"].search([("time_type", "=", "leave")])
        own = leaves.filtered(lambda leave: leave.resource_id == technician)
        off = [(leave.date_from, leave.date_to) for leave in own]
        for calendars, start, stop in self._get_calendar_periods(technician):
            public = calendars.browse()._leave_intervals_batch(
                start,
                stop,
                resources=technician,
                domain=[
                    ("time_type", "=", "leave"),
                    ("resource_id", "=", False),
                    ("calendar_id", "in", [False, *calendars.ids]),
                ],
            )
            off += self._to_utc(public[technician.id])
        return off

    def _get_calendar_periods(self, technician):
        """:return: list of (calendars whose holidays count, from when, until when)"""
        contracts = technician.employee_id.version_ids.filtered("contract_date_start")
        if contracts:
            zone = pytz.timezone(technician.tz)
            return [
                (
                    version.resource_calendar_id,
                    max(self.start, self._get_midnight(zone, version.contract_date_start)),
                    min(self.stop, self._get_midnight(zone, version.contract_date_end, days=1)),
                )
                for version in contracts
            ]
        calendars = technician.calendar_id
        if not calendars or calendars.flexible_hours:
            house = technician.company_id.resource_calendar_id
            calendars |= house.filtered(lambda calendar: not calendar.flexible_hours)
        return [(calendars, self.start, self.stop)]

    def _get_midnight(self, zone, day, days=0):
        """:return: when that day, or the one ``days`` later, begins; never ends: the last one"""
        if not day:
            return self.stop
        return zone.localize(datetime.combine(day + timedelta(days=days), time.min))

    def _get_taken(self, technician):
        bookings = self.env["pylot.booking"].search([("resource_id", "=", technician.id)])
        bookings = bookings.filtered(
            lambda booking: booking.state == "booked" or booking.expires_at > self.now
        )
        attendees = self.env["calendar.attendee"].search(
            [("partner_id", "in", technician.user_id.partner_id.ids), ("state", "!=", "declined")]
        )
        meetings = attendees.event_id.filtered(
            lambda event: event.show_as == "busy" and not event.visit_state
        )
        spans = [self._get_event_span(technician, meeting) for meeting in meetings]
        return {
            "booked": [(booking.start, booking.stop) for booking in bookings],
            "calendar": [(start, stop) for start, stop in spans if start < stop],
        }

    def _get_event_span(self, technician, event):
        if not event.allday:
            return event.start, event.stop
        zone = pytz.timezone(technician.tz)
        return self._to_utc(
            [
                (
                    self._get_midnight(zone, event.start_date),
                    self._get_midnight(zone, event.stop_date, days=1),
                )
            ]
        )[0]

    def _is_skilled(self, technician, start, stop):
        zone = pytz.timezone(technician.tz)
        last = stop - timedelta(seconds=1)
        days = {pytz.utc.localize(moment).astimezone(zone).date() for moment in (start, last)}
        held = technician.employee_id.employee_skill_ids
        return all(
            any(
                skill.skill_id == required.skill_id
                and skill.level_progress >= required.level_id.level_progress
                and (not skill.valid_from or skill.valid_from <= day)
                and (not skill.valid_to or day <= skill.valid_to)
                for skill in held
            )
            for required in self.type.skill_ids
            for day in days
        )

    def _to_utc(self, intervals):
        """Core ends a day at 23:59:59.999999; what goes on at midnight goes on."""
        moments = []
        for start, stop, *_rest in intervals:
            if stop.microsecond == ALMOST_MIDNIGHT:
                stop += timedelta(microseconds=1)
            moments.append(
                tuple(moment.astimezone(pytz.utc).replace(tzinfo=None) for moment in (start, stop))
            )
        merged = Intervals([(start, stop, self.env["res.users"]) for start, stop in moments])
        return [(start, stop) for start, stop, _records in merged]
