"""The small business most tests of the front office are about."""

from datetime import date, datetime, time, timedelta

import pytz

from odoo.fields import Command
from odoo.tests import new_test_user

ZONE = "Europe/Berlin"
WORKING_HOURS = ((8, 12, "morning"), (13, 17, "afternoon"))


class FrontofficeRecords:
    """What :class:`FrontofficeCommon` starts with, for any environment ``cls.env``."""

    env = None

    @classmethod
    def _fill(cls):
        cls.env.user.tz = ZONE
        cls.monday = cls._get_monday()
        cls.company = cls.env.company
        cls.calendar = cls._create_calendar("Berlin office hours")
        cls.company.resource_calendar_id = cls.calendar
        cls.other_company = cls.env["res.company"].create({"name": "Next Door GmbH"})
        cls.other_company.resource_calendar_id = cls._create_calendar(
            "Next door", company_id=cls.other_company.id
        )
        cls._create_users()
        cls.anna = cls._create_technician("Anna", user=cls.technician_user)
        cls.bert = cls._create_technician("Bert")
        cls.carla = cls._create_technician("Carla")
        cls.customer = cls.env["res.partner"].create(
            {"name": "Frieda Kunde", "zip": "10115", "city": "Berlin"}
        )

    @classmethod
    def _create_users(cls):
        module = "pylot_frontoffice.group_"
        for role, groups in {
            "technician": f"{module}technician",
            "agent": f"{module}agent",
            "dispatcher": f"{module}dispatcher",
            "manager": f"{module}manager",
            "plain": "base.group_user",
            "salesperson": "sales_team.group_sale_salesman",
        }.items():
            user = new_test_user(
                cls.env,
                f"pylot_{role}",
                groups=groups,
                name=f"{role.capitalize()} User",
                tz=ZONE,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
                # an invitation to everybody would take a quarter of the time of all records
                context={"no_reset_password": True},
            )
            setattr(cls, f"{role}_user", user.with_env(cls.env))

    @classmethod
    def _create_calendar(cls, name, tz=ZONE, **values):
        """:return: working hours Monday to Friday 8-12 and 13-17"""
        lines = [
            Command.create(
                {
                    "name": f"{day} {period}",
                    "dayofweek": str(day),
                    "day_period": period,
                    "hour_from": hour_from,
                    "hour_to": hour_to,
                }
            )
            for day in range(5)
            for hour_from, hour_to, period in WORKING_HOURS
        ]
        calendar = cls.env["resource.calendar"].create(
            {"name": name, "tz": tz, "attendance_ids": [Command.clear(), *lines], **values}
        )
        return calendar

    @classmethod
    def _create_technician(cls, name, user=None, company=None, **values):
        """An employee who can be booked.

        :param values: of the resource, such as ``service_zips`` or ``calendar_id``
        :return: the resource
        """
        company = company or cls.company
        employee = cls.env["hr.employee"].create(
            {
                "name": name,
                "user_id": user.id if user else False,
                "company_id": company.id,
                "resource_calendar_id": company.resource_calendar_id.id,
            }
        )
        employee.resource_id.write({"is_technician": True, "tz": ZONE, **values})
        return employee.resource_id

    @classmethod
    def _create_equipment(cls, name, **values):
        """:return: a van or tool that can be booked"""
        return cls.env["resource.resource"].create(
            {
                "name": name,
                "resource_type": "material",
                "is_technician": True,
                "company_id": cls.company.id,
                "calendar_id": cls.calendar.id,
                "tz": ZONE,
                **values,
            }
        )

    @classmethod
    def _create_type(cls, name="Repair", **values):
        """:return: an appointment type of one hour without buffers and notice"""
        return cls.env["pylot.appointment.type"].create(
            {"name": name, "duration": 1, "buffer_after": 0, "notice": 0, **values}
        )

    @classmethod
    def _create_visit(cls, technician=None, hour=9, hours=1, days=0, env=None, **values):
        """:param hour: start on the wall clock; 9.5 is half past nine
        :param days: days after ``monday``
        :return: a visit; planned when it has a technician"""
        start = cls._at(hour, days=days)
        prepared = {
            "name": "Visit",
            "start": start,
            "stop": start + timedelta(hours=hours),
            **({"technician_id": technician.id} if technician else {}),
            **values,
        }
        return (env or cls.env)["calendar.event"].create(prepared)

    @classmethod
    def _get_monday(cls):
        """:return: a Monday two to three weeks ahead"""
        ahead = date.today() + timedelta(days=14)
        return ahead + timedelta(days=-ahead.weekday() % 7)

    @classmethod
    def _at(cls, hour, minute=0, days=0, day=None, tz=ZONE):
        """:return: that moment on the wall clock of ``tz``, as naive UTC"""
        local = datetime.combine((day or cls.monday) + timedelta(days=days), time.min)
        local += timedelta(hours=hour, minutes=minute)
        return pytz.timezone(tz).localize(local).astimezone(pytz.utc).replace(tzinfo=None)
