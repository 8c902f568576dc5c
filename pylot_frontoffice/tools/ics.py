"""iCalendar files that calendar programs agree about (RFC 5545, 5546): times in UTC, one UID for
the life of a visit, and text that cannot become anything but text.

>>> visit = Event(
...     uid="1@example.com",
...     stamp=datetime(2026, 11, 24, 12, 0),
...     start=datetime(2026, 12, 1, 8, 0),
...     stop=datetime(2026, 12, 1, 12, 0),
...     summary="Repair; Müller, Söhne",
...     organizer=Person("office@example.com", "Müller"),
... )
>>> print(write_calendar([visit], "PUBLISH").decode().replace(CRLF, "|"))
BEGIN:VCALENDAR|VERSION:2.0|PRODID:-//Pylot//Front Office//EN|CALSCALE:GREGORIAN|METHOD:PUBLISH|\
BEGIN:VEVENT|UID:1@example.com|DTSTAMP:20261124T120000Z|SEQUENCE:0|DTSTART:20261201T080000Z|\
DTEND:20261201T120000Z|STATUS:CONFIRMED|SUMMARY:Repair\\; Müller\\, Söhne|\
ORGANIZER;CN="Müller":mailto:office@example.com|TRANSP:OPAQUE|END:VEVENT|END:VCALENDAR|
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import quote

PRODUCT = "-//Pylot//Front Office//EN"
METHODS = ("PUBLISH", "REQUEST", "CANCEL")
STATUSES = ("TENTATIVE", "CONFIRMED", "CANCELLED")
CRLF = "\r\n"
# Octets of a line without its end (RFC 5545 3.1).
LINE_OCTETS = 75

# What ends a line for one program or another, Python's own splitlines() among them.
LINE_BREAKS = re.compile("\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
# Control characters, which TEXT must not contain, and halves of characters, which UTF-8 cannot.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
MAIL_ADDRESS = re.compile(r"[^\s@\"<>()\[\],;:\\]+@[^\s@\"<>()\[\],;:\\]+")
WEB_ADDRESS = re.compile(r"https?://[!#-;=?-\[\]_a-z~%]+")


@dataclass(frozen=True)
class Person:
    """Whoever invites or is invited: nobody without a mail address.

    ``answer`` (PARTSTAT) is what the invited has said so far; None for the organizer. No reply is
    asked for: the answer is given on the customer's page.
    """

    email: str
    name: str = ""
    answer: str | None = None

    @property
    def address(self) -> str:
        """As a URI, empty when it is no mail address.

        >>> Person("frieda+1@example.com").address, Person("x@y\\r\\nATTENDEE:z@y").address
        ('mailto:frieda+1@example.com', '')
        """
        email = (self.email or "").strip()
        if not MAIL_ADDRESS.fullmatch(email) or UNPRINTABLE.search(email):
            return ""
        return "mailto:" + quote(email, safe="@!$'*+=~")


@dataclass(frozen=True)
class Event:
    """One VEVENT. Moments are naive UTC. An event of whole days has dates: the first day, and
    the last one, which counts."""

    uid: str
    stamp: datetime
    start: datetime | date
    stop: datetime | date
    summary: str
    sequence: int = 0
    status: str = "CONFIRMED"
    location: str = ""
    description: str = ""
    url: str = ""
    organizer: Person | None = None
    attendee: Person | None = None


def write_calendar(events, method, name="", refresh_minutes=0) -> bytes:
    """:param name: how a subscribed calendar is called
    :param refresh_minutes: how often a subscribed calendar should be fetched again"""
    if method not in METHODS:
        raise ValueError(f"unknown method {method!r}")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    lines.append(f"METHOD:{method}")
    if name:
        lines += [f"NAME:{text(one_line(name))}", f"X-WR-CALNAME:{text(one_line(name))}"]
    if refresh_minutes:
        period = f"PT{int(refresh_minutes)}M"
        lines += [f"REFRESH-INTERVAL;VALUE=DURATION:{period}", f"X-PUBLISHED-TTL:{period}"]
    for event in events:
        lines += event_lines(event, method)
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) for line in lines)


def event_lines(event, method):
    """:return: unfolded lines of one VEVENT"""
    if event.status not in STATUSES:
        raise ValueError(f"unknown status {event.status!r}")
    yield "BEGIN:VEVENT"
    yield f"UID:{text(one_line(event.uid))}"
    yield f"DTSTAMP:{moment(event.stamp)}"
    yield f"SEQUENCE:{int(event.sequence)}"
    yield from time_lines(event.start, event.stop)
    yield f"STATUS:{event.status}"
    yield f"SUMMARY:{text(one_line(event.summary))}"
    if event.location:
        yield f"LOCATION:{text(one_line(event.location))}"
    if event.description:
        yield f"DESCRIPTION:{text(event.description)}"
    if event.url and WEB_ADDRESS.fullmatch(event.url):
        yield f"URL:{event.url}"
    yield from people_lines(event, method)
    yield "TRANSP:OPAQUE"
    yield "END:VEVENT"


def time_lines(start, stop):
    """The end is left out unless it is later than the start: nothing else is valid.

    >>> list(time_lines(date(2026, 12, 1), date(2026, 12, 1)))
    ['DTSTART;VALUE=DATE:20261201', 'DTEND;VALUE=DATE:20261202']
    >>> list(time_lines(datetime(2026, 12, 1), datetime(2026, 12, 1)))
    ['DTSTART:20261201T000000Z']
    """
    if isinstance(start, datetime):
        yield f"DTSTART:{moment(start)}"
        if stop > start:
            yield f"DTEND:{moment(stop)}"
    else:
        yield f"DTSTART;VALUE=DATE:{start:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{max(start, stop) + timedelta(days=1):%Y%m%d}"


def people_lines(event, method):
    """What is only published invites nobody (RFC 5546 3.2.1)."""
    organizer, attendee = event.organizer, event.attendee
    if organizer and organizer.address:
        yield f"ORGANIZER{common_name(organizer)}:{organizer.address}"
    if method != "PUBLISH" and attendee and attendee.address:
        parameters = f"CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={attendee.answer};RSVP=FALSE"
        yield f"ATTENDEE;{parameters}{common_name(attendee)}:{attendee.address}"


def common_name(person):
    """A quoted parameter: it cannot contain quotes, and "^" starts an escape in RFC 6868.

    >>> common_name(Person("", 'Anna "Bo"\\r\\nATTENDEE:x'))
    ';CN="Anna \\'Bo\\' ATTENDEE:x"'
    """
    name = one_line(person.name).replace('"', "'").replace("^", "")
    return f';CN="{name}"' if name else ""


def moment(value):
    """
    >>> moment(datetime(2026, 10, 25, 0, 30))
    '20261025T003000Z'
    """
    return f"{value:%Y%m%dT%H%M%SZ}"


def clean(value):
    """:return: ``value`` with plain line feeds and nothing else that is no character"""
    return UNPRINTABLE.sub("", LINE_BREAKS.sub("\n", str(value or "")))


def one_line(value):
    """
    >>> one_line(" a\\r\\nb\\u2028c\\x00 ")
    'a b c'
    """
    return " ".join(clean(value).split())


def text(value):
    """:return: ``value`` as a TEXT (RFC 5545 3.3.11)

    >>> print(text("a,b;c\\\\d\\r\\ne"))
    a\\,b\\;c\\\\d\\ne
    """
    value = clean(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\n", "\\n")


def fold(line):
    """:return: the line in UTF-8, with its end, broken between characters after 75 octets

    >>> [len(part) for part in fold("X" * 150).split(b"\\r\\n")]
    [75, 75, 2, 0]
    >>> fold("ä" * 38).decode() == "ä" * 37 + "\\r\\n " + "ä" + "\\r\\n"
    True
    """
    data = line.encode()
    parts, limit = [], LINE_OCTETS
    while len(data) > limit:
        cut = limit
        while data[cut] & 0xC0 == 0x80:  # inside a character
            cut -= 1
        parts.append(data[:cut])
        data = data[cut:]
        limit = LINE_OCTETS - 1  # the blank in front counts
    return b"\r\n ".join([*parts, data]) + b"\r\n"
