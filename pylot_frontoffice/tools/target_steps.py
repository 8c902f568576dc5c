"""How a promise stands at a moment, and who is to hear of it when.

Moments are naive UTC, empty ones never come. ``steps`` are the moments at which the responsible
person is warned, the team leader is told, and the promise is broken.

>>> ten, noon, two = (datetime(2026, 11, 2, hour) for hour in (10, 12, 14))
>>> get_state(noon, None, None, ten), get_state(noon, two, None, two)
('running', 'broken')
>>> get_state(noon, None, ten, two)  # it has stood still since ten
'paused'
>>> get_next(Steps(ten, None, two), "running", WARNED) == two
True
"""

from datetime import datetime
from typing import NamedTuple

WARNED, LEADER, MISSED = 1, 2, 3


class Steps(NamedTuple):
    """When each level is reached."""

    warned: datetime | None
    leader: datetime | None
    missed: datetime | None

    def count(self, now):
        """:return: the highest level whose moment has come, 0 for none"""
        return max((n for n, moment in enumerate(self, 1) if moment and moment <= now), default=0)


def get_state(deadline, reached_at, paused_at, now):
    """:param paused_at: since when the clock has stood still, empty when it runs"""
    if reached_at:
        return "broken" if deadline and reached_at > deadline else "kept"
    if deadline and deadline <= (paused_at or now):
        return "broken"
    return "paused" if paused_at else "running"


def get_next(steps, state, level):
    """:param state: ``running``, or ``broken`` for what is not reached yet; else nobody hears
    :param level: what has been told
    :return: when somebody must be told something new, None: never"""
    if state == "broken":
        return steps.missed if level < MISSED else None
    if state != "running":
        return None
    ahead = [moment for n, moment in enumerate(steps, 1) if moment and n > level]
    return min(ahead, default=None)
