"""iCalendar files and wall time: pure functions (tools/ics.py, tools/wall_time.py)."""

import csv
import doctest
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import hypothesis
import hypothesis.strategies as st
import pytz

from odoo.tests import BaseCase, tagged

from ..tools import ics, wall_time
from .ics_reading import read_ics

BERLIN = "Europe/Berlin"
INJECTION = "Eve\r\nATTENDEE:mailto:eve@example.com\r\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:2"
BREAKS = ("\r\n", "\r", "\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")

# Wall time, zone, UTC. Where the clock is set back the first of the two; where it is set forward
# the offset from before.
WALL_TIMES = (
    ("2026-10-25 01:59", BERLIN, "2026-10-24 23:59"),
    ("2026-10-25 02:00", BERLIN, "2026-10-25 00:00"),
    ("2026-10-25 02:30", BERLIN, "2026-10-25 00:30"),
    ("2026-10-25 03:00", BERLIN, "2026-10-25 02:00"),
    ("2027-03-28 01:59", BERLIN, "2027-03-28 00:59"),
    ("2027-03-28 02:00", BERLIN, "2027-03-28 01:00"),
    ("2027-03-28 02:30", BERLIN, "2027-03-28 01:30"),
    ("2027-03-28 03:00", BERLIN, "2027-03-28 01:00"),
    ("2027-03-22 09:00", BERLIN, "2027-03-22 08:00"),
    ("2027-03-29 09:00", BERLIN, "2027-03-29 07:00"),
    ("2027-04-05 09:00", BERLIN, "2027-04-05 07:00"),
    # the examples of RFC 5545 3.3.5
    ("2007-11-04 01:30", "America/New_York", "2007-11-04 05:30"),
    ("2007-03-11 02:30", "America/New_York", "2007-03-11 07:30"),
    # half an hour, midnight, winter as the exception, a day that never was
    ("2026-04-05 01:45", "Australia/Lord_Howe", "2026-04-04 14:45"),
    ("2026-04-24 00:30", "Africa/Cairo", "2026-04-23 22:30"),
    ("2026-10-25 01:30", "Europe/Dublin", "2026-10-25 00:30"),
    ("2011-12-30 12:00", "Pacific/Apia", "2011-12-30 22:00"),
    ("2026-07-01 12:00", "UTC", "2026-07-01 12:00"),
)

anything = st.text(st.characters(exclude_categories=()), max_size=200)


def an_event(**values):
    return ics.Event(
        **{
            "uid": "1@example.com",
            "stamp": datetime(2026, 11, 24, 12),
            "start": datetime(2026, 12, 1, 8),
            "stop": datetime(2026, 12, 1, 10),
            "summary": "Repair",
            "organizer": ics.Person("office@example.com", "Example GmbH"),
            **values,
        }
    )


def write(method="REQUEST", **values):
    return ics.write_calendar([an_event(**values)], method)


