"""A new plan near the old one: who is ill, what has begun, what people have been told."""

from dataclasses import replace

import hypothesis
import hypothesis.strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.planner.evaluator import evaluate
from ..tools.planner.plan import Plan, Route, Stop
from ..tools.planner.problem import Break, Pin, Problem, Shift, Visit
from ..tools.planner.replan import from_now, keep, without_technician
from ..tools.planner.solver import Budget, make_plan, solve
from .planner_cases import draw_problem, line

quick = hypothesis.settings(max_examples=30, deadline=None, database=None)
seeds = st.integers(0, 10**9)


def run(problem, first=None, iterations=150):
    return solve(problem, Budget(iterations), 1, first).plan


@tagged("post_install", "-at_install")
class TestToolsPlannerReplan(BaseCase):
    @quick
    @hypothesis.given(seeds)
    @hypothesis.example(5046)
    def test_what_is_dear_to_move_stays(self, seed):
        """With a stay-cost above all else nothing moves, though another plan would be better."""
        problem = draw_problem(seed, visits=10, shifts=3)
        # what the plan leaves out has been told nobody
        untold = tuple(replace(visit, planned=None) for visit in problem.visits)
        problem = replace(problem, visits=untold)
        poor = run(problem, iterations=0)
        told = keep(problem, poor, 10**7)
        plan = run(told, poor)
        self.assertEqual(evaluate(told, plan).moved, 0)
        kept = {each: who for each, who in plan.shift_of.items() if each in poor.shift_of}
        self.assertEqual(kept, poor.shift_of)

    @quick
    @hypothesis.given(seeds, st.integers(0, 150))
    def test_told_and_begun(self, seed, now):
        """What is left of a plan is still what people have been told, half a day later."""
        problem = draw_problem(seed, visits=10, shifts=4, days=2)
        before = run(problem)
        later, _ = from_now(keep(problem, before, 50), before, now)
        rest = {
            route.shift: [each for each in route.visit_ids if each in later.by_id]
            for route in before.routes
        }
        self.assertEqual(evaluate(later, make_plan(later, rest)).moved, 0)

    def test_stay_cost_is_weighed(self):
        """Two swapped technicians: worth it below what is saved, not above."""
        visits = tuple(Visit(n, n, 10, ((0, 900),), 5000) for n in (1, 2))
        shifts = (Shift("jo", 0, 900, 1, 1), Shift("al", 0, 900, 2, 2))
        problem = Problem(shifts, visits, line(0, 0, 100))
        swapped = make_plan(problem, {0: [2], 1: [1]})
        for cost, moved in ((150, 2), (250, 0)):  # swapping back saves 400 for two moves
            told = keep(problem, swapped, cost)
            self.assertEqual(evaluate(told, run(told, swapped)).moved, moved)

    @quick
    @hypothesis.given(seeds)
    def test_ill_technician(self, seed):
        problem = draw_problem(seed, visits=10, shifts=4, days=2)
        before = run(problem)
        if not before.routes:
            return
        ill = problem.shifts[before.routes[0].shift].technician
        changed, kept = without_technician(keep(problem, before, 50), ill, 0, 10**6)
        self.assertEqual([problem.shifts[number] for number in kept], list(changed.shifts))
        self.assertNotIn(ill, {shift.technician for shift in changed.shifts})
        plan = run(changed)
        self.assertEqual(evaluate(changed, plan).violations, [])
        for visit in changed.visits:
            self.assertFalse(visit.planned and visit.planned[0] == ill)
            self.assertFalse(visit.pin and visit.pin.technician == ill)

    def test_ill_on_one_day(self):
        """The other day's shift stays, and the promised slot is kept by somebody else."""
        shifts = (Shift("jo", 0, 90, 0, 0), Shift("jo", 200, 290, 0, 0), Shift("al", 0, 90, 0, 0))
        visits = (
            Visit("a", 1, 10, ((0, 80),), 900, pin=Pin("jo", 30, 40)),
            Visit("b", 1, 10, ((200, 280),), 900, pin=Pin("jo", 230, 240)),
        )
        problem = Problem(shifts, visits, line(0, 5))
        changed, kept = without_technician(problem, "jo", 0, 100)
        self.assertEqual(kept, (1, 2))
        plan = run(changed)
        self.assertEqual(
            {each: kept[number] for each, number in plan.shift_of.items()}, {"a": 2, "b": 1}
        )
        (start,) = (
            stop.start for route in plan.routes for stop in route.stops if stop.visit == "a"
        )
        self.assertTrue(30 <= start <= 40)

    @quick
    @hypothesis.given(seeds, st.integers(0, 150))
    def test_from_now(self, seed, now):
        """What has begun is left as it was; what follows is in time for it."""
        problem = draw_problem(seed, visits=10, shifts=3)
        before = run(problem, iterations=30)
        later, begun = from_now(problem, before, now)
        plan = run(later)
        self.assertEqual(evaluate(later, plan).violations, [])
        cut = {each for ids in begun.values() for each in ids}
        self.assertEqual(cut | {visit.id for visit in later.visits}, set(problem.by_id))
        self.assertEqual(cut & {visit.id for visit in later.visits}, set())
        for route in before.routes:
            for stop in route.stops:
                if stop.start - problem.by_id[stop.visit].before < now:
                    self.assertIn(stop.visit, cut)
        for route in plan.routes:
            self.assertGreaterEqual(
                later.shifts[route.shift].start, min(now, problem.shifts[route.shift].end - 1)
            )

    def test_half_a_day(self):
        """Between the first visit and the second: on the way, lunch taken, half the van empty."""
        rest = Break(100, 200, 30)
        shift = Shift("jo", 0, 900, 0, 0, breaks=(rest, Break(500, 600, 10)), capacity=5)
        visits = tuple(Visit(n, n, 50, ((0, 800),), 900, size=2) for n in (1, 2))
        problem = Problem((shift,), visits, line(0, 100, 200))
        before = make_plan(problem, {0: [1, 2]})
        (route,) = before.routes
        self.assertEqual([stop.start for stop in route.stops], [100, 280])
        later, begun = from_now(problem, before, 185)
        self.assertEqual(begun, {0: (1, 2)})  # the way to the second begins at 180
        now = later.shifts[0]
        self.assertEqual((now.start, now.start_place, now.capacity), (330, 2, 1))
        self.assertEqual([each.earliest for each in now.breaks], [500])
        earlier, begun = from_now(problem, before, 120)
        self.assertEqual((begun, earlier.shifts[0].start_place), ({0: (1,)}, 1))
        self.assertEqual((earlier.shifts[0].start, len(earlier.shifts[0].breaks)), (150, 2))

    def test_urgent_visit(self):
        """It comes in, and only what has to make room moves."""
        shifts = (Shift("jo", 0, 300, 0, 0), Shift("al", 0, 300, 0, 0))
        visits = tuple(Visit(n, 1, 100, ((0, 290),), 900) for n in range(4))
        problem = Problem(shifts, visits, line(0, 10))
        before = make_plan(problem, {0: [0, 1], 1: [2]})
        urgent = Visit("urgent", 1, 100, ((0, 290),), 5000)
        told = keep(replace(problem, visits=(*visits[:3], urgent)), before, 100)
        plan = run(told, before)
        self.assertIn("urgent", plan.shift_of)
        self.assertEqual(evaluate(told, plan).moved, 0)

    def test_a_plan_nobody_keeps(self):
        """The past may be anything, also what was never allowed."""
        problem = Problem(
            (Shift("jo", 0, 100, 0, 0, breaks=(Break(10, 20, 30),)),),
            (Visit("a", 1, 10, ((0, 10),), 9), Visit("b", 1, 10, ((0, 90),), 9)),
            line(0, 50),
        )
        late = Plan((Route(0, (Stop("a", 95),)),))
        for now in (0, 50, 96, 500):
            later, _ = from_now(problem, late, now)
            self.assertEqual(evaluate(later, run(later)).violations, [])
