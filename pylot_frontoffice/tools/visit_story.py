"""What happened at a visit, told from single taps on a phone that may arrive late, twice and in any
order: the same taps always tell the same story, because they are put in the order in which they
were made.

>>> from datetime import datetime
>>> at = lambda hour, minute=0: datetime(2026, 11, 3, hour, minute)
>>> taps = [Tap(at(9), "start", 1), Tap(at(8, 40), "on_the_way", 1), Tap(at(10), "finish", 1)]
>>> story = tell(taps)
>>> story.state, story.is_paused
('done', False)
>>> [(span.kind, span.start.hour, span.stop.hour) for span in story.spans]
[('travel', 8, 9), ('work', 9, 10)]
>>> tell(reversed(taps)) == story == tell(taps * 2)
True
"""

from datetime import datetime
from typing import NamedTuple

# Taps of one moment, in the order in which they make sense.
ORDER = ("on_the_way", "start", "pause", "resume", "cut", "finish", "nobody_home", "decline")
ENDS = {"finish": "done", "nobody_home": "no_show"}
# How far a visit has come, of states that follow each other.
STEPS = ("planned", "confirmed", "on_the_way", "in_progress", "done")


class Tap(NamedTuple):
    """One step somebody took."""

    at: datetime  # when it was made, naive UTC
    kind: str  # of ``ORDER``
    who: int  # technician


class Span(NamedTuple):
    """Time of one technician; naive UTC, no stop while it goes on."""

    who: int
    kind: str  # travel, work or pause
    start: datetime  # whole seconds
    stop: datetime | None
    is_forgotten: bool = False  # nobody stopped it, the end of the day did


class Story(NamedTuple):
    state: str | None  # None: nothing has happened, or it was given back
    is_paused: bool  # it was begun, and nobody works now
    spans: list


def tell(taps):
    """:param taps: iterable of :class:`Tap`; what is already true, or is not true any more, such
        as a start after the end, changes nothing
    :return: :class:`Story`"""
    teller = _Teller()
    for tap in sorted(taps, key=lambda tap: (tap.at, ORDER.index(tap.kind), tap.who)):
        if teller.state in ENDS.values():
            break
        teller.take(tap)
    return teller.get_story()


class _Teller:
    def __init__(self):
        self.state = None
        self.running = {}  # (kind, start) by technician
        self.spans = []

    def take(self, tap):
        at, now = tap.at.replace(microsecond=0), self.running.get(tap.who, ("",))[0]
        if tap.kind == "on_the_way" and not now:
            self.state = self.state or "on_the_way"
            self._switch(tap.who, "travel", at)
        elif tap.kind == "start" and now != "pause":
            self.state = "in_progress"
            self._switch(tap.who, "work", at)
        elif tap.kind == "pause" and now == "work":
            self._switch(tap.who, "pause", at)
        elif tap.kind == "resume" and self.state == "in_progress":
            self._switch(tap.who, "work", at)
        elif tap.kind == "cut":
            self._stop(tap.who, at, is_forgotten=True)
        elif tap.kind in ENDS or tap.kind == "decline":
            for who in list(self.running):
                self._stop(who, at)
            self.state = ENDS.get(tap.kind)

    def _switch(self, who, kind, at):
        if self.running.get(who, ("",))[0] != kind:
            self._stop(who, at)
            self.running[who] = kind, at

    def _stop(self, who, at, is_forgotten=False):
        if who in self.running:
            kind, start = self.running.pop(who)
            if at > start:
                self.spans.append(Span(who, kind, start, at, is_forgotten))

    def get_story(self):
        is_idle = all(kind != "work" for kind, _start in self.running.values())
        spans = [Span(who, kind, start, None) for who, (kind, start) in self.running.items()]
        return Story(
            self.state,
            self.state == "in_progress" and is_idle,
            sorted(self.spans + spans, key=lambda span: (span.start, span.who)),
        )
