"""What was read for a plan, on its way to a problem."""

from dataclasses import dataclass, field
from typing import Any

Span = tuple[int, int]


@dataclass
class Source:
    """
    Moments are seconds since 1970. `start`, `stop`: the period, `now`: before it nothing can be
    planned. `technicians`: records. `pinned`: rows of visits that stay: record, id of the
    technician, span with buffers. `movable`: records. `slots`: technician and begin of those of
    them that have a time, by id. `kept`: ids of those whose promised time stays. `held`: spans of
    time kept for customers, by technician. `refused`: see :class:`.planning.Planning`.
    """

    start: int
    stop: int
    now: int
    technicians: Any = ()
    pinned: list[tuple[Any, int, Span]] = field(default_factory=list)
    movable: list = field(default_factory=list)
    slots: dict[int, tuple[int, int]] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)
    held: dict[int, list[Span]] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    crews: dict[int, tuple] = field(default_factory=dict)

    @property
    def events(self):
        """Records of all visits, each once."""
        return dict.fromkeys([*(row[0] for row in self.pinned), *self.movable])
