from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

import pytz

from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase

# A Sunday; the next one begins the weeks the examples speak about.
NOW = datetime(2026, 6, 7, 6, 0)
OFFICE_HOURS = [(day, 8, 16) for day in range(5)]


def utc(zone, *moment):
    """:return: naive UTC of a time on the clocks of ``zone``"""
    local = pytz.timezone(zone).localize(datetime(*moment))
    return local.astimezone(pytz.utc).replace(tzinfo=None)


class SlotsCase(TransactionCase):
    """Technicians, calendars and types made in one line; "now" is Sunday, 7 June 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={"no_reset_password": True, "no_mail": True, "tz": "UTC"})
        cls.company = cls.env.company
        cls.calendar = cls._make_calendar(OFFICE_HOURS)
        cls.company.resource_calendar_id = cls.calendar
        # What a database holds already must not take part.
        cls.env["resource.resource"].search([]).is_technician = False

    def setUp(self):
        super().setUp()
        self.enterContext(self._at(NOW))

    @contextmanager
    def _at(self, moment):
        """Only what the add-on asks for the time is answered: freezing all modules is slow."""
        with patch.object(fields.Datetime, "now", lambda: moment):
            yield

    @classmethod
    def _make_calendar(cls, hours, **values):
        """:param hours: tuples of weekday (0 = Monday), hour from, hour to and, if it is not
        work in every week, a dict of further values"""
        return cls.env["resource.calendar"].create(
            {
                "name": "Hours",
                "tz": "Europe/Berlin",
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": "Work",
                            "dayofweek": str(day),
                            "hour_from": hour_from,
                            "hour_to": hour_to,
                            **(extra[0] if extra else {}),
                        }
                    )
                    for day, hour_from, hour_to, *extra in hours
                ],
                **values,
            }
        )

    @classmethod
    def _make_technician(cls, name="Jo", **values):
        return cls.env["resource.resource"].create(
            {
                "name": name,
                "is_technician": True,
                "tz": "Europe/Berlin",
                "company_id": cls.company.id,
                "calendar_id": cls.calendar.id,
                **values,
            }
        )

    @classmethod
    def _make_employee(cls, name="Kim", **values):
        """:return: the technician, which is the resource of the new employee"""
        employee = cls.env["hr.employee"].create(
            {
                "name": name,
                "tz": "Europe/Berlin",
                "resource_calendar_id": cls.calendar.id,
                "date_version": "2020-01-01",
                **values,
            }
        )
        employee.resource_id.write({"is_technician": True, "tz": "Europe/Berlin"})
        return employee.resource_id

    @classmethod
    def _make_type(cls, technicians, **values):
        return cls.env["pylot.appointment.type"].create(
            {
                "name": "Maintenance",
                "duration": 2.0,
                "grid": 60,
                "buffer_before": 0,
                "buffer_after": 0,
                "notice": 0,
                "horizon": 365,
                "company_id": cls.company.id,
                "technician_ids": [Command.set(technicians.ids)],
                **values,
            }
        )

    @classmethod
    def _make_skill(cls, name="Gas", is_certification=False):
        """:return: the skill and its levels "Basic" and "Master" """
        skill_type = cls.env["hr.skill.type"].create(
            {
                "name": name,
                "is_certification": is_certification,
                "skill_ids": [Command.create({"name": name})],
                "skill_level_ids": [
                    Command.create({"name": "Basic", "level_progress": 20}),
                    Command.create({"name": "Master", "level_progress": 100}),
                ],
            }
        )
        return skill_type.skill_ids, skill_type.skill_level_ids.sorted("level_progress")

    @classmethod
    def _grant(cls, technician, skill, level, valid_from="2020-01-01", valid_to=False):
        return cls.env["hr.employee.skill"].create(
            {
                "employee_id": technician.employee_id.id,
                "skill_type_id": skill.skill_type_id.id,
                "skill_id": skill.id,
                "skill_level_id": level.id,
                "valid_from": valid_from,
                "valid_to": valid_to,
            }
        )

    @classmethod
    def _make_meeting(cls, user, start, stop, **values):
        return cls.env["calendar.event"].create(
            {
                "name": "Meeting",
                "start": start,
                "stop": stop,
                "show_as": "busy",
                "user_id": cls.env.uid,
                "partner_ids": [Command.set(user.partner_id.ids)],
                **values,
            }
        )

    def _get_times(self, appointment_type, day, zone="Europe/Berlin", **kwargs):
        """:return: local start times offered on that day, such as "09:00" """
        start = utc(zone, *day)
        slots = appointment_type._get_slots(start, start + self._DAY, **kwargs)
        tz = pytz.timezone(zone)
        return [pytz.utc.localize(slot["start"]).astimezone(tz).strftime("%H:%M") for slot in slots]

    # 25 hours on the day summer time ends would hide a slot, 24 of 23 show one too many; the
    # examples that care use _get_slots themselves.
    _DAY = timedelta(days=1)
