"""The judge of plans sees every kind of fault, and counts right."""

from dataclasses import replace

import hypothesis
import hypothesis.strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.planner.evaluator import evaluate
from ..tools.planner.plan import Plan, Rest, Route, Stop, time_route
from ..tools.planner.problem import Break, Pin, Problem, Shift, Visit
from ..tools.planner.solver import Budget, solve
from ..tools.planner.travel_matrix import TravelMatrix
from .planner_cases import draw_problem, line

quick = hypothesis.settings(max_examples=40, deadline=None, database=None)
GAS, POWER = 1, 2


def workday():
    """Two technicians, four visits, and a plan that keeps all rules."""
    visits = (
        Visit("a", 1, 30, ((100, 200),), 900, skills=frozenset({GAS}), size=2),
        Visit("b", 2, 30, ((100, 200), (300, 400)), 900, before=10, after=5, size=2),
        Visit("c", 3, 30, ((0, 500),), 900, pin=Pin("jo", 400, 420)),
        Visit("d", 1, 30, ((0, 500),), 900, technicians=frozenset({"al"})),
    )
    shifts = (
        Shift("jo", 0, 600, 0, 0, frozenset({GAS}), (Break(200, 300, 20),), 5),
        Shift("al", 0, 600, 0, 0, frozenset({POWER}), (), 5),
    )
    problem = Problem(shifts, visits, line(0, 20, 40, 60))
    routes = (time_route(problem, 0, ["a", "b", "c"]), time_route(problem, 1, ["d"]))
    return problem, Plan(routes)


def change(plan, number, **fields):
    routes = list(plan.routes)
    routes[number] = replace(routes[number], **fields)
    return Plan(tuple(routes))


