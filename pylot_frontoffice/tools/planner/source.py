"""What was read for a plan, on its way to a problem."""

from dataclasses import dataclass, field
from typing import Any

Span = tuple[int, int]


@dataclass
class Source:
    """
    Moments are seconds since 1970. `start`, `stop`: the period, `now`: before it nothing can be
    planned. `technicians`: records. `pinned`: rows of visits that stay: record, id of the
    technician, span with buffers. `movable`: records. `slots`: technician, begin and end of those
    of them that have a time, by id. `kept`: ids of those whose promised time stays. `held`: spans
    of time that is taken otherwise, by technician or equipment. `crew_events`: records without a
    time that need several people; `equipment`: records it may be; `crews`: begin and members of
    those whose time has been found. `refused`: see :class:`.planning.Planning`. `room`: seconds
    that visits of an appointment type may still take on a day, by id and number of the day, for
    those with a limit; `used`: seconds that movable ones of them take there now; `days`: when the
    days of such a type begin, and the number of the first one.
    """

    start: int
    stop: int
    now: int
    technicians: Any = ()
    pinned: list[tuple[Any, int, Span]] = field(default_factory=list)
    movable: list = field(default_factory=list)
    slots: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)
    held: dict[int, list[Span]] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    crew_events: list = field(default_factory=list)
    equipment: Any = ()
    crews: dict[int, tuple] = field(default_factory=dict)
    room: dict[tuple[int, int], int] = field(default_factory=dict)
    used: dict[tuple[int, int], int] = field(default_factory=dict)
    days: dict[int, tuple[list[int], int]] = field(default_factory=dict)

    @property
    def events(self):
        """Records of all visits, each once."""
        return dict.fromkeys([*(row[0] for row in self.pinned), *self.movable, *self.crew_events])
