"""Limits of a day that several technicians share."""

from dataclasses import replace
from random import Random

import hypothesis
import hypothesis.strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.planner.evaluator import evaluate
from ..tools.planner.plan import Plan
from ..tools.planner.problem import Problem, Shift, Visit
from ..tools.planner.reasons import explain
from ..tools.planner.solver import Budget, make_plan, solve
from ..tools.planner.wire import pack, unpack
from .planner_cases import draw_problem, line

quick = hypothesis.settings(max_examples=60, deadline=None, database=None)


def draw_limits(seed):
    """Two days with two technicians each; some visits belong to groups that have a limit."""
    random = Random(seed)
    problem = draw_problem(seed, visits=12, shifts=4, days=2)
    shifts = tuple(replace(shift, day=number // 2) for number, shift in enumerate(problem.shifts))
    visits = tuple(
        replace(visit, group=None if visit.pin else random.choice([None, "a", "b"]))
        for visit in problem.visits
    )
    limits = {
        (group, day): random.choice([0, 10, 25, 60])
        for group in "ab"
        for day in range(2)
        if random.random() < 0.8
    }
    return replace(problem, shifts=shifts, visits=visits, limits=limits)


@tagged("post_install", "-at_install")
class TestToolsPlannerLimits(BaseCase):
    def use(self, problem, plan):
        used = {}
        for route in plan.routes:
            for visit in map(problem.by_id.__getitem__, route.visit_ids):
                key = visit.group, problem.shifts[route.shift].day
                used[key] = used.get(key, 0) + visit.occupied
        return used

    @quick
    @hypothesis.given(st.integers(0, 10**9))
    def test_never_more(self, seed):
        problem = draw_limits(seed)
        solution = solve(problem, Budget(150), seed)
        used = self.use(problem, solution.plan)
        for key, most in problem.limits.items():
            self.assertLessEqual(used.get(key, 0), most)
        self.assertEqual(evaluate(problem, solution.plan).violations, [])
        there = solve(unpack(pack(problem)), Budget(150), seed)
        self.assertEqual(
            [route.visit_ids for route in there.plan.routes],
            [
                tuple(problem.visits.index(problem.by_id[each]) for each in route.visit_ids)
                for route in solution.plan.routes
            ],
        )

    @quick
    @hypothesis.given(st.integers(0, 10**9), st.integers(0, 40))
    def test_reasons_are_true(self, seed, iterations):
        problem = draw_limits(seed)
        plan = solve(problem, Budget(iterations), 1).plan
        free = replace(problem, limits={})
        for reason in explain(problem, plan):
            allowed = self.places(problem, plan, reason.visit)
            if reason.code == "limit":
                self.assertFalse(allowed)
                self.assertTrue(self.places(free, plan, reason.visit))
            else:
                self.assertEqual(bool(allowed), reason.code in ("possible", "costly"))
            if reason.code == "full":
                self.assertFalse(self.places(free, plan, reason.visit))

    def places(self, problem, plan, visit_id):
        """:return: whether there is a tour and a gap in it that is allowed"""
        orders = plan.orders()
        for number in range(len(problem.shifts)):
            order = orders.get(number, ())
            for at in range(len(order) + 1):
                longer = {**orders, number: (*order[:at], visit_id, *order[at:])}
                tried = make_plan(problem, longer)
                if visit_id in tried.shift_of and len(tried.shift_of) == len(plan.shift_of) + 1:
                    if not evaluate(problem, tried).violations:
                        return True
        return False

    def test_the_evaluator_counts(self):
        """Buffers are part of it, other days and groups are not."""
        shifts = tuple(
            Shift(who, begin, begin + 500, 0, 0, day=begin)
            for begin in (0, 1000)
            for who in ("jo", "al")
        )
        visits = tuple(
            Visit(number, 0, 20, ((begin, begin + 400),), 900, before=5, after=5, group=group)
            for number, (begin, group) in enumerate([(0, "a"), (0, "a"), (1000, "a"), (0, "b")])
        )
        orders = {0: [0], 1: [1, 3], 2: [2]}
        for most, codes in ((60, []), (59, ["limit"])):
            problem = Problem(shifts, visits, line(0), limits={("a", 0): most, ("a", 1000): 30})
            verdict = evaluate(problem, make_plan(problem, orders))
            self.assertEqual([each.code for each in verdict.violations], codes)

    def test_another_day(self):
        """What is too much today is served tomorrow, and a full plan makes no room by moving."""
        shifts = tuple(Shift("jo", begin, begin + 500, 0, 0, day=begin) for begin in (0, 1000))
        visits = tuple(
            Visit(number, 0, 100, ((0, 400), (1000, 1400)), 900, group="a") for number in range(4)
        )
        limits = {("a", 0): 100, ("a", 1000): 200}
        problem = Problem(shifts, visits, line(0), limits=limits)
        first = Plan(make_plan(problem, {0: [0, 1, 2]}).routes)
        solution = solve(problem, Budget(100), 1, first)
        served = solution.plan.shift_of
        self.assertEqual(sorted(served.values()), [0, 1, 1])
        [reason] = explain(problem, solution.plan)
        self.assertEqual(reason.code, "limit")
