"""What is to be planned: visits, the shifts that may serve them, and the ways between places.

Moments and lengths are whole seconds on one time line without jumps (UTC since 1970, or since any
Monday), so a day on which the clocks change needs no care here. What something costs is counted in
seconds of driving: a prize of 3600 is worth an hour at the wheel. A place is an index of the travel
matrix.

A visit that needs several people at the same time is not planned here: whoever asks decides on a
slot and gives one pinned visit for each of them (:func:`crew_visits`), and everything else is
planned around it.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace

from .travel_matrix import TravelMatrix

Window = tuple[int, int]


@dataclass(frozen=True)
class Break:
    """A rest that begins between `earliest` and `latest`; a fixed absence has them equal. It may
    interrupt a drive or a wait, never a service, and needs no particular place."""

    earliest: int
    latest: int
    duration: int

    def __post_init__(self):
        _need(self.earliest <= self.latest, "a break cannot end its window before it begins")
        _need(self.duration > 0, "a break has a length")


@dataclass(frozen=True)
class Shift:
    """A technician's working time on one day: leaves `start_place` at `start` or later, has
    reached `end_place` at `end` at the latest. All `breaks` are taken inside it, in their order.

    `capacity`: what the van carries, None: no limit. `skills`: each skill and level a number of
    its own; who has a level has all those below it, too. `day`: for the limits of days.
    """

    technician: Hashable
    start: int
    end: int
    start_place: int
    end_place: int
    skills: frozenset[int] = frozenset()
    breaks: tuple[Break, ...] = ()
    capacity: int | None = None
    day: Hashable | None = None

    def __post_init__(self):
        _need(self.start < self.end, f"the shift of {self.technician} has no length")
        free = self.start
        for rest in self.breaks:
            _need(
                max(free, rest.earliest) <= rest.latest,
                f"the breaks of {self.technician} do not fit behind each other",
            )
            free = max(free, rest.earliest) + rest.duration
        _need(free <= self.end, f"the breaks of {self.technician} do not fit into the shift")

    @property
    def length(self) -> int:
        return self.end - self.start

    def holds(self, technician, moment: int) -> bool:
        return self.technician == technician and self.start <= moment <= self.end


@dataclass(frozen=True)
class Pin:
    """Who comes, and when the service begins: between `earliest` and `latest`."""

    technician: Hashable
    earliest: int
    latest: int


@dataclass(frozen=True)
class Visit:
    """
    One service at one place by one technician.

    `windows` bound the start of the service. `before` and `after` are buffers: the technician is
    occupied, the customer does not notice. `technicians`: who may come at all, None: whoever has
    the `skills`. `prize`: what leaving the visit out costs. `preferred`: who should come, else it
    costs `preferred_cost`. `due`: a start later than that costs `lateness_cost` a second, up to
    the end of the window. `planned`: (technician, moment) that somebody has been told; any other
    shift than the one of this technician at this moment costs `stay_cost`, and so does leaving
    the visit out. `size`: of the van's capacity. `group`: what has a limit each day, None: nothing
    has.
    """

    id: Hashable
    place: int
    duration: int
    windows: tuple[Window, ...]
    prize: int
    skills: frozenset[int] = frozenset()
    technicians: frozenset | None = None
    pin: Pin | None = None
    preferred: Hashable | None = None
    preferred_cost: int = 0
    due: int | None = None
    lateness_cost: float = 0.0
    before: int = 0
    after: int = 0
    size: int = 0
    planned: tuple[Hashable, int] | None = None
    stay_cost: int = 0
    group: Hashable | None = None

    def __post_init__(self):
        _need(self.windows or self.pin, f"visit {self.id} has no window")
        _need(all(a <= b for a, b in self.windows), f"visit {self.id} has a window of no length")
        _need(
            all(a[1] < b[0] for a, b in zip(self.windows, self.windows[1:], strict=False)),
            f"the windows of visit {self.id} overlap or are not in order",
        )
        costs = (self.prize, self.preferred_cost, self.lateness_cost, self.stay_cost)
        lengths = (self.duration, self.before, self.after, self.size)
        _need(min(costs + lengths) >= 0, f"visit {self.id} has a negative cost or length")

    @property
    def occupied(self) -> int:
        """Seconds the technician is there, buffers included."""
        return self.before + self.duration + self.after

    @property
    def loss(self) -> int:
        """What leaving it out costs."""
        return self.prize + (self.stay_cost if self.planned else 0)

    def assignment_cost(self, shift) -> int:
        """What this shift costs because another one was wished for or promised."""
        cost = 0
        if self.preferred is not None and shift.technician != self.preferred:
            cost += self.preferred_cost
        if self.planned and not shift.holds(*self.planned):
            cost += self.stay_cost
        return cost

    @property
    def start_windows(self) -> tuple[Window, ...]:
        """When the service may begin, in order; a pin leaves one window."""
        return ((self.pin.earliest, self.pin.latest),) if self.pin else self.windows


@dataclass(frozen=True)
class Problem:
    """All there is to plan.

    `fairness`: how much evenly used shifts are worth; a shift of S seconds with work (services
    and driving) of W costs ``fairness * W * W / S``. `limits`: pairs of a group and a day to the
    seconds all visits of that group may take on that day together, buffers included; no limit
    without an entry.
    """

    shifts: tuple[Shift, ...]
    visits: tuple[Visit, ...]
    travel: TravelMatrix
    fairness: float = 0.0
    limits: dict[tuple, int] = field(default_factory=dict, hash=False)
    by_id: dict = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        object.__setattr__(self, "by_id", {visit.id: visit for visit in self.visits})
        _need(len(self.by_id) == len(self.visits), "two visits have the same id")
        places = [visit.place for visit in self.visits]
        places += [place for shift in self.shifts for place in (shift.start_place, shift.end_place)]
        size = len(self.travel)
        _need(all(0 <= place < size for place in places), "a place is not in the travel matrix")
        _need(self.fairness >= 0, "fairness is never negative")

    def may_serve(self, shift: Shift, visit: Visit) -> bool:
        """Whether this technician may come at all, whatever the time."""
        if visit.pin and visit.pin.technician != shift.technician:
            return False
        if visit.technicians is not None and shift.technician not in visit.technicians:
            return False
        return visit.skills <= shift.skills


def crew_visits(visit: Visit, technicians, start: int) -> list[Visit]:
    """A visit of several people at a decided time, as one pinned visit for each of them.

    :param technicians: who comes, the lead first
    :return: list of visits; their ids are pairs of the visit's and the technician's id
    """
    return [
        replace(visit, id=(visit.id, each), pin=Pin(each, start, start), technicians=None)
        for each in technicians
    ]


def _need(condition, message: str) -> None:
    if not condition:
        raise ValueError(message)