@tagged("post_install", "-at_install")
class TestToolsPlannerEvaluator(BaseCase):
    def setUp(self):
        super().setUp()
        self.problem, self.plan = workday()

    def codes(self, plan, problem=None):
        return {each.code for each in evaluate(problem or self.problem, plan).violations}

    def test_figures(self):
        verdict = evaluate(self.problem, self.plan)
        self.assertEqual(verdict.violations, [])
        load = verdict.loads[0]
        self.assertEqual((load.driving, load.metres, load.service), (120, 120, 105))
        # until a opens; no time between a and b; before c what way and break leave of 195 to 400
        self.assertEqual(load.waiting, 80 + 0 + (400 - 195 - 20 - 20))
        self.assertEqual((verdict.served, verdict.left_out), (4, ()))
        self.assertEqual((verdict.driving, verdict.cost), (160, 160))

    def test_left_out_and_wishes(self):
        visits = list(self.problem.visits)
        visits[3] = replace(visits[3], planned=("jo", 50), stay_cost=7)
        visits[1] = replace(visits[1], preferred="al", preferred_cost=11)
        visits[2] = replace(visits[2], due=395, lateness_cost=2)
        visits.append(Visit("x", 1, 1, ((0, 5),), 1000))
        problem = replace(self.problem, visits=tuple(visits))
        verdict = evaluate(problem, self.plan)
        self.assertEqual((verdict.left_out, verdict.moved, verdict.preferred), (("x",), 1, 0))
        self.assertEqual((verdict.lateness, verdict.cost), (5, 160 + 1000 + 7 + 11 + 2 * 5))
        fair = evaluate(replace(problem, fairness=0.5), self.plan)
        self.assertAlmostEqual(
            fair.cost - verdict.cost, 0.5 * ((120 + 105) ** 2 + (40 + 30) ** 2) / 600
        )

    def test_each_fault_is_seen(self):
        stops, rests = self.plan.routes[0].stops, self.plan.routes[0].rests
        a, b, c = stops
        route = self.plan.routes[0]
        swapped = Plan((replace(route, shift=1), replace(self.plan.routes[1], shift=0)))
        cases = {
            "window": [
                change(self.plan, 0, stops=(replace(a, start=99), b, c)),
                change(self.plan, 0, stops=(a, replace(b, start=250), c)),
                change(self.plan, 0, stops=(a, b, replace(c, start=421))),
            ],
            "pin": [swapped],
            "skills": [swapped],
            "technician": [swapped],
            "breaks": [
                swapped,
                change(self.plan, 0, rests=()),
                change(self.plan, 0, rests=(replace(rests[0], duration=19),)),
                change(self.plan, 1, rests=(Rest(10, 5),)),
            ],
            "break_window": [
                change(self.plan, 0, rests=(replace(rests[0], start=199),)),
                change(self.plan, 0, rests=(replace(rests[0], start=301),)),
            ],
            "overlap": [
                change(self.plan, 0, rests=(replace(rests[0], start=190),)),
                change(self.plan, 0, stops=(a, replace(b, start=190), c), rests=(Rest(210, 20),)),
            ],
            "too_early": [
                change(self.plan, 1, stops=(replace(self.plan.routes[1].stops[0], start=19),)),
                # the way fits, the buffer before b does not
                change(self.plan, 0, stops=(a, replace(b, start=159), c)),
            ],
            "shift_end": [
                change(self.plan, 1, stops=(replace(self.plan.routes[1].stops[0], start=551),)),
            ],
            "twice": [change(self.plan, 1, stops=(*self.plan.routes[1].stops, a))],
            "unknown_visit": [change(self.plan, 1, stops=(Stop("z", 100),))],
            "unknown_shift": [change(self.plan, 1, shift=7), change(self.plan, 1, shift=-1)],
            "shift_twice": [Plan((*self.plan.routes, Route(1)))],
        }
        for code, plans in cases.items():
            for plan in plans:
                with self.subTest(code, plan=plan):
                    self.assertIn(code, self.codes(plan))
        small = tuple(replace(shift, capacity=3) for shift in self.problem.shifts)
        self.assertEqual(self.codes(self.plan, replace(self.problem, shifts=small)), {"capacity"})

    def test_edges_are_allowed(self):
        """The last moment of everything that has one."""
        (d,) = self.plan.routes[1].stops
        for plan in (
            change(self.plan, 1, stops=(replace(d, start=20),)),
            change(self.plan, 1, stops=(replace(d, start=500),)),
        ):
            self.assertEqual(self.codes(plan), set())
        end = self.problem.by_id["d"]
        latest = replace(self.problem, visits=(replace(end, windows=((0, 550),)),))
        self.assertEqual(self.codes(Plan((Route(1, (Stop("d", 550),)),)), latest), set())

    @quick
    @hypothesis.given(st.integers(0, 10**9), st.randoms(use_true_random=False))
    def test_earlier_than_possible_is_seen(self, seed, random):
        """Times are as early as can be, so one begin moved forward breaks something; one moved
        into a service of another visit, too."""
        problem = draw_problem(seed, visits=8, shifts=2)
        plan = solve(problem, Budget(30), 1).plan
        if not plan.routes:
            return
        number = random.randrange(len(plan.routes))
        route = plan.routes[number]
        at = random.randrange(len(route.stops))
        stops = list(route.stops)
        visit = problem.by_id[stops[at].visit]
        tight = all(stops[at].start != a for a, _ in visit.start_windows)
        if not tight:
            return  # begins with its window: only the window forbids to be earlier
        stops[at] = replace(stops[at], start=stops[at].start - 1)
        changed = change(plan, number, stops=tuple(stops))
        if route.rests and self.rests_wait(problem, route):
            return
        self.assertTrue(evaluate(problem, changed).violations)

    def rests_wait(self, problem, route):
        """Whether a break could have been taken at another time: then a begin may move."""
        shift = problem.shifts[route.shift]
        return any(
            taken.start != rest.earliest
            for taken, rest in zip(route.rests, shift.breaks, strict=True)
        )

    def test_metres_are_optional(self):
        ways = TravelMatrix(self.problem.travel.seconds)
        verdict = evaluate(replace(self.problem, travel=ways), self.plan)
        self.assertEqual((verdict.metres, verdict.driving), (0, 160))
