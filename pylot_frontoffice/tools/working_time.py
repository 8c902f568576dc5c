"""Count and plan working time on blocks of spans.

A block is some weeks of one calendar: its spans of work, in order, none touching another. Blocks
are loaded when they are needed and follow each other without a gap, so many moments are planned
with one reading of the calendar. All moments are naive UTC: where the clock is changed, a span is
as long as it really is.

>>> from datetime import datetime
>>> monday = datetime(2026, 11, 2)
>>> days = [(monday + DAY * n + HOUR * 8, monday + DAY * n + HOUR * 18) for n in range(5)]
>>> load = lambda number: Block(monday + WEEK * number, monday + WEEK * (number + 1),
...     [(start + WEEK * number, stop + WEEK * number) for start, stop in days])
>>> hours = WorkingTime(load, lambda moment: (moment - monday) // WEEK)
>>> hours.plan(datetime(2026, 11, 6, 17, 59), 2 * 3600)  # Friday; a minute is left
datetime.datetime(2026, 11, 9, 9, 59)
>>> hours.count(datetime(2026, 11, 6, 17, 59), datetime(2026, 11, 9, 9, 59))
7200.0
"""

from bisect import bisect_left, bisect_right
from datetime import timedelta
from itertools import accumulate

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)

# Blocks looked through for the end of a promise; beyond that there is no work.
FARTHEST = 25


class Block:
    """Work between ``begin`` and ``end``.

    :param spans: tuples of start and stop, in order, disjoint
    """

    __slots__ = ("begin", "end", "spans", "starts", "sums", "total")

    def __init__(self, begin, end, spans):
        self.begin, self.end, self.spans = begin, end, tuple(spans)
        self.starts = [start for start, _stop in self.spans]
        lengths = [(stop - start).total_seconds() for start, stop in self.spans]
        self.sums = list(accumulate(lengths))
        self.total = self.sums[-1] if self.sums else 0.0

    def count_until(self, moment):
        """:return: seconds of work between the beginning and ``moment``"""
        index = bisect_right(self.starts, moment) - 1
        if index < 0:
            return 0.0
        return self.sums[index] - max(0.0, (self.spans[index][1] - moment).total_seconds())

    def find(self, seconds):
        """:return: the earliest moment at which so much has been worked; more than ``total`` is
        not in here"""
        index = bisect_left(self.sums, seconds)
        return self.spans[index][1] - timedelta(seconds=self.sums[index] - seconds)


class WorkingTime:
    """The working time of one calendar.

    :param load: function of the number of a block that returns the :class:`Block`
    :param get_number: function of a moment that returns the number of its block, or that of a
        neighbour of it
    """

    def __init__(self, load, get_number):
        self._load, self._get_number, self._blocks = load, get_number, {}

    def plan(self, start, seconds):
        """:return: the earliest moment at which ``seconds`` have been worked since ``start``;
        None when that much work is not in sight"""
        if seconds <= 0:
            return start
        number = self._find_number(start)
        seconds += self._get(number).count_until(start)
        for ahead in range(number, number + FARTHEST):
            block = self._get(ahead)
            if seconds <= block.total:
                return block.find(seconds)
            seconds -= block.total
        return None

    def count(self, start, stop):
        """:return: seconds worked between two moments, 0.0 when ``stop`` is not later"""
        if stop <= start:
            return 0.0
        first, last = self._find_number(start), self._find_number(stop)
        whole = sum(self._get(number).total for number in range(first, last))
        return whole + self._get(last).count_until(stop) - self._get(first).count_until(start)

    def _find_number(self, moment):
        number = self._get_number(moment)
        while moment < self._get(number).begin:
            number -= 1
        while moment >= self._get(number).end:
            number += 1
        return number

    def _get(self, number):
        block = self._blocks.get(number)
        if block is None:
            block = self._blocks[number] = self._load(number)
        return block


class AroundTheClock:
    """Nobody ever goes home."""

    def plan(self, start, seconds):
        return start + timedelta(seconds=max(0, seconds))

    def count(self, start, stop):
        return max(0.0, (stop - start).total_seconds())


def plan_with_pauses(work, start, seconds, pauses):
    """When a promise of ``seconds`` must be kept whose clock stood still now and then.

    What comes after the end of the promise does not prolong it. A pause that is not over is left
    out: that is when the promise would have to be kept if it went on at once.

    :param work: :class:`WorkingTime` or :class:`AroundTheClock`
    :param pauses: tuples of start and stop (None: not over), in order, disjoint
    :return: tuple of the moment (None: not in sight) and the seconds of work that were waited
    """
    waited, begin = 0.0, start
    for pause, resumed in pauses:
        if resumed is None or resumed <= begin:
            continue
        pause = max(pause, begin)
        worked = work.count(begin, pause)
        if worked >= seconds:
            break
        seconds -= worked
        waited += work.count(pause, resumed)
        begin = resumed
    return work.plan(begin, seconds), waited


def join(spans):
    """:param spans: tuples of start and stop, in order of their starts
    :return: list of the same time in spans that do not touch; without fractions of seconds, which
        only come from midnights written as 23:59:59.999999

    >>> from datetime import datetime
    >>> join([(datetime(2026, 11, 2, 8), datetime(2026, 11, 2, 23, 59, 59, 999999)),
    ...     (datetime(2026, 11, 3), datetime(2026, 11, 3, 8))])
    [(datetime.datetime(2026, 11, 2, 8, 0), datetime.datetime(2026, 11, 3, 8, 0))]
    """
    joined = []
    for start, stop in spans:
        start, stop = _to_second(start), _to_second(stop)
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        elif stop > start:
            joined.append((start, stop))
    return joined


def _to_second(moment):
    return (moment + timedelta(microseconds=500000)).replace(microsecond=0)
