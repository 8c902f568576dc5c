"""When somebody will be there, told while the day runs: a range, because a moment would be wrong.

Two clocks run through the stops that are left: an early one, on which all goes as planned, and a
late one, on which drives and work take longer. Nobody begins before what was promised.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .travel import Place, travel_minutes

# What takes longer does so by these shares; parking and a last word come on top.
LATE_DRIVE = 1.3
LATE_WORK = 1.2
LATE_MINUTES = 5
# A drive nobody can estimate.
UNKNOWN_MINUTES = 20
# Work that should be done already is over in a moment, or not.
OVERDUE_MINUTES = 20
# The narrowest range, and what its ends are rounded to.
RANGE = timedelta(minutes=15)
STEP = timedelta(minutes=5)
EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True)
class Stop:
    """One visit, on the way to the one that is asked for, or that one itself.

    `minutes`: of work, buffers included. `not_before`: nobody begins earlier. `state`: `open`,
    `travel` (on the way to it) or `work` (there). `since`: when that began; None: nobody knows.
    """

    place: Place
    minutes: float
    not_before: datetime
    state: str = "open"
    since: datetime | None = None


@dataclass(frozen=True)
class Arrival:
    earliest: datetime
    latest: datetime


def estimate_arrival(now, place, stops):
    """
    :param datetime now: UTC, naive
    :param Place place: where the technician was last
    :param list stops: of :class:`Stop`, in their order; the last one is asked for, and is not
        begun
    :return: :class:`Arrival`, UTC, naive, in steps of five minutes

    >>> at = Place(52.52, 13.4)
    >>> noon = datetime(2026, 11, 2, 12)
    >>> wished = Stop(at, 60, noon)
    >>> str(estimate_arrival(datetime(2026, 11, 2, 9), at, [wished]).earliest)
    '2026-11-02 12:00:00'
    """
    *before, wished = stops
    early = late = now
    for stop in before:
        early, late = _pass(stop, place, now, early, late)
        place = stop.place
    early, late = _drive(wished, place, now, early, late)
    early = _round(max(early, now), down=True)
    if wished.state == "open":
        early = max(early, wished.not_before)
    return Arrival(early, _round(max(late, early + RANGE, now + STEP)))


def _pass(stop, place, now, early, late):
    """:return: the two clocks when the technician leaves this stop"""
    if stop.state == "work":
        minutes = timedelta(minutes=stop.minutes)
        ends = (stop.since or stop.not_before) + minutes
        early, late = max(early, ends), ends + minutes * (LATE_WORK - 1)
        return early, max(late, early + timedelta(minutes=OVERDUE_MINUTES))
    early, late = _drive(stop, place, now, early, late)
    if stop.state == "open":
        early, late = max(early, stop.not_before), max(late, stop.not_before)
    return (
        early + timedelta(minutes=stop.minutes),
        late + timedelta(minutes=stop.minutes * LATE_WORK),
    )


def _drive(stop, place, now, early, late):
    """:return: the two clocks at the door of this stop"""
    way = travel_minutes(place, stop.place)
    quick = timedelta(minutes=way.minutes)
    slow = quick * LATE_DRIVE + timedelta(minutes=LATE_MINUTES)
    if not way.known:
        quick, slow = quick / 2, slow + timedelta(minutes=UNKNOWN_MINUTES)
    if stop.state == "travel":
        # without the moment of departure the technician may be round the corner
        return (stop.since + quick if stop.since else now), (stop.since or now) + slow
    return early + quick, late + slow


def _round(moment, down=False):
    rest = (moment - EPOCH) % STEP
    if down or not rest:
        return moment - rest
    return moment - rest + STEP
