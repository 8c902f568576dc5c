"""What two independent libraries and a calendar program understand of an iCalendar file."""

import io
from dataclasses import dataclass, fields
from datetime import date, datetime, timezone

import icalendar
import vobject

# Without these, no calendar program takes an invitation in.
REQUIRED = ("UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "STATUS", "SUMMARY", "ORGANIZER")


@dataclass
class Read:
    """One event as a library reads it. Moments are naive UTC, days are dates."""

    method: str
    uid: str
    sequence: int
    start: datetime | date
    stop: datetime | date
    status: str
    summary: str
    location: str
    description: str
    url: str
    organizer: str
    attendee: str
    attendee_name: str


def read_ics(raw):
    """:return: :class:`Read` on which both libraries agree"""
    assert isinstance(raw, bytes), type(raw)
    _check_lines(raw)
    first, second = _read_with_icalendar(raw), _read_with_vobject(raw)
    for field in fields(Read):
        ours, theirs = getattr(first, field.name), getattr(second, field.name)
        assert ours == theirs, f"{field.name}: {ours!r} and {theirs!r}"
    return first


def _check_lines(raw):
    """What parsers are lenient about: ends and lengths of lines, and what stands in them."""
    text = raw.decode()
    assert text.endswith("\r\n"), text[-20:]
    assert "\n" not in text.replace("\r\n", ""), "a line feed alone"
    assert "\r" not in text.replace("\r\n", ""), "a carriage return alone"
    characters = set(text.replace("\r\n", "")) - {"\t"}
    assert all(character >= " " for character in characters), "control characters"
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75, line
        line.decode()  # not cut inside a character
    unfolded = text.replace("\r\n ", "").split("\r\n")
    names = [line.partition(":")[0].partition(";")[0] for line in unfolded[:-1]]
    for once in ("METHOD", "PRODID", "VERSION", *REQUIRED):
        assert names.count(once) == 1, f"{once}: {names.count(once)} times"
    assert names.count("ATTENDEE") <= 1, "more than one attendee"
    assert names.count("BEGIN") == names.count("END") == 2, names
    assert "RRULE" not in names
    empty = [line for line in unfolded[:-1] if not line.partition(":")[2].strip()]
    assert not empty, empty


def _plain(value):
    if isinstance(value, datetime):
        assert value.utcoffset() is not None, "a time of no zone"
        return value.astimezone(timezone.utc).replace(tzinfo=None)
    return value


def _read_with_icalendar(raw):
    calendar = icalendar.Calendar.from_ical(raw)
    (event,) = calendar.walk("VEVENT")
    assert not event.errors and not calendar.errors, event.errors
    attendee = event.get("ATTENDEE")
    return Read(
        method=str(calendar["METHOD"]),
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        start=_plain(event.decoded("DTSTART")),
        stop=_plain(event.decoded("DTEND")),
        status=str(event["STATUS"]),
        summary=str(event["SUMMARY"]),
        location=str(event.get("LOCATION", "")),
        description=str(event.get("DESCRIPTION", "")),
        url=str(event.get("URL", "")),
        organizer=str(event["ORGANIZER"]),
        attendee=str(attendee or ""),
        attendee_name=str(attendee.params.get("CN", "")) if attendee is not None else "",
    )


def _read_with_vobject(raw):
    (calendar,) = vobject.readComponents(io.StringIO(raw.decode(), newline=""))
    (event,) = calendar.vevent_list

    def value(name):
        return event.getChildValue(name) or ""

    attendee = getattr(event, "attendee", None)
    return Read(
        method=calendar.method.value,
        uid=value("uid"),
        sequence=int(value("sequence")),
        start=_plain(value("dtstart")),
        stop=_plain(value("dtend")),
        status=value("status"),
        summary=value("summary"),
        location=value("location"),
        description=value("description"),
        url=value("url"),
        organizer=value("organizer"),
        attendee=value("attendee"),
        attendee_name=(attendee.params.get("CN") or [""])[0] if attendee else "",
    )
