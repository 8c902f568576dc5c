"""Problems as plain lists and numbers, to be handed to another process as JSON.

Visits, technicians, groups and days become their numbers, so that ids may be anything.
"""

from dataclasses import asdict, fields, replace  # noqa: F401, the examples use replace

from .plan import Plan, Route, Stop
from .problem import Break, Pin, Problem, Shift, Visit
from .travel_matrix import TravelMatrix


def pack(problem: Problem) -> dict:
    """
    >>> line = TravelMatrix.from_function([0, 5], lambda a, b: abs(a - b))
    >>> shift = Shift("Anna", 0, 60, 0, 0, frozenset({3}), (Break(20, 25, 5),))
    >>> visit = Visit((7, "x"), 1, 10, ((0, 50),), 9, pin=Pin("Anna", 3, 4), planned=("Bert", 2))
    >>> again = unpack(pack(Problem((shift,), (visit,), line, 0.5)))
    >>> again.shifts[0].breaks, again.visits[0].id, again.visits[0].pin.technician, again.fairness
    ((Break(earliest=20, latest=25, duration=5),), 0, 0, 0.5)
    >>> again.visits[0].planned
    (1, 2)
    >>> shift, visit = replace(shift, day="today"), replace(visit, group="big")
    >>> again = unpack(pack(Problem((shift,), (visit,), line, limits={("big", "today"): 5})))
    >>> again.shifts[0].day, again.visits[0].group, again.limits
    (0, 0, {(0, 0): 5})
    """
    number = _number(_get_technicians(problem))
    group = _number([*(group for group, _ in problem.limits), *(v.group for v in problem.visits)])
    day = _number([*(day for _, day in problem.limits), *(each.day for each in problem.shifts)])
    return {
        "shifts": [
            {**_shallow(shift), "technician": number[shift.technician], "day": day[shift.day]}
            for shift in problem.shifts
        ],
        "visits": [
            {**_pack_visit(visit, number), "id": index, "group": group[visit.group]}
            for index, visit in enumerate(problem.visits)
        ],
        "limits": [[group[key[0]], day[key[1]], most] for key, most in problem.limits.items()],
        "seconds": problem.travel.seconds,
        "metres": problem.travel.metres,
        "fairness": problem.fairness,
    }


def unpack(packed: dict) -> Problem:
    return Problem(
        tuple(map(_unpack_shift, packed["shifts"])),
        tuple(map(_unpack_visit, packed["visits"])),
        TravelMatrix(packed["seconds"], packed["metres"]),
        packed["fairness"],
        {(group, day): most for group, day, most in packed["limits"]},
    )


def pack_orders(problem: Problem, plan: Plan) -> list:
    """:return: pairs of a shift's number and the numbers of its visits in their order"""
    index = {visit.id: number for number, visit in enumerate(problem.visits)}
    return [
        [shift, [index[visit_id] for visit_id in ids if visit_id in index]]
        for shift, ids in plan.orders().items()
    ]


def unpack_orders(problem: Problem, orders: list) -> Plan:
    """:return: a plan without times: all that a search wants to begin with"""
    routes = (
        Route(shift, tuple(Stop(problem.visits[number].id, 0) for number in numbers))
        for shift, numbers in orders
    )
    return Plan(tuple(routes))


def _number(names):
    """:return: dict of the names to numbers; None stays None"""
    found = dict.fromkeys(name for name in names if name is not None)
    return {None: None, **{name: number for number, name in enumerate(found)}}


def _get_technicians(problem):
    names = dict.fromkeys(shift.technician for shift in problem.shifts)
    for visit in problem.visits:
        names.update(dict.fromkeys(sorted(visit.technicians or (), key=str)))
        if visit.pin:
            names[visit.pin.technician] = None
        if visit.planned:
            names[visit.planned[0]] = None
        if visit.preferred is not None:
            names[visit.preferred] = None
    return names


def _shallow(shift):
    packed = {each.name: getattr(shift, each.name) for each in fields(shift)}
    packed["skills"] = sorted(shift.skills)
    packed["breaks"] = [asdict(rest) for rest in shift.breaks]
    return packed


def _pack_visit(visit, number):
    packed = {each.name: getattr(visit, each.name) for each in fields(visit)}
    packed["skills"] = sorted(visit.skills)
    if visit.technicians is not None:
        packed["technicians"] = sorted(number[name] for name in visit.technicians)
    if visit.pin:
        packed["pin"] = [number[visit.pin.technician], visit.pin.earliest, visit.pin.latest]
    if visit.preferred is not None:
        packed["preferred"] = number[visit.preferred]
    if visit.planned:
        packed["planned"] = [number[visit.planned[0]], visit.planned[1]]
    return packed


def _unpack_shift(packed):
    rests = tuple(Break(**rest) for rest in packed["breaks"])
    return Shift(**{**packed, "skills": frozenset(packed["skills"]), "breaks": rests})


def _unpack_visit(packed):
    named, pin, planned = packed["technicians"], packed["pin"], packed["planned"]
    changes = {
        "windows": tuple(tuple(window) for window in packed["windows"]),
        "skills": frozenset(packed["skills"]),
        "technicians": None if named is None else frozenset(named),
        "pin": pin and Pin(*pin),
        "planned": planned and tuple(planned),
    }
    return Visit(**{**packed, **changes})
