"""Where technicians have to be already, seen from the place of one more visit.

Moments are whole seconds since 1970 (UTC) and so are lengths: tens of thousands of bookings are
compared here, and numbers are compared much faster than dates.

>>> here, far = Place(zip="30159"), Place(zip="20095")
>>> jo = Technician(1, "Europe/Berlin")
>>> rounds = Rounds([jo], {1: [(36000, 39600, "far")]}, {"far": far}, here, midnights={})
>>> [(start / 3600, stop / 3600) for start, stop in rounds.get_travel_ranges(jo)]
[(7.8, 13.2)]
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

from .travel import Place, travel_minutes  # noqa: F401, the examples use Place

DAY = 24 * 3600


@dataclass(frozen=True)
class Technician:
    """A person, van or tool; ``capacity`` in seconds a day, 0: no limit; ``home``: key of the
    place where the day begins and ends."""

    id: int
    tz: str
    capacity: int = 0
    service_zips: str = ""
    home: object = None


class Rounds:
    """
    :param technicians: list of :class:`Technician`
    :param bookings: dict of technician's id to tuples of start, stop and key of the place (None:
        unknown, or nowhere in particular), by start; those of one technician do not overlap
    :param places: dict of keys to :class:`Place`
    :param here: where the new visit takes place; None: no way to it is counted
    :param midnights: dict of time zone to the moments its days begin, ascending
    """

    def __init__(self, technicians, bookings, places, here, midnights):
        self.technicians = technicians
        self.bookings = bookings
        self.places = places
        self.here = here
        self.midnights = midnights
        self._ways = {}
        self._ways_here = {}

    # === WAYS ===

    def get_way_here(self, key):
        """:return: seconds between that place and the new visit's, 0 when one is unknown"""
        if key is None or self.here is None:
            return 0
        way = self._ways_here.get(key)
        if way is None:
            way = self._ways_here[key] = self._estimate(self.places[key], self.here)
        return way

    def get_way(self, key, other):
        """:return: seconds between two places, 0 when one is unknown"""
        if key is None or other is None or key == other:
            return 0
        return self._estimate(self.places[key], self.places[other])

    def _estimate(self, place, other):
        """Whoever drives longer than a day stays the night; so a booking is never further in the
        way than that."""
        way = self._ways.get((place, other))
        if way is None:
            estimate = travel_minutes(place, other)
            way = min(DAY, estimate.minutes * 60) if estimate.known else 0
            self._ways[place, other] = way
        return way

    def _get_detour(self, before, after):
        """:return: seconds longer that the way from one place to the next is through here"""
        if self.here is None:
            return 0
        ways = self.get_way_here(before) + self.get_way_here(after)
        return max(0, ways - self.get_way(before, after))

    def _get_stops(self, technician):
        return [row for row in self.bookings.get(technician.id, ()) if row[2] is not None]

    # === RULES ===

    def get_travel_ranges(self, technician, before=0, after=0):
        """:param before, after: seconds kept free around the new visit anyway
        :return: list of ranges the new visit must not touch, lest there be no time to drive from
            the stop before or to the stop after. Only the neighbours count: behind the next stop
            the way begins there."""
        stops = self._get_stops(technician)
        ranges = []
        for number, (start, stop, key) in enumerate(stops):
            way = self.get_way_here(key)
            if not way:
                continue
            lower, upper = start - after - way, stop + before + way
            if number:
                lower = max(lower, stops[number - 1][1])
            if number + 1 < len(stops):
                upper = min(upper, stops[number + 1][0])
            ranges.append((lower, upper))
        return ranges

    def get_full_ranges(self, technician, length):
        """:param length: seconds the new visit takes, with buffers
        :return: list of ranges in which the day's capacity has no room for it: whole days, or
            those parts of one that are too far to drive to; (None, None): never"""
        if not technician.capacity:
            return []
        room = technician.capacity - length
        if room < 0:
            return [(None, None)]
        ranges = []
        for lower, upper, booked, stops in self._get_days(technician):
            ways = sum(self.get_way(one[2], other[2]) for one, other in pairwise(stops))
            left = room - booked - ways
            if left < 0:
                ranges.append((lower, upper))
                continue
            ranges += [
                (start, stop)
                for start, stop, detour in self._get_gaps(lower, upper, stops)
                if detour > left and start < stop
            ]
        return ranges

    def get_costs(self, technician, starts):
        """:return: list of the seconds of driving that a visit at each of ``starts`` adds to the
        technician's day, from home and back included"""
        nothing_else = self._get_detour(technician.home, technician.home)
        moments, costs = [], []
        for lower, upper, _booked, stops in self._get_days(technician):
            gaps = self._get_gaps(lower, upper, stops, technician.home)
            # the last stop of one day is no neighbour of the first one of the next
            for start, cost in [
                *((min(start, upper), cost) for start, _stop, cost in gaps),
                (upper, nothing_else),
            ]:
                moments.append(start)
                costs.append(cost)
        costs.append(nothing_else)  # before all of them: index -1
        return [costs[bisect_right(moments, start) - 1] for start in starts]

    def _get_gaps(self, lower, upper, stops, home=None):
        """:return: list of start, end and detour of the times between the stops of a day"""
        edges = [(lower, lower, home), *stops, (upper, upper, home)]
        return [
            (one[1], other[0], self._get_detour(one[2], other[2])) for one, other in pairwise(edges)
        ]

    def _get_days(self, technician):
        """:return: list of start, end, booked seconds and stops of each day with bookings; a
        stop belongs to the day it begins on"""
        midnights = self.midnights[technician.tz]
        days = {}
        for row in self.bookings.get(technician.id, ()):
            start, stop, key = row
            first = bisect_right(midnights, start) - 1
            last = bisect_left(midnights, stop) - 1
            for number in range(max(0, first), min(last, len(midnights) - 2) + 1):
                day = days.setdefault(number, (midnights[number], midnights[number + 1], [], []))
                day[2].append(min(stop, day[1]) - max(start, day[0]))
                if key is not None and number == first:
                    day[3].append(row)
        return [(lower, upper, sum(booked), stops) for lower, upper, booked, stops in days.values()]


def is_in_area(service_zips, place):
    """:return: whether the place lies in that area (beginnings of postal codes, separated by
    commas); an unknown postal code is nowhere outside

    >>> is_in_area("30, 311", Place(zip="D-31 134")), is_in_area("30, 311", Place(zip="20095"))
    (True, False)
    >>> is_in_area("", Place(zip="20095")), is_in_area("30", Place())
    (True, True)
    """
    parts = (service_zips or "").replace(";", ",").upper().split(",")
    prefixes = tuple(filter(None, ("".join(part.split()) for part in parts)))
    return not prefixes or not place.postcode or place.postcode.startswith(prefixes)
