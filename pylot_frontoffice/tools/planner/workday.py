"""From a technician's calendar to a shift: working hours, what is in the way of them, and visits
that stay where they are."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace

from .plan import time_route
from .problem import Break, Pin, Problem, Shift, Visit

Span = tuple[int, int]


@dataclass(frozen=True)
class Workday:
    """
    One technician's day, all moments in seconds. `work`: the working hours. `absences`: when they
    are away for other reasons, may overlap. `pins`: visits that stay, `place` being where they
    are. `now`: what is before it is over; None: nothing is. `day`: of the shift.
    """

    technician: Hashable
    work: tuple[Span, ...]
    home: int
    absences: tuple[Span, ...] = ()
    pins: tuple[Visit, ...] = ()
    skills: frozenset[int] = frozenset()
    capacity: int | None = None
    now: int | None = None
    day: Hashable | None = None
    kept: list = field(default_factory=list, init=False, compare=False)

    def make_shift(self, travel) -> Shift | None:
        """
        The day as the planner wants it, None when there is no time left. `kept` are then those
        pins that fit into it with the ways between them. Real plans are not always so: a visit may
        reach into the break, or the ways are driven faster than estimated. Such a visit takes its
        time like any other absence, so that nothing else is put there.

        :param travel: :class:`TravelMatrix`
        """
        pins = sorted(self.pins, key=lambda visit: (visit.pin.earliest, str(visit.id)))
        over = [pin for pin in pins if self.now is not None and occupied(pin)[0] < self.now]
        begin, place = self._get_begin(over)
        pins = [pin for pin in pins if pin not in over]
        stuck = []
        while True:
            shift = self._make(begin, place, [*over, *stuck])
            if shift is None:
                self.kept[:] = []
                return None
            misfit = self._fit(shift, [pin for pin in pins if pin not in stuck], travel)
            if misfit is None:
                return self._widen(shift)
            stuck.append(misfit)

    def _widen(self, shift):
        """A day that is fuller than it should be stays so, and gets nothing more."""
        if shift.capacity is None:
            return shift
        return replace(shift, capacity=max(shift.capacity, sum(pin.size for pin in self.kept)))

    def _get_begin(self, over):
        """:return: from when on, and where, the technician can be sent to something else"""
        if self.now is None:
            return None, self.home
        begin, place = self.now, self.home
        for pin in over:
            begin, place = max(begin, occupied(pin)[1]), pin.place
        return begin, place

    def _make(self, begin, place, blocking):
        spans = [*self.absences, *map(occupied, blocking)]
        if begin is not None:
            spans.append((min(begin, self.work[0][0]), begin) if self.work else (begin, begin))
        free = subtract(self.work, spans)
        if not free:
            return None
        gaps = zip(free, free[1:], strict=False)
        breaks = tuple(Break(a[1], a[1], b[0] - a[1]) for a, b in gaps)
        size = sum(pin.size for pin in blocking)
        capacity = None if self.capacity is None else max(0, self.capacity - size)
        start, end = free[0][0], free[-1][1]
        ends = place, self.home
        return Shift(self.technician, start, end, *ends, self.skills, breaks, capacity, self.day)

    def _fit(self, shift, pins, travel):
        """Keep what fits.

        :return: the first one that does not, None when all do"""
        self.kept[:] = []
        for pin in pins:
            start, stop = occupied(pin)
            if stop <= shift.start or shift.end <= start:
                continue  # not in the way of anything
            tried = [*self.kept, trust(pin, shift)]
            problem = Problem((shift,), tuple(tried), travel)
            if time_route(problem, 0, [visit.id for visit in tried]) is None:
                return pin
            self.kept.append(tried[-1])
        return None


def pin_down(visit: Visit, technician, start: int) -> Visit:
    """The visit as one that stays."""
    return replace(visit, pin=Pin(technician, start, start), windows=())


def trust(visit: Visit, shift: Shift) -> Visit:
    """Somebody has decided that this technician comes, able or not. Whoever takes the visit over
    has to be able, so that is only forgotten where it would not be true."""
    is_named = visit.technicians is None or shift.technician in visit.technicians
    if visit.skills <= shift.skills and is_named:
        return visit
    return replace(visit, skills=frozenset(), technicians=None)


def occupied(pin: Visit) -> Span:
    """When a pinned visit takes its technician's time, buffers included."""
    begin = pin.pin.earliest - pin.before
    return begin, begin + pin.occupied


def merge(spans: Iterable[Span]) -> list[Span]:
    """
    >>> merge([(5, 7), (1, 3), (2, 4), (4, 4)])
    [(1, 4), (5, 7)]
    """
    merged = []
    for start, stop in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(stop, merged[-1][1])
        else:
            merged.append((start, stop))
    return merged


def subtract(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """
    >>> subtract([(0, 10), (12, 20)], [(8, 13), (15, 16), (19, 30)])
    [(0, 8), (13, 15), (16, 19)]
    """
    left, others = [], merge(others)
    for start, stop in merge(spans):
        for begin, end in others:
            if end <= start or stop <= begin:
                continue
            if start < begin:
                left.append((start, begin))
            start = max(start, end)
        if start < stop:
            left.append((start, stop))
    return left


def split_days(spans: Iterable[Span], midnights: list[int], most: int, usual) -> list[list[Span]]:
    """
    Working hours by day. A day with more than `most` seconds of them is that of somebody without
    fixed hours: then the `usual` ones count.

    :param midnights: when the days begin, and the last one ends
    :param usual: function of the number of the day: a span
    :return: one list for each day, in order

    >>> split_days([(-5, 4), (6, 30)], [0, 10, 20], 9, lambda day: (10 * day + 2, 10 * day + 8))
    [[(0, 4), (6, 10)], [(12, 18)]]
    """
    days = []
    for number, (start, stop) in enumerate(zip(midnights, midnights[1:], strict=False)):
        rest = [(-(1 << 62), start), (stop, 1 << 62)]
        day = subtract(spans, rest)
        if sum(b - a for a, b in day) > most:
            begin, end = usual(number)
            day = subtract(day, [(-(1 << 62), begin), (end, 1 << 62)])
        days.append(day)
    return days