@tagged("post_install", "-at_install")
class TestToolsIcs(BaseCase):
    def test_examples_in_the_documentation(self):
        for module in (ics, wall_time):
            outcome = doctest.testmod(module)
            self.assertGreater(outcome.attempted, 3)
            self.assertEqual(outcome.failed, 0)

    # === TEXT ===

    def test_text_comes_back_as_it_was(self):
        for text in (
            "Grüße, „Höfler & Söhne“; C:\\temp\\new",
            "1\n2\n\n3",
            "a\\nb",
            "🔧" * 60,
            "\t;",
        ):
            read = read_ics(write(description=f"x{text}x"))
            self.assertEqual(read.description, f"x{text}x")

    def test_names_cannot_leave_their_line(self):
        for line_break in BREAKS:
            text = INJECTION.replace("\r\n", line_break)
            person = ics.Person("frieda@example.com", text, "ACCEPTED")
            read = read_ics(
                write(
                    uid=text,
                    summary=text,
                    location=text,
                    description=text,
                    organizer=ics.Person("office@example.com", text),
                    attendee=person,
                )
            )
            self.assertEqual(read.attendee, "mailto:frieda@example.com")
            self.assertEqual(read.uid, " ".join(INJECTION.split()))
            self.assertIn("ATTENDEE:mailto:eve@example.com", read.summary)

    def test_addresses_cannot_leave_their_line(self):
        for email in (
            "eve@example.com\r\nATTENDEE:mailto:x@example.com",
            "eve@example.com\u2028X:y",
            "<eve@example.com>",
            "eve@example.com,frieda@example.com",
            'e"ve@example.com',
            "eve",
            "",
            None,
        ):
            attendee = ics.Person(email, "Eve", "ACCEPTED")
            self.assertEqual(read_ics(write(attendee=attendee)).attendee, "", email)

    def test_links_cannot_leave_their_line(self):
        for url in (
            "javascript:alert(1)",
            "https://example.com/\r\nX:1",
            "https://a b",
            "file:///",
        ):
            self.assertEqual(read_ics(write(url=url)).url, "", url)
        url = "https://example.com/visit/a_-B?c=d&e=%20"
        self.assertEqual(read_ics(write(url=url)).url, url)

    @hypothesis.settings(max_examples=60, deadline=None, database=None)
    @hypothesis.given(anything, anything, anything)
    def test_any_text_makes_a_file_with_one_event(self, one, two, three):
        read = read_ics(
            write(
                summary=f"x{one}",
                description=f"x{two}",
                location=f"x{three}",
                organizer=ics.Person("office@example.com", two),
                attendee=ics.Person("frieda@example.com", one, "ACCEPTED"),
            )
        )
        self.assertEqual(read.description, ics.clean(f"x{two}"))
        self.assertEqual(read.attendee, "mailto:frieda@example.com")

    def test_characters_that_utf8_cannot_have(self):
        read = read_ics(write(summary="a\ud800b\x00c\udfff", description="d\x07e"))
        self.assertEqual((read.summary, read.description), ("abc", "de"))

    def test_long_lines_are_folded_between_characters(self):
        for character in ("x", "ä", "€", "🔧"):
            for length in range(55, 80):
                line = f"SUMMARY:{character * length}"
                folded = ics.fold(line)
                self.assertEqual(folded.replace(b"\r\n ", b""), line.encode() + b"\r\n")
                for part in folded.split(b"\r\n"):
                    self.assertLessEqual(len(part), 75)
                    part.decode()

    # === PROPERTIES ===

    def test_whole_days(self):
        """The last day counts for us, and not in the file."""
        read = read_ics(write(start=date(2026, 12, 30), stop=date(2026, 12, 31)))
        self.assertEqual((read.start, read.stop), (date(2026, 12, 30), date(2027, 1, 1)))
        self.assertNotIsInstance(read.start, datetime)

    def test_published_files_invite_nobody(self):
        frieda = ics.Person("frieda@example.com", "Frieda", "ACCEPTED")
        self.assertEqual(read_ics(write("PUBLISH", attendee=frieda)).attendee, "")
        for method in ("REQUEST", "CANCEL"):
            read = read_ics(write(method, attendee=frieda))
            self.assertEqual((read.method, read.attendee_name), (method, "Frieda"))

    def test_only_what_is_known(self):
        for values in ({"status": "DONE"}, {"status": "CONFIRMED\r\nX:1"}):
            with self.assertRaises(ValueError):
                write(**values)
        for method in ("REPLY", "request", "REQUEST\r\nX:1"):
            with self.assertRaises(ValueError):
                write(method)

    # === WALL TIME ===

    def _assert_wall_time(self, local, tz, expected):
        self.assertEqual(wall_time.to_utc(datetime.fromisoformat(local), tz), expected, local)

    def test_clocks_that_are_changed(self):
        for local, tz, utc in WALL_TIMES:
            self._assert_wall_time(local, tz, datetime.fromisoformat(utc))

    def test_weeks_around_a_change(self):
        """Nine o'clock stays nine o'clock."""
        moments = [
            wall_time.day_to_utc(date(2027, 3, 22) + timedelta(weeks=week), 9, BERLIN)
            for week in range(3)
        ]
        self.assertEqual([moment.hour for moment in moments], [8, 7, 7])
        self.assertEqual(
            wall_time.day_to_utc(date(2026, 10, 25), 24, BERLIN), datetime(2026, 10, 25, 23)
        )

    def test_times_that_exist(self):
        for local, there in (("02:30", False), ("01:59", True), ("03:00", True), ("02:00", False)):
            moment = datetime.fromisoformat(f"2027-03-28 {local}")
            self.assertEqual(wall_time.exists(moment, BERLIN), there, local)

    def test_every_zone_agrees_with_the_standard_library(self):
        """zoneinfo follows PEP 495, which resolves both cases as RFC 5545 does."""
        rng = Random(5545)
        for tz in pytz.common_timezones:
            zone = ZoneInfo(tz)
            start = datetime(2024, 1, 1)
            for _each in range(40):
                local = start + timedelta(minutes=15 * rng.randrange(4 * 24 * 365 * 3))
                expected = local.replace(tzinfo=zone).astimezone(timezone.utc).replace(tzinfo=None)
                self.assertEqual(wall_time.to_utc(local, tz), expected, f"{local} {tz}")

    def test_every_quarter_of_an_hour_of_changing_days(self):
        for tz in (BERLIN, "America/New_York", "Australia/Lord_Howe", "America/Santiago"):
            zone = ZoneInfo(tz)
            changes = [
                moment
                for moment in pytz.timezone(tz)._utc_transition_times
                if moment.year in (2026, 2027)
            ]
            self.assertEqual(len(changes), 4)
            for change in changes:
                for quarter in range(-4 * 30, 4 * 30):
                    local = change + timedelta(minutes=15 * quarter)
                    moment = local.replace(tzinfo=zone).astimezone(timezone.utc)
                    expected = moment.replace(tzinfo=None)
                    self.assertEqual(wall_time.to_utc(local, tz), expected, f"{local} {tz}")

    def test_corpus(self):
        path = Path(__file__).parents[3] / "shared" / "vectors" / "ics_dst_vectors.csv"
        if not path.exists():
            self.skipTest("the corpus of wall times is not here")
        with path.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertGreater(len(rows), 6)
        for row in rows:
            first, *_repeated = row["local_time"].partition(" weekly")
            for week, utc in enumerate(row["utc"].split()):
                local = datetime.fromisoformat(first) + timedelta(weeks=week)
                expected = datetime.strptime(utc, "%Y%m%dT%H%M%SZ")
                moment = wall_time.to_utc(local, row["tzid"])
                self.assertEqual(moment, expected, row)
                read = read_ics(write(start=moment, stop=moment + timedelta(hours=1)))
                self.assertEqual(f"{read.start:%Y%m%dT%H%M%SZ}", utc)
