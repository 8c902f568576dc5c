"""A plan with all its times: what solvers return and the evaluator checks."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from .problem import Problem, Shift
from .schedule import Step, schedule


@dataclass(frozen=True)
class Stop:
    """A visit and when its service begins."""

    visit: Hashable
    start: int


@dataclass(frozen=True)
class Rest:
    """A break taken."""

    start: int
    duration: int


@dataclass(frozen=True)
class Route:
    """What happens in one shift; `shift` is its number in the problem."""

    shift: int
    stops: tuple[Stop, ...] = ()
    rests: tuple[Rest, ...] = ()

    @property
    def visit_ids(self) -> tuple:
        return tuple(stop.visit for stop in self.stops)


@dataclass(frozen=True)
class Plan:
    """Routes of all shifts that have visits, in the order of shifts."""

    routes: tuple[Route, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def shift_of(self) -> dict:
        """Number of the shift of each visit that is served."""
        return {stop.visit: route.shift for route in self.routes for stop in route.stops}

    def orders(self) -> dict[int, tuple]:
        """The visits of each shift in order, without times."""
        return {route.shift: route.visit_ids for route in self.routes}


def steps_of(problem: Problem, shift: Shift, visit_ids) -> tuple[list[Step], int]:
    """What :func:`schedule` wants to know of visits in this order: the stops, the last way."""
    ways, place, steps = problem.travel.seconds, shift.start_place, []
    for visit in map(problem.by_id.__getitem__, visit_ids):
        early = visit.before
        windows = tuple((a - early, b - early) for a, b in visit.start_windows)
        due = None if visit.due is None else visit.due - early
        way = ways[place][visit.place]
        steps.append(Step(way, windows, visit.occupied, due, visit.lateness_cost))
        place = visit.place
    return steps, ways[place][shift.end_place]


def time_route(problem: Problem, number: int, visit_ids) -> Route | None:
    """Give an order of visits its times.

    :return: the route, or None when there is no way to keep all windows and breaks
    """
    shift = problem.shifts[number]
    steps, last = steps_of(problem, shift, visit_ids)
    breaks = [(rest.earliest, rest.latest, rest.duration) for rest in shift.breaks]
    found = schedule(shift.start, shift.end, breaks, steps, last)
    if found is None:
        return None
    _cost, begins, rests = found
    stops = (
        Stop(each, begin + problem.by_id[each].before)
        for each, begin in zip(visit_ids, begins, strict=True)
    )
    taken = (Rest(begin, rest.duration) for begin, rest in zip(rests, shift.breaks, strict=True))
    return Route(number, tuple(stops), tuple(taken))
