"""What is shown is read again: wall time and zone lead back to the same instant, everywhere."""

import re
from datetime import datetime, timedelta, timezone
from itertools import product
from unittest.mock import patch
from zoneinfo import ZoneInfo

from lxml import html

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .ics_reading import read_ics
from .pages_common import PagesCase

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "UTC",
)
HOUR = timedelta(hours=1)
# Moments at which clocks are changed, UTC: Europe's back and forth, America's forth, and those of
# an island that changes them by half an hour.
CHANGES = (
    datetime(2026, 10, 25, 1),
    datetime(2027, 3, 28, 1),
    datetime(2027, 3, 14, 7),
    datetime(2027, 4, 3, 15),
)
# Of the visits from there: in the hour that comes twice, before, and on the next morning.
DISTANCES = (-HOUR / 2, timedelta(0), HOUR / 4, -4 * HOUR, 19 * HOUR)

CLOCK = r"(\d+:\d\d [AP]M)(?: \(([A-Z0-9+-]+)\))?"
DAY = r"(\w+day, \w+ \d+, \d{4})"
PERIOD = re.compile(rf"(?:arrival between )?{DAY}, (?:arrival between )?{CLOCK} (?:–|and) ")
NAME = re.compile(rf"{DAY}, {CLOCK}")
OWN = re.compile(rf"your time: (?:(\w\w\w), )?{CLOCK}")


def read_wall(day, clock, mark, zone):
    """:return: set of instants (naive UTC) at which clocks show this; two when nobody can tell"""
    wall = datetime.strptime(f"{day} {clock}", "%A, %B %d, %Y %I:%M %p")
    found = set()
    for fold in (0, 1):
        local = wall.replace(tzinfo=ZoneInfo(zone), fold=fold)
        moment = local.astimezone(timezone.utc)
        exists = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall
        if exists and (not mark or local.tzname() == mark):
            found.add(moment.replace(tzinfo=None))
    return found


def clean(text):
    return " ".join(text.replace("\u202f", " ").split())


