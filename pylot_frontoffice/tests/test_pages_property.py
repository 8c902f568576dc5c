"""What the pages offer can be held, and nothing else: random plans, met by a plain HTTP client."""

import random
import re
from datetime import datetime, timedelta
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytz

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .pages_common import PagesCase

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
KEY = "%Y%m%dT%H%M%SZ"
COUNTRY_ZIPS = ("10115", "10965", "14467", "20095")
# Zone and the first day that can be booked; clocks change in all weeks but one.
WORLDS = (
    ("Europe/Berlin", datetime(2026, 10, 24)),
    ("America/New_York", datetime(2027, 3, 13)),
    ("Australia/Lord_Howe", datetime(2027, 4, 3)),
    ("Europe/Berlin", datetime(2027, 3, 27)),
    ("Asia/Kathmandu", datetime(2026, 12, 30)),
    ("Europe/Berlin", datetime(2026, 10, 24)),
    ("America/New_York", datetime(2026, 10, 31)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3)),
)
HOLDS, MOVES, REFUSALS = 5, 3, 3
HOURS = (
    [(day, 8, 12.25) for day in range(6)] + [(day, 13, 17) for day in range(6)],
    [(day, 0, 5) for day in range(7)] + [(day, 21.5, 24) for day in range(7)],
    [(day, 1.5, 14) for day in range(7)],
)


