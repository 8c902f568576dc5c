"""Small planning problems, drawn at random, for the tests of the planner."""

from random import Random

from ..tools.planner.plan import Plan, Route, time_route
from ..tools.planner.problem import Break, Pin, Problem, Shift, Visit
from ..tools.planner.travel_matrix import TravelMatrix

DAY = 200


def line(*positions):
    """Places on a road: the way between two is how far they are apart."""
    return TravelMatrix.from_function(positions, lambda a, b: abs(a - b), lambda a, b: abs(a - b))


def draw_problem(seed, visits=8, shifts=3, days=1, **options):
    """Every rule occurs, most problems have visits that cannot be served."""
    random = Random(seed)
    points = [(random.randrange(25), random.randrange(25)) for _ in range(visits + 2 * shifts)]
    travel = TravelMatrix.from_function(
        points,
        lambda a, b: abs(a[0] - b[0]) + abs(a[1] - b[1]),
        lambda a, b: 1000 * (abs(a[0] - b[0]) + abs(a[1] - b[1])),
    )
    technicians = list(range(-(-shifts // days)))
    return Problem(
        tuple(
            draw_shift(random, visits + 2 * number, number % len(technicians), day, options)
            for number in range(shifts)
            for day in [number // len(technicians)]
        ),
        tuple(draw_visit(random, number, technicians, days, options) for number in range(visits)),
        travel,
        fairness=random.choice([0, 0, 0.5]),
    )


def draw_shift(random, place, technician, day, options):
    start = DAY * day + random.randrange(15)
    end = start + random.randrange(70, 130)
    breaks, free = [], start
    for _ in range(random.choice(options.get("breaks", [0, 1, 1, 2]))):
        earliest = free + random.randrange(30)
        if earliest > end - 20:
            break
        latest = min(earliest + random.choice([0, 10, 25]), end - 12)
        if latest < earliest:
            break
        breaks.append(Break(earliest, latest, random.randrange(3, 12)))
        free = latest + 12
    return Shift(
        technician,
        start,
        end,
        place,
        place + random.randrange(2),
        frozenset(random.sample(range(3), random.randrange(1, 4))),
        tuple(breaks),
        random.choice([None, 6]),
    )


def draw_visit(random, number, technicians, days, options):
    windows, day = [], 0
    for _ in range(random.randrange(1, 4)):
        begin = DAY * (day % days) + random.randrange(90) + (windows[-1][1] + 5 if windows else 0)
        windows.append((begin, begin + random.choice([0, 10, 40, 80])))
    pin = None
    if random.random() < 0.15:
        at = random.randrange(90)
        pin = Pin(random.choice(technicians), at, at + 5)
    return Visit(
        number,
        number,
        random.randrange(1, 25),
        tuple(windows),
        prize=100_000 if pin else random.choice([20, 60, 200]),
        skills=frozenset(random.sample(range(3), random.randrange(2))),
        technicians=frozenset(technicians[:1]) if random.random() < 0.1 else None,
        pin=pin,
        preferred=random.choice([None, *technicians]),
        preferred_cost=random.choice([0, 5, 15]),
        due=windows[0][0] + 5 if options.get("soft") and random.random() < 0.5 else None,
        lateness_cost=random.choice([0, 1, 2]),
        before=random.choice([0, 0, 2]),
        after=random.choice([0, 0, 3]),
        size=random.randrange(3),
        planned=(random.choice(technicians), 20) if random.random() < 0.2 else None,
        stay_cost=7,
    )


def plan_of(problem, orders):
    """The plan with these orders, None when one of them keeps no times."""
    routes = [time_route(problem, number, order) for number, order in orders.items() if order]
    return None if None in routes else Plan(tuple(routes))


__all__ = ["DAY", "Route", "draw_problem", "line", "plan_of"]