@tagged("post_install", "-at_install")
class TestPagesZones(PagesCase):
    """Zones of company, technician and visitor, in weeks in which clocks change."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, "frieda", groups="base.group_portal", name="Frieda")
        cls.user.partner_id.write({"lang": "en_US", "email": "frieda@example.com"})
        cls.technicians = cls.env["resource.resource"].union(
            *(cls._create_technician(zone) for zone in ZONES)
        )
        for technician, zone in zip(cls.technicians, ZONES, strict=True):
            technician.tz = zone
        cls.calendar.attendance_ids = [
            Command.clear(),
            *(
                Command.create(
                    {"name": "Work", "dayofweek": str(day), "hour_from": 0, "hour_to": 24}
                )
                for day in range(7)
            ),
        ]
        cls.kind.write(
            {
                "technician_ids": [Command.set(cls.technicians.ids)],
                "grid": 30,
                "notice": 0,
                "horizon": 4,
                "place": "company",
                "cancel_hours": 0,
                "window_ids": [
                    Command.create({"hour_from": hour, "hour_to": hour + 4}) for hour in (0, 8, 20)
                ],
            }
        )

    def _at_week(self, change):
        now = change - timedelta(days=2)
        self.enterContext(patch.object(fields.Datetime, "now", lambda: now))
        return now

    # === BOOKED ===

    def _check_booked(self, change):
        """Portal, page, mail, paper and file of visits around the change of clocks."""
        self._at_week(change)
        self.authenticate("frieda", "frieda".ljust(8, "x"))
        visits = self._make_visits(change)
        for number, (business, visitor) in enumerate(product(ZONES, ZONES)):
            # each pair in two of the weeks
            if (number + CHANGES.index(change)) % 2:
                continue
            self.calendar.tz = business
            visits.customer_tz = visitor
            self.env.flush_all()
            says = f"{business}, {visitor}"
            self._check_portal(visits, visitor, says)
            self._check_paper(visits, visitor, says)
            for visit in visits:
                read = read_ics(visit._get_ics("PUBLISH"))
                self.assertEqual((read.start, read.stop), visit._get_promised_times(), says)
            # each technician's zone comes by in each week
            for visit in (visits[number % len(ZONES)], visits[(number + number // 5) % 5]):
                page = self.get(f"/visit/{visit.customer_token}")
                zone = visit._describe_customer_time()["zone"]
                self.assertIn(f"({zone})", page.text)
                self.assertSaid(page.text, visit, visitor, says)
                self._check_mail(visit, visitor, says)

    def _make_visits(self, change):
        visits = self.env["calendar.event"]
        for number, distance in enumerate(DISTANCES):
            start = change + distance
            window = {"window_start": start, "window_stop": start + 4 * HOUR}
            visits |= visits.create(
                {
                    "name": "Visit",
                    "start": start,
                    "stop": start + HOUR,
                    "technician_id": self.technicians[number].id,
                    "customer_id": self.user.partner_id.id,
                    "appointment_type_id": self.kind.id,
                    "visit_state": "confirmed",
                    **(window if number % 2 else {}),
                }
            )
        for visit in visits:
            visit._ensure_customer_token()
            visit._promise("confirmed")
        return visits

    def assertSaid(self, text, visit, visitor, says):
        """``text`` says when, and when for the visitor if their clock shows something else."""
        found = [match.groups() for match in PERIOD.finditer(clean(text))]
        start = visit._get_promised_times()[0]
        zones = [visit._get_customer_zone(), visitor]
        walls = {_get_wall(start, zone) for zone in zones}
        stops = {_get_wall(visit._get_promised_times()[1], zone) for zone in zones}
        self.assertGreaterEqual(len(found), max(len(walls), len(stops)), f"{says}: {text}")
        self.assertLessEqual(len(found), 2, f"{says}: {text}")
        for words, zone in zip(found, zones, strict=False):
            self.assertEqual(read_wall(*words, zone), {start}, f"{says}: {words} in {zone}")

    def _check_portal(self, visits, visitor, says):
        page = self.get("/my/appointments")
        cards = page.main.xpath(".//div[contains(@class, 'pylot-card')]")
        self.assertEqual(len(cards), len(visits), page.text)
        for visit in visits:
            card = next(
                card for card in cards if card.xpath(f".//form[contains(@action, '/{visit.id}/')]")
            )
            text = clean(card.text_content())
            self.assertSaid(text, visit, visitor, says)
            self.assertIn(f"({visit._get_customer_zone()})", text)

    def _check_paper(self, visits, visitor, says):
        name = "pylot_frontoffice.report_calendar_event_confirmation"
        report = self.env["ir.actions.report"]._render_qweb_html(name, visits.ids)[0].decode()
        papers = html.fromstring(report).xpath("//div[contains(@class, 'page')]")
        papers = [paper for paper in papers if paper.xpath(".//h2")]
        self.assertEqual(len(papers), len(visits))
        for visit, paper in zip(visits, papers, strict=True):
            self.assertSaid(paper.text_content(), visit, visitor, says)

    def _check_mail(self, visit, visitor, says):
        template = self.env.ref("pylot_frontoffice.mail_template_calendar_event_confirmed")
        body = template._render_field("body_html", visit.ids, compute_lang=True)[visit.id]
        self.assertSaid(html.fromstring(body).text_content(), visit, visitor, says)

    def test_booked_when_europe_goes_back(self):
        self._check_booked(CHANGES[0])

    def test_booked_when_europe_goes_forth(self):
        self._check_booked(CHANGES[1])

    def test_booked_when_america_goes_forth(self):
        self._check_booked(CHANGES[2])

    def test_booked_when_the_island_goes_back(self):
        self._check_booked(CHANGES[3])

    # === OFFERED ===

    def test_offered(self):
        """The pages of times and of the contact, of every second pair of zones in each week."""
        shown = 0
        for week, change in enumerate(CHANGES):
            self._at_week(change)
            for number, (business, visitor) in enumerate(product(ZONES, ZONES)):
                if (number + week) % 2:
                    continue
                self.calendar.tz = business
                self.kind.arrival = "window" if number % 4 < 2 else "exact"
                with self.subTest(change=change, business=business, visitor=visitor):
                    shown += self._check_offered(change, visitor)
        self.assertGreater(shown, 500)

    def _check_offered(self, change, visitor):
        booking = self.env["pylot.booking.request"]._start(self.kind, "visitor", tz=visitor)
        now = fields.Datetime.now()
        offers = {
            offer["key"]: offer["window_start"] or offer["start"]
            for offer in booking._get_offers(now, now + timedelta(days=6))
        }
        zone = self.kind._get_zone()
        day = change.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone)).date()
        page = self.get(f"/book/request/{booking.token}?change=1&day={day}")
        buttons = page.main.xpath(".//button[@name='key']")
        self.assertIn(f"time zone {zone}", page.text)
        for button in buttons:
            moment = offers[button.get("value")]
            own = clean(button.text_content())
            self.assertOffered(button.get("aria-label"), own, moment, zone, visitor)
        # the one that is nearest to the change of clocks
        key = min(offers, key=lambda key: abs(offers[key] - change))
        booking._hold(key)
        page = self.get(f"/book/request/{booking.token}")
        self.assertIn(f"({zone})", page.text)
        self.assertOffered(page.text, page.text, offers[key], zone, visitor)
        booking.unlink()  # the time is free for the next pair of zones, and no hold is counted
        return len(buttons)

    def assertOffered(self, name, text, moment, zone, visitor):
        words = NAME.search(clean(name)).groups()
        self.assertEqual(read_wall(*words, zone), {moment}, f"{words} in {zone}")
        own = OWN.search(text)
        differs = _get_wall(moment, zone) != _get_wall(moment, visitor)
        self.assertEqual(bool(own), differs, text)
        if not own:
            return
        weekday, clock, mark = own.groups()
        local = _get_wall(moment, zone)
        # without a weekday it is the same day; with one it is the day before or after
        days = [local + timedelta(days=each) for each in ((-1, 1) if weekday else (0,))]
        days = [f"{day:%A, %B %d, %Y}" for day in days if not weekday or f"{day:%a}" == weekday]
        self.assertEqual(len(days), 1, text)
        self.assertEqual(read_wall(days[0], clock, mark, visitor), {moment}, f"{text}, {visitor}")


def _get_wall(moment, zone):
    local = moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone))
    return local.replace(tzinfo=None)
