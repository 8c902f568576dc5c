"""What a real calendar program keeps of the files that a customer receives."""

import os
from datetime import date, datetime, timedelta, timezone

import icalendar
import pytz
from khal.controllers import import_ics
from khal.khalendar import CalendarCollection

DAY = timedelta(days=1)


class CalendarProgram:
    """khal, a calendar program in Python: its store, its database, and its command "import".

    It is the most honest choice there is on PyPI and npm. Libraries there read iCalendar files but
    keep no calendar, and CalDAV servers store what a client has already made of an invitation.
    khal is a client: it refuses a second event with a known UID, and replaces the first. It does
    not look at SEQUENCE, because the files it imports are meant to be in order. A mail that
    overtakes another is therefore sorted out before, by the rule for that (RFC 5546 2.1.5):
    greatest SEQUENCE, then latest DTSTAMP; and what arrives too late is dropped.
    """

    def __init__(self, folder, tz="Europe/Berlin"):
        zone = pytz.timezone(tz)
        self.locale = {
            "local_timezone": zone,
            "default_timezone": zone,
            "timeformat": "%H:%M",
            "dateformat": "%d.%m.",
            "longdateformat": "%d.%m.%Y",
            "datetimeformat": "%d.%m. %H:%M",
            "longdatetimeformat": "%d.%m.%Y %H:%M",
            "unicode_symbols": True,
            "firstweekday": 0,
            "weeknumbers": False,
        }
        path = os.path.join(folder, "calendar")
        os.makedirs(path, exist_ok=True)
        self.calendar = CalendarCollection(
            calendars={
                "own": {
                    "name": "own",
                    "path": path,
                    "readonly": False,
                    "color": "",
                    "priority": 10,
                    "addresses": [],
                }
            },
            dbpath=os.path.join(folder, "khal.db"),
            locale=self.locale,
        )
        self.calendar.default_calendar_name = "own"
        self.versions = {}

    def receive(self, raw):
        """:return: whether the file was news"""
        (event,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
        version = (event["SEQUENCE"], event.decoded("DTSTAMP"))
        if version < self.versions.get(str(event["UID"]), (-1,)):
            return False
        self.versions[str(event["UID"])] = version
        conf = {"locale": self.locale, "view": {"event_format": "{title}"}}
        import_ics(self.calendar, conf, raw.decode(), batch=True)
        return True

    def get_events(self, around, days=60):
        """:param datetime around: naive UTC
        :return: list of (UID, start, stop, status, title) in these days before and after, as the
            program shows them; moments naive UTC, days as dates"""
        zone = self.locale["local_timezone"]
        events = {}
        for offset in range(-days, days + 1):
            day = (pytz.utc.localize(around).astimezone(zone) + offset * DAY).date()
            for event in self.calendar.get_events_on(day):
                shown = (event.start, event.end, event.status, event.summary)
                events[event.uid] = (event.uid, *map(_plain, shown))
        return list(events.values())


def _plain(value):
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).replace(tzinfo=None)
    return value if isinstance(value, date) else str(value)
