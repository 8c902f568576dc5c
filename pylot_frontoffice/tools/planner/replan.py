"""The day has begun, somebody is ill, something urgent came in: a new plan near the old one.

Each function makes a new problem of an old one; they can be combined. What people have been told
costs `stay_cost` to change, so that only those are moved for whom it is worth it.
"""

from collections.abc import Hashable
from dataclasses import replace

from .plan import Plan
from .problem import Problem


def keep(problem: Problem, plan: Plan, stay_cost: int) -> Problem:
    """
    The same problem, in which it costs something to move what the plan serves.

    :param stay_cost: for each visit that gets another technician or day, or is left out
    """
    told = {}
    for route in plan.routes:
        shift = problem.shifts[route.shift]
        # a moment that is still in the shift when its first half has been cut off
        told |= {stop.visit: (shift.technician, shift.end - 1) for stop in route.stops}
    visits = tuple(
        replace(visit, planned=told[visit.id], stay_cost=stay_cost) if visit.id in told else visit
        for visit in problem.visits
    )
    return replace(problem, visits=visits)


def without_technician(
    problem: Problem, technician: Hashable, begin: int, end: int
) -> tuple[Problem, tuple]:
    """
    The problem without this technician's shifts from `begin` until before `end`. Their visits are
    moved anyway, so that costs nothing; of a pin to them the promised slot stays.

    :return: the problem, and for each of its shifts the number it had
    """
    gone = [
        shift.technician == technician and begin < shift.end and shift.start < end
        for shift in problem.shifts
    ]
    kept = tuple(number for number, is_gone in enumerate(gone) if not is_gone)
    lost = [shift for shift, is_gone in zip(problem.shifts, gone, strict=True) if is_gone]
    visits = list(problem.visits)
    for number, visit in enumerate(visits):
        pin, planned = visit.pin, visit.planned
        if planned and any(shift.holds(*planned) for shift in lost):
            visit = replace(visit, planned=None)
        if pin and pin.technician == technician and begin <= pin.latest and pin.earliest < end:
            visit = replace(visit, pin=None, windows=visit.start_windows)
        visits[number] = visit
    shifts = tuple(problem.shifts[number] for number in kept)
    return replace(problem, shifts=shifts, visits=tuple(visits)), kept


def from_now(problem: Problem, plan: Plan, now: int) -> tuple[Problem, dict[int, tuple]]:
    """
    Cut off what has begun: a shift that is under way begins where and when its technician is free
    again. A visit has begun when its service has, or when the technician is on the way to it.

    :return: the problem from now on, with the same shifts, and for each shift the ids of the
        visits that are cut off
    """
    shifts, begun = list(problem.shifts), {}
    for route in plan.routes:
        shift = problem.shifts[route.shift]
        done, free, place = _get_done(problem, shift, route, now)
        begun[route.shift] = tuple(done)
        rests = [rest for rest in route.rests if rest.start < max(now, free)]
        free = max([free, *(rest.start + rest.duration for rest in rests)])
        size = sum(problem.by_id[visit_id].size for visit_id in done)
        shifts[route.shift] = _shorten(shift, max(now, free), place, len(rests), size)
    for number, shift in enumerate(shifts):
        if number not in begun and shift.start < now:
            shifts[number] = _shorten(shift, now, shift.start_place, _count_past(shift, now), 0)
    cut = {visit_id for ids in begun.values() for visit_id in ids}
    visits = tuple(visit for visit in problem.visits if visit.id not in cut)
    return replace(problem, shifts=tuple(shifts), visits=visits), begun


def _get_done(problem, shift, route, now):
    """:return: ids of the visits begun, and when and where the technician is free after them"""
    ways, done, free, place = problem.travel.seconds, [], shift.start, shift.start_place
    for stop in route.stops:
        visit = problem.by_id[stop.visit]
        leave = stop.start - visit.before - ways[place][visit.place]
        if leave >= now:
            break
        done.append(visit.id)
        free, place = stop.start + visit.duration + visit.after, visit.place
    return done, free, place


def _count_past(shift, now):
    return sum(rest.latest < now for rest in shift.breaks)


def _shorten(shift, begin, place, rests, size):
    """The shift from `begin` on, without the breaks there is no time for any more; when nothing
    is left of it, the last second."""
    begin = min(max(begin, shift.start), shift.end - 1)
    capacity = None if shift.capacity is None else shift.capacity - size
    breaks, free = [], begin
    for rest in shift.breaks[rests:]:
        start = max(free, rest.earliest)
        if start <= rest.latest and start + rest.duration <= shift.end:
            breaks.append(rest)
            free = start + rest.duration
    return replace(shift, start=begin, start_place=place, breaks=tuple(breaks), capacity=capacity)
