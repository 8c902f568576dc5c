"""Why a visit is left out: the reason is true, whoever made the plan."""

from dataclasses import replace
from random import Random

import hypothesis
import hypothesis.strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.planner.evaluator import evaluate
from ..tools.planner.plan import Plan, Route, Stop
from ..tools.planner.problem import Break, Pin, Problem, Shift, Visit
from ..tools.planner.reasons import CODES, explain
from ..tools.planner.solver import Budget, make_plan, solve
from .planner_cases import draw_problem, line, plan_of

quick = hypothesis.settings(max_examples=40, deadline=None, database=None)
GAS = 1


def cost_of(problem, plan):
    verdict = evaluate(problem, plan)
    return None if verdict.violations else verdict.cost


def cheapest_way_in(problem, plan, visit_id):
    """What it costs at least to add the visit somewhere, None when it fits nowhere."""
    orders, costs = plan.orders(), []
    for number in range(len(problem.shifts)):
        order = orders.get(number, ())
        for at in range(len(order) + 1):
            longer = plan_of(problem, {**orders, number: (*order[:at], visit_id, *order[at:])})
            if longer and (cost := cost_of(problem, longer)) is not None:
                costs.append(cost - cost_of(problem, plan) + problem.by_id[visit_id].loss)
    return min(costs, default=None)


@tagged("post_install", "-at_install")
class TestToolsPlannerReasons(BaseCase):
    def explain(self, *visits, plan=None, **options):
        options = {"skills": frozenset(), "capacity": 5, **options}
        shift = Shift("jo", 100, 600, 0, 0, **options)
        problem = Problem((shift,), visits, line(0, 50, 400))
        plan = make_plan(problem, {0: plan or ()})
        return {each.visit: each for each in explain(problem, plan)}

    def test_each_reason(self):
        good = {"place": 1, "duration": 100, "windows": ((0, 600),), "prize": 900}
        cases = {
            "technician": {"technicians": frozenset({"al"})},
            "skills": {"skills": frozenset({GAS})},
            "hours": {"windows": ((0, 99), (601, 900))},
            "size": {"size": 6},
            "too_long": {"duration": 401},
            "possible": {},
            "costly": {"prize": 99},
        }
        for code, fields in cases.items():
            found = self.explain(Visit(**{"id": "x", **good, **fields}))["x"]
            self.assertEqual(found.code, code)
            self.assertEqual(found.is_final, code not in ("possible", "costly"))
        pinned = self.explain(Visit("x", **good, pin=Pin("al", 200, 300)))
        self.assertEqual(pinned["x"].code, "technician")

    def test_the_first_reason_is_given(self):
        """From what is missing most to what is missing least."""
        fields = [
            {"technicians": frozenset({"al"})},
            {"skills": frozenset({GAS})},
            {"windows": ((601, 900),)},
            {"size": 6},
            {"duration": 401},
        ]
        good = {"place": 1, "duration": 100, "windows": ((0, 600),), "prize": 900}
        for number in range(len(fields)):
            for each in fields[number:]:
                good = {**good, **each}
            found = self.explain(Visit(id="x", **good))["x"]
            self.assertEqual(found.code, CODES[number])
            good = {"place": 1, "duration": 100, "windows": ((0, 600),), "prize": 900}

    def test_too_long_because_of_the_break(self):
        visit = Visit("x", 1, 390, ((0, 600),), 900)
        self.assertEqual(self.explain(visit)["x"].code, "possible")
        found = self.explain(visit, breaks=(Break(200, 300, 20),))
        self.assertEqual(found["x"].code, "too_long")

    def test_full(self):
        """It would fit instead of the other one, which is worth more."""
        visits = [Visit(n, 1, 300, ((0, 600),), prize) for n, prize in (("a", 900), ("x", 100))]
        found = self.explain(*visits, plan=["a"])["x"]
        self.assertEqual((found.code, found.shift, found.displaced), ("full", 0, "a"))
        self.assertEqual(found.cost, 800)

    def test_full_of_fixed_visits(self):
        fixed = Visit("a", 1, 300, ((0, 600),), 900, pin=Pin("jo", 200, 300))
        found = self.explain(fixed, Visit("x", 1, 300, ((0, 600),), 100), plan=["a"])["x"]
        self.assertEqual((found.code, found.displaced), ("full", None))

    @quick
    @hypothesis.given(st.integers(0, 10**9), st.integers(0, 20))
    def test_reasons_are_true(self, seed, iterations):
        """Of good plans and of bad ones."""
        problem = draw_problem(seed, visits=9, shifts=2, soft=seed % 2)
        plan = solve(problem, Budget(iterations), 1).plan
        if seed % 3 == 0 and plan.routes:
            gone = Random(seed).choice(plan.routes)
            plan = Plan(tuple(route for route in plan.routes if route != gone))
        found = explain(problem, plan)
        self.assertEqual([each.visit for each in found], list(evaluate(problem, plan).left_out))
        for each in found:
            self.check(problem, plan, each)

    def check(self, problem, plan, reason):
        visit = problem.by_id[reason.visit]
        cost = cheapest_way_in(problem, plan, visit.id)
        if reason.is_final:
            empty = Plan()
            self.assertIsNone(cheapest_way_in(problem, empty, visit.id))
            self.check_missing(problem, visit, reason.code)
        elif reason.code == "full":
            self.assertIsNone(cost)
            if reason.displaced is not None:
                less = self.without(problem, plan, reason.displaced)
                change = cheapest_way_in(problem, less, visit.id) - visit.loss
                change += cost_of(problem, less) - cost_of(problem, plan)
                self.assertAlmostEqual(change, reason.cost, places=5)
        else:
            self.assertAlmostEqual(cost, reason.cost, places=5)
            self.assertEqual(reason.code == "possible", cost < visit.loss)

    def check_missing(self, problem, visit, code):
        """Without the rule that is named the visit could come further."""
        freed = {
            "technician": {"pin": None, "technicians": None, "windows": visit.start_windows},
            "skills": {"skills": frozenset()},
            "hours": {"windows": ((0, 10**6),), "pin": None},
            "size": {"size": 0},
            "too_long": {"duration": 0, "before": 0, "after": 0},
        }[code]
        changed = replace(visit, **freed)
        others = tuple(changed if each is visit else each for each in problem.visits)
        again = explain(replace(problem, visits=others), Plan())
        code_after = {each.visit: each.code for each in again}[visit.id]
        if code != "too_long":
            self.assertGreater(CODES.index(code_after), CODES.index(code))

    def without(self, problem, plan, visit_id):
        return plan_of(
            problem,
            {
                number: tuple(each for each in ids if each != visit_id)
                for number, ids in plan.orders().items()
            },
        )

    def test_of_a_wrong_plan(self):
        """Somebody else's plan, with what must not be in it."""
        shift = Shift("jo", 100, 600, 0, 0)
        good = {"place": 1, "duration": 100, "windows": ((0, 600),), "prize": 900}
        visits = (Visit("a", **good, skills=frozenset({GAS})), Visit("x", **good))
        problem = Problem((shift,), visits, line(0, 50))
        plan = Plan((Route(0, (Stop("a", 150), Stop("unknown", 300))),))
        (found,) = explain(problem, plan)
        self.assertEqual((found.visit, found.code), ("x", "possible"))

    def test_nothing_left_out(self):
        self.assertEqual(self.explain(), {})
