"""A time for a visit of several people, found before everything else is planned around it."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

from .plan import time_route
from .problem import Pin, Problem, Shift, Visit


@dataclass(frozen=True)
class Crew:
    """
    What a visit of several needs. `visit`: place, length, buffers, skills and the windows of its
    begin. `people`: who may come, `number` of them do, all the `named` ones among them. `tools`:
    ids of equipment that has to be free as well; `one_of`: of these one, None: none is needed.
    """

    visit: Visit
    people: frozenset
    number: int
    named: frozenset = frozenset()
    tools: tuple = ()
    one_of: tuple | None = None
    lead: Hashable | None = None


@dataclass(frozen=True)
class Meeting:
    """`members`: the lead first, then the other people, then the equipment; `shifts` of the
    people."""

    start: int
    members: tuple
    shifts: dict


def meet(
    crew: Crew,
    shifts: list[Shift],
    stays: list[list[Visit]],
    free: dict,
    starts: Iterable[int],
    travel,
) -> Meeting | None:
    """
    The time and the people that cost the least driving, the earliest of several.

    :param stays: for each shift the pinned visits in it, by their begin
    :param free: spans in which equipment is free, by its id
    :param starts: moments at which the service may begin
    """
    best = None
    for start in starts:
        if not any(a <= start <= b for a, b in crew.visit.windows):
            continue
        span = start - crew.visit.before, start - crew.visit.before + crew.visit.occupied
        tools = _get_tools(crew, free, span)
        if tools is None:
            continue
        costs = _get_costs(crew, shifts, stays, span, start, travel)
        if not crew.named <= costs.keys() or len(costs) < max(crew.number, len(crew.named)):
            continue
        order = sorted(
            costs, key=lambda who: (who != crew.lead, who not in crew.named, costs[who], who)
        )
        chosen = order[: max(crew.number, len(crew.named))]
        if not crew.named <= set(chosen):
            chosen = sorted(crew.named, key=order.index)
        total = sum(costs[who][0] for who in chosen)
        if best is None or total < best[0]:
            numbers = {who: costs[who][1] for who in chosen}
            best = total, Meeting(start, (*chosen, *tools), numbers)
    return best and best[1]


def _get_tools(crew, free, span):
    """:return: ids of the equipment that comes along, None when it is not free"""

    def is_free(tool):
        return any(a <= span[0] and span[1] <= b for a, b in free.get(tool, ()))

    if not all(map(is_free, crew.tools)):
        return None
    if crew.one_of is None:
        return crew.tools
    found = next(filter(is_free, crew.one_of), None)
    return None if found is None else (*crew.tools, found)


def _get_costs(crew, shifts, stays, span, start, travel):
    """:return: for each person that could come then: seconds of driving more, number of shift"""
    costs = {}
    for number, shift in enumerate(shifts):
        if shift.technician not in crew.people or not crew.visit.skills <= shift.skills:
            continue
        if span[0] < shift.start or shift.end < span[1]:
            continue
        pin = replace(
            crew.visit,
            pin=Pin(shift.technician, start, start),
            technicians=None,
            skills=frozenset(),
        )
        pins = sorted([*stays[number], pin], key=lambda visit: visit.pin.earliest)
        problem = Problem((shift,), tuple(pins), travel)
        if shift.capacity is not None and sum(pin.size for pin in pins) > shift.capacity:
            continue
        if time_route(problem, 0, [visit.id for visit in pins]):
            cost = _get_driving(shift, pins, travel) - _get_driving(shift, stays[number], travel)
            costs[shift.technician] = cost, number
    return costs


def _get_driving(shift, pins, travel):
    driving, place = 0, shift.start_place
    for stop in [*(pin.place for pin in pins), shift.end_place]:
        driving += travel.seconds[place][stop]
        place = stop
    return driving
