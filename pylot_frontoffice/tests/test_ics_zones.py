"""The same instant for everybody, wherever they are and whatever week it is."""

from datetime import datetime, timedelta
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from odoo.tests import tagged

from ..tools.wall_time import to_utc
from .calendar_program import CalendarProgram
from .common import FrontofficeCommon
from .ics_reading import read_ics

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")
# On the clock of the business: before, in and after the hours at which clocks are changed.
MOMENTS = (
    "2028-03-12 01:30",
    "2028-03-12 02:30",
    "2028-03-26 02:30",
    "2028-03-26 09:00",
    "2028-04-02 01:45",
    "2028-10-29 02:30",
    "2028-11-05 01:30",
    "2028-12-31 23:30",
)


@tagged("post_install", "-at_install")
class TestIcsZones(FrontofficeCommon):
    def _iterate_places(self):
        """Of the business, the technician, and the visitor; set before each is yielded."""
        for business in ZONES:
            self.calendar.tz = business
            for technician in ZONES[:3]:
                self.anna.tz = technician
                for visitor in ZONES[:3]:
                    yield business, technician, visitor

    def test_same_instant(self):
        kind = self._create_type(company_id=self.company.id)
        visit = self._create_visit(self.anna, appointment_type_id=kind.id)
        visit.customer_id = self.customer
        for business, technician, visitor in self._iterate_places():
            visit.customer_tz = visitor
            for local in MOMENTS:
                start = to_utc(datetime.fromisoformat(local), business)
                stop = start + timedelta(hours=1)
                visit.write({"start": start, "stop": stop})
                reader = visit.with_context(tz=visitor)
                read = read_ics(reader._get_ics())
                says = f"{local} {business}, {technician}, {visitor}"
                self.assertEqual((read.start, read.stop), (start, stop), says)
                feed = reader._prepare_feed_ics()
                self.assertEqual((feed.start, feed.stop), (start, stop), says)

    def test_same_arrival_window(self):
        kind = self._create_type(company_id=self.company.id)
        visit = self._create_visit(self.anna, appointment_type_id=kind.id)
        for business, _technician, visitor in self._iterate_places():
            for local in MOMENTS:
                start = to_utc(datetime.fromisoformat(local), business)
                window = (start - timedelta(hours=1), start + timedelta(hours=3))
                visit.write(
                    {
                        "start": start,
                        "stop": start + timedelta(hours=1),
                        "window_start": window[0],
                        "window_stop": window[1],
                        "customer_tz": visitor,
                    }
                )
                read = read_ics(visit._get_ics("PUBLISH"))
                self.assertEqual((read.start, read.stop), window, f"{local} {business}")

    def test_visitors_calendar_shows_it_on_their_clock(self):
        """In a calendar program that runs where the visitor is."""
        visit = self._create_visit(self.anna, customer_id=self.customer.id)
        local = datetime(2028, 10, 29, 2, 30)
        start = to_utc(local, "Europe/Berlin")
        visit.write({"start": start, "stop": start + timedelta(hours=1)})
        for visitor in ZONES:
            with TemporaryDirectory() as folder:
                program = CalendarProgram(folder, tz=visitor)
                program.receive(visit._get_ics())
                day = start.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(visitor)).date()
                (event,) = program.calendar.get_events_on(day)
                shown = event.start_local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
                self.assertEqual(shown, start)
                self.assertEqual(event.start_local.utcoffset(), _get_offset(start, visitor))


def _get_offset(moment, tz):
    return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(tz)).utcoffset()
