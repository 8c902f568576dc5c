"""From the clock on the wall to UTC, where the clock is changed (RFC 5545 3.3.5).

A time that comes twice is its first occurrence; one that is skipped counts with the offset from
before the gap, so that it lies as long after the gap began as it says. ``pytz`` by itself would
take the second occurrence, and raise nothing.

>>> to_utc(datetime(2026, 10, 25, 2, 30), "Europe/Berlin")  # 2 to 3 o'clock comes twice
datetime.datetime(2026, 10, 25, 0, 30)
>>> to_utc(datetime(2027, 3, 28, 2, 30), "Europe/Berlin")  # 3:30, there is no 2:30
datetime.datetime(2027, 3, 28, 1, 30)
"""

from datetime import date, datetime, timedelta

import pytz

DAY = timedelta(days=1)


def to_utc(local, tz):
    """:param datetime local: naive, on the clock of the zone named ``tz``
    :return: naive UTC"""
    zone = pytz.timezone(tz)
    # no zone is more than a day away from UTC, and none changes its clock twice in two days
    before, after = (_get_offset(zone, local + distance) for distance in (-DAY, DAY))
    for offset in (before, after):
        if _get_offset(zone, local - offset) == offset:
            return local - offset
    return local - before


def to_local(moment, tz):
    """:param datetime moment: naive UTC
    :return: naive, on the clock of the zone named ``tz``

    >>> to_local(datetime(2027, 3, 28, 1, 30), "Europe/Berlin")
    datetime.datetime(2027, 3, 28, 3, 30)
    """
    return moment + _get_offset(pytz.timezone(tz), moment)


def to_day(moment, tz):
    """:param datetime moment: naive UTC
    :return: date, on the calendar of the zone named ``tz``

    >>> to_day(datetime(2026, 12, 31, 23, 30), "Europe/Berlin")
    datetime.date(2027, 1, 1)
    """
    return to_local(moment, tz).date()


def exists(local, tz):
    """:return: whether the clock ever shows this time

    >>> exists(datetime(2027, 3, 28, 2, 30), "Europe/Berlin")
    False
    """
    moment = to_utc(local, tz)
    return moment + _get_offset(pytz.timezone(tz), moment) == local


def is_unique(local, tz):
    """:return: whether the clock shows this time at most once

    >>> is_unique(datetime(2026, 10, 25, 2, 30), "Europe/Berlin")
    False
    """
    zone = pytz.timezone(tz)
    offsets = {_get_offset(zone, local + distance) for distance in (-DAY, DAY)}
    return sum(_get_offset(zone, local - offset) == offset for offset in offsets) < 2


def day_to_utc(day: date, hours, tz):
    """:param float hours: on the clock; 24 is the midnight after the day
    :return: naive UTC

    >>> day_to_utc(date(2027, 3, 28), 9.5, "Europe/Berlin")
    datetime.datetime(2027, 3, 28, 7, 30)
    """
    midnight = datetime(day.year, day.month, day.day)
    return to_utc(midnight + timedelta(minutes=round(hours * 60)), tz)


def _get_offset(zone, moment):
    return zone.fromutc(moment).utcoffset()
