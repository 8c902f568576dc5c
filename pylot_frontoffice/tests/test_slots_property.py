import random
from datetime import date, datetime, timedelta

import pytz

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..exceptions import CollisionError
from .slots_common import SlotsCase, utc
from .slots_reference import SlotsReference

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Pacific/Auckland",
)
YEARS = range(2026, 2031)
MINUTE = timedelta(minutes=1)
# Finer than any grid, and than every distance of a time zone to UTC.
STEP = 15 * MINUTE


def get_weeks(zone):
    """:return: days one of which changes the distance to UTC; without any, a day per half year"""
    tz = pytz.timezone(zone)
    weeks = []
    for year in YEARS:
        days = [datetime(year, 1, 1, 12) + timedelta(days=day) for day in range(365)]
        offsets = [tz.utcoffset(day) for day in days]
        changes = [
            days[index].date()
            for index in range(1, len(days))
            if offsets[index] != offsets[index - 1]
        ]
        weeks += changes or [date(year, 2, 11), date(year, 8, 26)]
    return weeks


@tagged("post_install", "-at_install")
class TestSlotsProperty(SlotsCase):
    """Law 2 over random weeks: every time offered can be booked, every other time is refused
    with a reason, and both are what core's own intervals say. Each week is seeded by its zone
    and date, so a failure names the week that shows it again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = [new_test_user(cls.env, f"slots.{number}", tz="UTC") for number in range(3)]
        cls.skill, cls.levels = cls._make_skill(is_certification=True)
        people = [cls._make_technician(f"T{number}") for number in range(2)]
        people += [cls._make_employee(f"E{number}") for number in range(2)]
        cls.technicians = cls.env["resource.resource"].union(*people)
        cls.kinds = [
            cls._make_calendar(hours, **values)
            for hours, values in (
                ([(day, 8, 12.25) for day in range(6)] + [(day, 13, 17) for day in range(5)], {}),
                ([(d, 0, 6) for d in range(7)] + [(d, 21.5, 24) for d in range(7)], {}),
                (
                    [(d, 9, 15, {"week_type": "0"}) for d in range(5)]
                    + [(d, 0, 24, {"week_type": "1"}) for d in (5, 6, 0)]
                    + [(1, 2, 3, {"week_type": "1", "day_period": "lunch"})],
                    {"two_weeks_calendar": True},
                ),
                ([(day, 1.5, 3.5) for day in (5, 6, 0)] + [(6, 10, 20)], {}),
                ([], {"schedule_type": "flexible"}),
            )
        ]
        cls.fixed = cls.kinds[:4]

    def test_weeks(self):
        offered = refused = 0
        for zone in ZONES:
            for day in get_weeks(zone):
                with self.subTest(zone=zone, day=day), self.env.cr.savepoint() as savepoint:
                    rng = random.Random(f"{zone} {day}")
                    counts = self._check_week(rng, zone, day)
                    offered, refused = offered + counts[0], refused + counts[1]
                    savepoint.rollback()
                self.env.invalidate_all()
        self.assertGreater(offered, 1000, "the weeks are too full to show anything")
        self.assertGreater(refused, 1000, "the weeks are too empty to show anything")

    def _check_week(self, rng, zone, day):
        first = utc(zone, day.year, day.month, day.day) - timedelta(days=rng.randrange(1, 4))
        after = first + timedelta(days=5)
        now = first + timedelta(hours=rng.uniform(-30, 20))
        now = now.replace(second=0, microsecond=0)
        with self._at(now):
            self._make_week(rng, zone, first, now)
            appointment_type = self._make_random_type(rng)
            slots = appointment_type._get_slots(first, after)
            self._check_slots(appointment_type, slots, now, first, after)
            self._check_bookable(rng, appointment_type, slots)
        offered = sum(len(slot["resource_ids"]) for slot in slots)
        return offered, len(self.technicians) * int((after - first) / STEP) - offered

    # === THE CHECKS ===

    def _check_slots(self, appointment_type, slots, now, first, after):
        """Offered, explained and looked up in core's intervals: three times the same."""
        reference = SlotsReference(appointment_type, now, first, after)
        times = [first + STEP * step for step in range(int((after - first) / STEP))]
        times = [start for start in times if start + reference.duration <= after]
        wanted = [(start, technician, None) for start in times for technician in self.technicians]
        explained = appointment_type._explain_slots(wanted)
        offered = {slot["start"]: set(slot["resource_ids"]) for slot in slots}
        self.assertLessEqual(offered.keys(), set(times), "all starts are on a grid of 15 minutes")
        able = {}
        for (start, technician, _stop), codes in zip(wanted, explained, strict=True):
            expected = reference.get_refusals(technician, start)
            self.assertEqual(set(codes) - {"crew"}, expected, (start, technician.name))
            able.setdefault(start, set()).update(() if expected else technician.ids)
            self.assertEqual(
                technician.id in offered.get(start, ()), not codes, (start, technician.name, codes)
            )
        crew = appointment_type.crew_size
        self.assertEqual(
            offered, {start: ids for start, ids in able.items() if len(ids) >= max(crew, 1)}
        )
        self.assertEqual([slot["start"] for slot in slots], sorted(offered))

    def _check_bookable(self, rng, appointment_type, slots):
        """Every fifth of the offered slots takes the booking of a visit, once."""
        before = timedelta(minutes=appointment_type.buffer_before)
        after = timedelta(minutes=appointment_type.buffer_after)
        for slot in rng.sample(slots, (len(slots) + 4) // 5):
            rows = [
                {"resource_id": id_, "start": slot["start"] - before, "stop": slot["stop"] + after}
                for id_ in slot["resource_ids"]
            ]
            with self.env.cr.savepoint() as savepoint:
                self.env["pylot.booking"].create(rows)
                savepoint.rollback()
            self.env.invalidate_all()
        if slots:
            self._check_visit(rng, appointment_type, rng.choice(slots))

    def _check_visit(self, rng, appointment_type, slot):
        technician = self.technicians.browse(rng.choice(slot["resource_ids"]))
        values = {
            "name": "Visit",
            "start": slot["start"],
            "stop": slot["stop"],
            "appointment_type_id": appointment_type.id,
            "technician_id": technician.id,
        }
        visit = self.env["calendar.event"].create(values)
        explain = appointment_type._explain_slot
        self.assertEqual(explain(slot["start"], technician), ["booked"])
        again = explain(slot["start"], technician, ignore_event_ids=visit.ids)
        self.assertEqual(again, [], "a visit is not in its own way")
        with self.assertRaises(CollisionError):
            self.env["calendar.event"].create(values)

    # === THE WEEK ===

    def _make_random_type(self, rng):
        appointment_type = self._make_type(
            self.technicians,
            duration=rng.choice((0.5, 1, 1.75, 3, 8)),
            grid=rng.choice((15, 30, 60, 90, 120)),
            buffer_before=rng.choice((0, 0, 20, 45)),
            buffer_after=rng.choice((0, 15, 60)),
            notice=rng.choice((0, 0, 2.5, 24)),
            horizon=rng.choice((2, 4, 60)),
            crew_size=rng.choice((1, 1, 1, 2)),
        )
        if rng.random() < 0.3:
            level = rng.choice((self.levels.browse(), self.levels[0], self.levels[1]))
            appointment_type.skill_ids = [
                Command.create({"skill_id": self.skill.id, "level_id": level.id})
            ]
        return appointment_type

    def _make_week(self, rng, zone, first, now):
        self.company.resource_calendar_id = rng.choice(self.kinds)
        for technician, user in zip(self.technicians, [*self.users, None], strict=True):
            self._make_person(rng, technician, user, zone, first)
        self._make_time_off(rng, first)
        self._make_bookings(rng, first, now)
        self._make_meetings(rng, first)

    def _make_person(self, rng, technician, user, zone, first):
        employee = technician.employee_id
        fixed = bool(employee) and rng.random() < 0.5
        calendar = rng.choice(self.fixed if fixed else [*self.kinds, self.kinds[0].browse()])
        technician.calendar_id = calendar
        (employee or technician).user_id = user
        technician.tz = zone if rng.random() < 0.8 else rng.choice(ZONES)
        if not employee:
            return
        day = first.date() + timedelta(days=rng.randrange(1, 4))
        if fixed:
            employee.version_id.write(
                {"contract_date_start": "2020-01-01", "contract_date_end": day}
            )
            other = rng.choice([kind for kind in self.fixed if kind != calendar])
            begins = day + timedelta(days=rng.randrange(1, 3))
            employee.create_version(
                {
                    "date_version": begins,
                    "contract_date_start": begins,
                    "contract_date_end": False,
                    "resource_calendar_id": other.id,
                }
            )
        begins = first.date() - timedelta(days=2)
        for _count in range(rng.randrange(3)):
            begins += timedelta(days=rng.randrange(3))
            ends = begins + timedelta(days=rng.randrange(5))
            self._grant(technician, self.skill, rng.choice(self.levels), begins, ends)
            begins = ends + timedelta(days=1)

    def _make_time_off(self, rng, first):
        values = []
        for _count in range(rng.randrange(4)):
            start = first + MINUTE * rng.randrange(5 * 24 * 60)
            values.append(
                {
                    "resource_id": rng.choice((False, *self.technicians.ids)),
                    "calendar_id": rng.choice((False, *(kind.id for kind in self.kinds))),
                    "company_id": self.company.id,
                    "date_from": start,
                    "date_to": start + MINUTE * rng.randrange(1, 24 * 60),
                    "time_type": rng.choice(("leave", "leave", "other")),
                }
            )
        self.env["resource.calendar.leaves"].create(values)

    def _make_bookings(self, rng, first, now):
        for technician in self.technicians:
            moment = first - timedelta(hours=6)
            rows = []
            while moment < first + timedelta(days=5):
                moment += MINUTE * rng.randrange(0, 36 * 60, 5)
                stop = moment + MINUTE * rng.randrange(10, 300, 5)
                state = rng.choice(("booked", "hold"))
                expires = now + MINUTE * rng.choice((-10, 0, 10))
                rows.append(
                    {
                        "resource_id": technician.id,
                        "start": moment,
                        "stop": stop,
                        "state": state,
                        "expires_at": expires if state == "hold" else False,
                    }
                )
                moment = stop
            self.env["pylot.booking"].create(rows)

    def _make_meetings(self, rng, first):
        values = []
        for _count in range(rng.randrange(8)):
            start = first + MINUTE * rng.randrange(-12 * 60, 5 * 24 * 60, 5)
            stop = start + MINUTE * rng.choice((0, 30, 45, 240, 2000))
            users = rng.sample(self.users, rng.randrange(1, 3))
            values.append(
                {
                    "name": "Meeting",
                    "start": start,
                    "stop": stop,
                    "show_as": rng.choice(("busy", "busy", "free")),
                    "partner_ids": [Command.set([user.partner_id.id for user in users])],
                    **(
                        {"allday": True, "start_date": start.date(), "stop_date": stop.date()}
                        if rng.random() < 0.3
                        else {}
                    ),
                }
            )
        meetings = self.env["calendar.event"].create(values)
        for attendee in meetings.attendee_ids:
            attendee.state = rng.choice(("accepted", "needsAction", "declined"))
