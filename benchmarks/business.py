"""The business that is measured: technicians with a login and hours, and a full calendar."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from odoo.fields import Command

ZONE = "Europe/Berlin"
EVENTS = 20_000
# The calendar is full from so many weeks before the first Monday to as many after it: eight
# meetings a week for each of 50 people.
WEEKS = 25


def first_monday() -> datetime:
    """Midnight UTC of a Monday in the near future."""
    today = datetime.combine(datetime.now().date(), time.min)
    return today + timedelta(days=14 - today.weekday())


def make_user(env, login, *groups):
    """An employee with these roles."""
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": login,
                "login": login,
                "email": f"{login}@example.com",
                "group_ids": [
                    Command.link(env.ref(group).id) for group in ("base.group_user", *groups)
                ],
            }
        )
    )


def hire(env, number: int):
    """:return: ``number`` resources, each with user and contact, Monday to Friday 8-16"""
    hours = env["resource.calendar"].create(
        {
            "name": "Hours",
            "tz": ZONE,
            "attendance_ids": [Command.clear()]
            + [
                Command.create(
                    {"name": "Work", "dayofweek": str(day), "hour_from": 8, "hour_to": 16}
                )
                for day in range(5)
            ],
        }
    )
    env.company.resource_calendar_id = hours
    users = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            [
                {
                    "name": f"Technician {n}",
                    "login": f"tech{n}",
                    "email": f"t{n}@example.com",
                    "tz": ZONE,
                }
                for n in range(number)
            ]
        )
    )
    extra = {"is_technician": True} if "is_technician" in env["resource.resource"]._fields else {}
    return env["resource.resource"].create(
        [
            {"name": user.name, "user_id": user.id, "calendar_id": hours.id, "tz": ZONE, **extra}
            for user in users
        ]
    )


def fill_calendars(env, technicians) -> None:
    """20,000 meetings with one technician each, half an hour to two hours long, some of them
    overlapping, as calendars are. Row by row the same in every database."""
    env.flush_all()
    env.cr.execute(
        """
        WITH event AS (
            INSERT INTO calendar_event (
                name, start, stop, duration, show_as, active, allday, user_id, privacy, res_id
            )
            SELECT 'Meeting', moment, moment + interval '30 minutes' * (1 + n %% 4),
                   0.5 * (1 + n %% 4), 'busy', true, false, %(uid)s, 'public', n
              FROM generate_series(0, %(events)s - 1) AS n
             CROSS JOIN LATERAL (SELECT n %% %(people)s AS person, n / %(people)s AS turn) t
             CROSS JOIN LATERAL (
                SELECT %(first)s + interval '1 week' * (turn %% (2 * %(weeks)s) - %(weeks)s)
                       + interval '1 day' * ((turn / (2 * %(weeks)s) + person) %% 5)
                       + interval '30 minutes' * (12 + (person * 7 + turn * 3) %% 14) AS moment
             ) m
            RETURNING id, res_id AS n
        ), attendee AS (
            INSERT INTO calendar_attendee (event_id, partner_id, state)
            SELECT id, (%(partners)s)[n %% %(people)s + 1], 'accepted' FROM event
        )
        INSERT INTO calendar_event_res_partner_rel (calendar_event_id, res_partner_id)
        SELECT id, (%(partners)s)[n %% %(people)s + 1] FROM event""",
        {
            "events": EVENTS,
            "first": first_monday(),
            "people": len(technicians),
            "partners": technicians.user_id.partner_id.ids,
            "uid": env.uid,
            "weeks": WEEKS,
        },
    )
    env.cr.execute("UPDATE calendar_event SET res_id = NULL WHERE name = 'Meeting'")
    env.cr.execute("ANALYZE calendar_event, calendar_attendee, calendar_event_res_partner_rel")
    env.invalidate_all()