@tagged("post_install", "-at_install")
class TestPagesProperty(PagesCase):
    """The number of the world is the seed, so a failure shows itself again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        parameters = cls.env["ir.config_parameter"]
        for name in ("max_holds_per_visitor", "max_requests_per_visitor"):
            parameters.set_param(f"pylot_frontoffice.{name}", "100000")
        cls.env["resource.resource"].search([]).is_technician = False
        cls.people = cls.anna | cls.bert | cls.carla
        cls.people.is_technician = True
        cls.vans = cls._create_equipment("Van 1") | cls._create_equipment("Van 2")
        cls.company.country_id = cls.env.ref("base.de")
        cls.partners = cls.env["res.partner"].create(
            [
                {"name": code, "zip": code, "country_id": cls.company.country_id.id}
                for code in COUNTRY_ZIPS
            ]
        )
        cls.calendars = cls.env["resource.calendar"].create(
            [
                {
                    "name": "Hours",
                    "attendance_ids": [
                        Command.clear(),
                        *(
                            Command.create(
                                {
                                    "name": "Work",
                                    "dayofweek": str(day),
                                    "hour_from": start,
                                    "hour_to": stop,
                                }
                            )
                            for day, start, stop in hours
                        ),
                    ],
                }
                for hours in HOURS
            ]
        )

    def test_book(self):
        held, refused = self._check_worlds(self._check_world, WORLDS)
        self.assertGreater(held, 25, "the worlds are too full to show anything")
        self.assertGreater(refused, 40)

    def test_move(self):
        moved, refused = self._check_worlds(self._check_move, WORLDS[:5])
        self.assertGreater(moved, 6)
        self.assertGreater(refused, 20)

    def _check_worlds(self, check, worlds):
        """:return: how many times could be had, and how many could not"""
        taken = refused = 0
        for number, (zone, first_day) in enumerate(worlds):
            rng = random.Random(number)
            now = self._to_utc(first_day, zone) - timedelta(hours=rng.choice((3, 9.5, 20)))
            with (
                self.subTest(number=number),
                patch.object(fields.Datetime, "now", lambda now=now: now),
                self.env.cr.savepoint() as savepoint,
            ):
                counts = check(World(self, rng, zone, now))
                taken, refused = taken + counts[0], refused + counts[1]
                savepoint.rollback()
            self.env.invalidate_all()
        return taken, refused

    def _to_utc(self, local, zone):
        return pytz.timezone(zone).localize(local).astimezone(pytz.utc).replace(tzinfo=None)

    def _check_world(self, world):
        page = self.open_times(world.zip_code, world.kind)
        self.assertEqual(page.status, 200, page.text)
        token = page.path.rpartition("/")[2]
        booking = self.env["pylot.booking.request"].search([("token", "=", token)])
        held = refused = 0
        for person in world.get_wishes():
            keys = self._crawl(page.path, f"change=1&technician={person.id or 0}")
            expected = self._get_expected(booking, person)
            self.assertEqual(keys, {offer["key"] for offer in expected})
            csrf = self._get_csrf(page)
            chosen = world.rng.sample(expected, min(HOLDS, len(expected)))
            for offer in chosen:
                self._check_held(world, booking, offer, person, csrf)
            beside = world.get_beside(expected)
            for key in beside:
                self._check_refused(booking, key, person, csrf)
            held, refused = held + len(chosen), refused + len(beside)
        return held, refused

    def _get_expected(self, booking, person):
        now = fields.Datetime.now()
        # as far as anything could be offered at all
        stop = now + DAY * (booking.appointment_type_id.horizon + 3)
        return booking._get_offers(now, stop, technicians=person or None)

    def _get_csrf(self, page):
        """:return: what every form carries; a page without times has no form"""
        found = page.main.xpath(".//input[@name='csrf_token']/@value")
        if not found:
            page = self.get(f"/book/{self.kind.id}")
            found = page.main.xpath(".//input[@name='csrf_token']/@value")
        return found[0]

    # === A VISIT IS MOVED ===

    def _check_move(self, world):
        visit, own_key = self._make_visit(world)
        if not visit:
            return 0, 0
        path = f"/visit/{visit.customer_token}/move"
        expected = self._get_move_offers(visit)
        keys = self._crawl(path, "anybody=1")
        self.assertEqual(keys, {offer["key"] for offer in expected})
        csrf = self._get_csrf(self.get(path))
        chosen = world.rng.sample(expected, min(MOVES, len(expected)))
        for offer in chosen:
            with self.env.cr.savepoint() as savepoint:
                self._post(path, csrf, 303, key=offer["key"])
                self.assertEqual(visit.window_start, offer["window_start"] or False)
                if not visit.window_start:
                    self.assertEqual(visit.start, offer["start"])
                world.check_free(visit.booking_ids)
                savepoint.rollback()
            self.env.invalidate_all()
        before = visit.start, visit.technician_id, visit.window_start
        # the time it has is not offered, and choosing it is no mistake
        beside = [key for key in world.get_beside(expected) if key != own_key]
        for key in beside:
            self._post(path, csrf, 409, key=key)
            self.assertEqual((visit.start, visit.technician_id, visit.window_start), before, key)
        return len(chosen), len(beside)

    def _make_visit(self, world):
        """:return: (a visit at a time that was offered, its key); none in a world without one"""
        customer = world.rng.choice(self.partners)
        kind = world.kind
        now = fields.Datetime.now()
        offers = kind._get_offers(now, now + DAY * (kind.horizon + 3), partner=customer)
        visits = self.env["calendar.event"]
        if not offers:
            return visits, ""
        offer = world.rng.choice(offers)
        crew = kind._choose_crew(offer, customer)
        visit = visits.create(
            {
                "name": "Mine",
                "appointment_type_id": kind.id,
                "customer_id": customer.id,
                "visit_address_id": customer.id,
                "visit_state": "confirmed",
                "technician_id": crew[0],
                "helper_ids": [Command.set(crew[1:])],
                **{name: offer[name] for name in ("start", "stop", "window_start", "window_stop")},
            }
        )
        visit._promise("confirmed")
        visit._ensure_customer_token()
        self.env.flush_all()
        return visit, offer["key"]

    def _get_move_offers(self, visit):
        now = fields.Datetime.now()
        stop = now + DAY * (visit.appointment_type_id.horizon + 3)
        return visit._get_customer_offers(now, stop)

    # === WHAT IS SEEN ===

    def _crawl(self, path, query):
        """:return: set of the keys of all times of all days of all months"""
        page = self.get(f"{path}?{query}")
        seen, found = set(), set()
        while page:
            after = None
            for link in page.main.xpath(".//nav//a[@href]"):
                href = link.get("href")
                asked = parse_qs(urlsplit(href).query)
                if link.get("aria-label") == "Month after":
                    after = href
                elif "day" in asked and asked["day"][0] not in seen:
                    seen.add(asked["day"][0])
                    self._read_times(self.get(href), found)
            self._read_times(page, found)
            page = self.get(after) if after else None
        return set(found)

    def _read_times(self, page, found):
        self.assertEqual(page.status, 200)
        for each in page.main.xpath(".//*[@name='key']"):
            found.add(each.get("value"))
        for href in page.main.xpath(".//a/@href[contains(., 'pick=')]"):
            found.add(parse_qs(urlsplit(href).query)["pick"][0])

    # === WHAT IS TAKEN ===

    def _post(self, path, csrf, status, **values):
        data = {"csrf_token": csrf, **values}
        response = self.url_open(path, data=data, allow_redirects=False)
        self.env.invalidate_all()
        self.assertEqual(response.status_code, status, values)

    def _post_hold(self, booking, key, person, csrf, status):
        path = f"/book/request/{booking.token}/hold"
        self._post(path, csrf, status, key=key, technician=str(person.id or 0))

    def _check_held(self, world, booking, offer, person, csrf):
        with self.env.cr.savepoint() as savepoint:
            self._post_hold(booking, offer["key"], person, csrf, 303)
            rows = booking.booking_ids
            needed = world.kind.crew_size + bool(world.kind.equipment_ids)
            self.assertEqual(len(rows.resource_id), needed)
            self.assertEqual(set(rows.mapped("state")), {"hold"})
            if person:
                self.assertIn(person, rows.resource_id)
            world.check_free(rows)
            savepoint.rollback()
        self.env.invalidate_all()

    def _check_refused(self, booking, key, person, csrf):
        self._post_hold(booking, key, person, csrf, 409)
        self.assertFalse(booking.booking_ids, key)


class World:
    """A random plan, and what must be true of every time in it."""

    def __init__(self, pages, rng, zone, now):
        self.pages, self.rng, self.zone, self.now = pages, rng, zone, now
        self.env = pages.env
        self.zip_code = rng.choice(COUNTRY_ZIPS)
        # when nobody can: (first moment, end)
        self.closed = []
        pages.calendar.tz = zone
        for calendar in pages.calendars:
            calendar.tz = rng.choice((zone, zone, "UTC"))
        for person in pages.people:
            person.write(
                {
                    "tz": rng.choice((zone, zone, "Europe/London")),
                    "calendar_id": rng.choice(pages.calendars).id,
                    "capacity_minutes": rng.choice((0, 0, 240)),
                    "service_zips": rng.choice(("", "", "10,20")),
                }
            )
        self.kind = self._make_type()
        self._make_plan()
        self.env.flush_all()

    def _make_type(self):
        rng, pages = self.rng, self.pages
        arrival = rng.choice(("exact", "exact", "window"))
        return pages._create_type(
            "World",
            access="public",
            technician_ids=pages.people.ids,
            cancel_hours=0,
            duration=rng.choice((0.5, 1, 1.5)),
            grid=rng.choice((15, 30, 60)),
            notice=rng.choice((0, 5, 30)),
            horizon=rng.choice((3, 5)),
            buffer_before=rng.choice((0, 10)),
            buffer_after=rng.choice((0, 20)),
            crew_size=rng.choice((1, 1, 1, 2)),
            capacity_minutes=rng.choice((0, 0, 240)),
            count_travel=rng.random() < 0.7,
            technician_choice=rng.choice(("automatic", "person", "time")),
            equipment_ids=[Command.set(rng.choice(((), (), pages.vans.ids)))],
            arrival=arrival,
            window_ids=[
                Command.create({"hour_from": hour, "hour_to": hour + 4}) for hour in (0, 8, 12, 20)
            ],
        )

    def _make_plan(self):
        pages, rng = self.pages, self.rng
        begin = self.now.replace(minute=0, second=0) - timedelta(hours=2)
        visits, bookings, meetings = [], [], []
        for resource in pages.people | pages.vans:
            moment = begin
            for _number in range(8):
                moment += timedelta(minutes=rng.randrange(60, 24 * 60, 15))
                stop = moment + timedelta(minutes=rng.choice((30, 60, 180)))
                values = {"start": moment, "stop": stop}
                match rng.randrange(4):
                    case 0 | 1:
                        customer = rng.choice(pages.partners)
                        visits.append(
                            {
                                **values,
                                "name": "Visit",
                                "technician_id": resource.id,
                                "customer_id": customer.id,
                            }
                        )
                    case 2:
                        # one that lives on, or one that ended just now
                        lives = rng.choice((5, 0))
                        bookings.append(
                            {
                                **values,
                                "resource_id": resource.id,
                                "state": "hold",
                                "expires_at": self.now + MINUTE * lives,
                            }
                        )
                    case _ if resource == pages.anna:
                        meetings.append(
                            {
                                **values,
                                "name": "Dentist",
                                "show_as": "busy",
                                "partner_ids": [Command.set(pages.technician_user.partner_id.ids)],
                            }
                        )
                moment = stop + timedelta(minutes=30)
        self.env["calendar.event"].create(visits + meetings)
        self.env["pylot.booking"].create(bookings)
        closed = begin + timedelta(hours=rng.randrange(30, 50))
        self.closed.append((closed, closed + timedelta(hours=8)))
        leave = {"name": "Closed", "date_from": closed, "date_to": closed + timedelta(hours=8)}
        self.env["resource.calendar.leaves"].create(
            {**leave, "resource_id": False, "calendar_id": False, "company_id": pages.company.id}
        )
        away = begin + timedelta(hours=rng.randrange(10, 60))
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Away",
                "date_from": away,
                "date_to": away + DAY,
                "resource_id": pages.bert.id,
                "calendar_id": pages.bert.calendar_id.id,
            }
        )

    def get_wishes(self):
        """:return: whom the visitor may ask for: nobody in particular, somebody"""
        nobody = self.env["resource.resource"]
        if self.kind.technician_choice == "automatic":
            return [nobody]
        return [nobody, self.rng.choice(self.pages.people)]

    def check_free(self, rows):
        """Held rows meet nothing that was there: neither bookings that live nor meetings."""
        before = timedelta(minutes=self.kind.buffer_before)
        after = timedelta(minutes=self.kind.buffer_after)
        for row in rows:
            others = self.env["pylot.booking"].search(
                [
                    ("id", "not in", rows.ids),
                    ("resource_id", "=", row.resource_id.id),
                    ("start", "<", row.stop),
                    ("stop", ">", row.start),
                ]
            )
            lives = others.filtered(
                lambda each: each.state == "booked" or each.expires_at > self.now
            )
            self.pages.assertFalse(lives)
            start, stop = row.start + before, row.stop - after
            self.pages.assertGreaterEqual(start, self.now + timedelta(hours=self.kind.notice))
            self.pages.assertLessEqual(start, self.now + DAY * self.kind.horizon)
            for first, end in self.closed:
                self.pages.assertFalse(first < stop and start < end, (first, end, start, stop))
            zone = pytz.timezone(row.resource_id.tz)
            if row.resource_id in self.pages.people and not self.kind.crew_size > 1:
                local = pytz.utc.localize(start).astimezone(zone)
                self.pages.assertFalse((local.hour * 60 + local.minute) % self.kind.grid)

    def get_beside(self, offers):
        """:return: keys just beside what is offered: into what is taken, off the grid, too soon,
        too far ahead, and what was never a key"""
        keys = {"", "w1-20260230", "99999999T999999Z", "x" * 40}
        offered = {offer["key"] for offer in offers}
        if self.kind.arrival == "window":
            found = [re.fullmatch(r"w(\d+)-(\d+)", key).groups() for key in offered]
            days = {day for _window, day in found}
            keys |= {
                f"w{window.id}-{day}" for window in self.kind.window_ids for day in days
            } - offered
            keys |= {f"w{window}0-{day}" for window, day in found[:1]}
            last = self.now + DAY * (self.kind.horizon + 2)
            keys |= {
                f"w{self.kind.window_ids[0].id}-{moment:%Y%m%d}"
                for moment in (last, self.now - 2 * DAY)
            }
            return sorted(keys)
        step = MINUTE * self.kind.grid
        starts = [offer["start"] for offer in offers]
        edges = [start + way for start in starts for way in (step, -step)]
        edges = sorted({edge for edge in edges if edge.strftime(KEY) not in offered})
        moments = self.rng.sample(edges, min(REFUSALS, len(edges)))
        moments += [start + MINUTE for start in starts[:1]]
        first = self.now + timedelta(hours=self.kind.notice)
        last = self.now + DAY * self.kind.horizon
        # on the grid, whatever zone the technicians are in
        moments += [_floor(first - MINUTE, step), _floor(last, step) + step]
        moments += [_floor(start, step) + step for start, _stop in self.closed]
        return sorted(keys | {moment.strftime(KEY) for moment in moments})


def _floor(moment, step):
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (moment - midnight) // step * step
