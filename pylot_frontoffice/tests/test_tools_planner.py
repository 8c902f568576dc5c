"""The planner: never a broken rule, always the same answer, and the best one where it is known."""

import doctest
import subprocess
import sys
from dataclasses import replace
from itertools import permutations, product
from pathlib import Path
from random import Random

import hypothesis
import hypothesis.strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.planner import problem as problem_module
from ..tools.planner import travel_matrix
from ..tools.planner.evaluator import evaluate
from ..tools.planner.model import Model
from ..tools.planner.plan import Plan, time_route
from ..tools.planner.problem import Break, Pin, Problem, Shift, Visit, crew_visits
from ..tools.planner.search import Search
from ..tools.planner.solver import Budget, make_plan, solve
from .planner_cases import draw_problem, line

quick = hypothesis.settings(max_examples=15, deadline=None, database=None)
seeds = st.integers(0, 10**9)


def cheapest(problem):
    """The least any plan costs, by trying all of them."""
    ids = [visit.id for visit in problem.visits]
    best = float("inf")
    costs = [{} for _ in problem.shifts]
    for choice in product(range(-1, len(problem.shifts)), repeat=len(ids)):
        total = sum(
            visit.loss for visit, number in zip(problem.visits, choice, strict=True) if number < 0
        )
        for number in range(len(problem.shifts)):
            served = tuple(
                each for each, chosen in zip(ids, choice, strict=True) if chosen == number
            )
            if served not in costs[number]:
                costs[number][served] = cheapest_route(problem, number, served)
            total += costs[number][served]
        best = min(best, total)
    return best


def cheapest_route(problem, number, served):
    """The least it costs to serve these visits in that shift, in whatever order."""
    if not served:
        return 0
    least = float("inf")
    for order in permutations(served):
        route = time_route(problem, number, order)
        if route:
            verdict = evaluate(problem, Plan((route,)))
            if not verdict.violations:
                lost = sum(problem.by_id[each].loss for each in verdict.left_out)
                least = min(least, verdict.cost - lost)
    return least


def run(problem, iterations=150, seed=1, **budget):
    return solve(problem, Budget(iterations, **budget), seed)


@tagged("post_install", "-at_install")
class TestToolsPlanner(BaseCase):
    def test_examples(self):
        for module in (problem_module, travel_matrix):
            failed, _ = doctest.testmod(module)
            self.assertFalse(failed, module.__name__)

    def test_without_odoo(self):
        """Importable with nothing but the standard library."""
        folder = Path(__file__).parent.parent
        modules = sorted(path.stem for path in (folder / "tools" / "planner").glob("*.py"))
        code = "; ".join(f"import tools.planner.{name}" for name in modules if name != "__init__")
        subprocess.run([sys.executable, "-S", "-c", code], cwd=folder, check=True)

    # === RULES ===

    @quick
    @hypothesis.given(seeds)
    def test_no_rule_is_ever_broken(self, seed):
        problem = draw_problem(seed, visits=12, shifts=4, days=2, soft=seed % 2)
        solution = run(problem, seed=seed)
        self.assertEqual(evaluate(problem, solution.plan).violations, [])
        self.assertEqual(solution.verdict, evaluate(problem, solution.plan))

    @quick
    @hypothesis.given(seeds)
    def test_longer_is_never_worse_than_greedy(self, seed):
        problem = draw_problem(seed, visits=12, shifts=3)
        greedy, better = run(problem, 0), run(problem, 100)
        self.assertLessEqual(better.verdict.cost, greedy.verdict.cost + 1e-6)

    @hypothesis.settings(max_examples=15, deadline=None, database=None)
    @hypothesis.given(seeds, st.booleans())
    def test_small_problems_are_solved(self, seed, soft):
        """Where all plans can be tried, the planner is hardly ever worse than the best: with few
        steps and unlucky numbers it ends two per cent above."""
        problem = draw_problem(seed, visits=5, shifts=2, soft=soft)
        cost, best = run(problem, 400).verdict.cost, cheapest(problem)
        self.assertGreaterEqual(cost, best - 1e-5)
        self.assertLessEqual(cost, best + 0.1 * abs(best) + 1e-5)

    @quick
    @hypothesis.given(seeds)
    def test_ways_of_any_length(self, seed):
        """Also where the direct way is the longer one, and back takes longer than there."""
        random = Random(seed)
        ways = [[random.choice([0, 3, 10, 40]) for _ in range(18)] for _ in range(18)]
        problem = replace(
            draw_problem(seed, visits=12, shifts=3), travel=travel_matrix.TravelMatrix(ways)
        )
        self.assertEqual(run(problem).verdict.violations, [])

    # === TERMS OF THE OBJECTIVE ===

    def serve(self, *visits, technicians=("jo", "al"), travel=None, fairness=0, **options):
        shifts = tuple(Shift(each, 0, 1000, 0, 0, **options) for each in technicians)
        problem = Problem(shifts, visits, travel or line(0, 10, 20, 30), fairness)
        solution = run(problem)
        return {
            each: shifts[number].technician for each, number in solution.plan.shift_of.items()
        }, solution

    def test_preferred(self):
        visits = [Visit(n, n, 10, ((0, 900),), 500) for n in (1, 2)]
        wish = Visit("x", 3, 10, ((0, 900),), 500, preferred="al", preferred_cost=100)
        who, solution = self.serve(*visits, wish)
        self.assertEqual(who["x"], "al")
        self.assertEqual(solution.verdict.preferred, 1)

    def test_preferred_from_far_away(self):
        """Also the wished technician is tried, when everybody else is nearer."""
        near = [Visit(n, n, 10, ((0, 900),), 5000) for n in range(60)]
        wish = Visit("x", 0, 10, ((0, 900),), 5000, preferred="al", preferred_cost=900)
        shifts = (Shift("jo", 0, 990, 0, 0), Shift("al", 0, 990, 60, 60))
        far = [Visit(60, 60, 10, ((0, 900),), 5000)]
        problem = Problem(shifts, (*near, *far, wish), line(*range(60), 200))
        search = Search(Model(problem))
        search.adopt(make_plan(problem, {0: [*range(60), "x"], 1: [60]}))
        served = search.model.index["x"]
        self.assertEqual(search.tour_of[served], 0)
        search._try({0: {served}}, [served], 0)
        self.assertEqual(search.tour_of[served], 1)

    def test_a_cheap_wish_is_not_worth_a_second_van(self):
        promise = Visit("y", 3, 10, ((0, 900),), 500, pin=Pin("jo", 0, 900))
        wish = Visit("x", 3, 10, ((0, 900),), 500, preferred="al", preferred_cost=10)
        who, _ = self.serve(promise, wish)
        self.assertEqual(who, {"x": "jo", "y": "jo"})

    def test_prize(self):
        """Not worth the way; worth it."""
        for prize, served in ((59, 0), (61, 1)):
            _, solution = self.serve(Visit("x", 3, 10, ((0, 900),), prize))
            self.assertEqual(solution.verdict.served, served)

    def test_the_bigger_prize_is_served(self):
        rivals = [Visit(n, 1, 300, ((0, 10),), prize) for n, prize in (("a", 100), ("b", 400))]
        who, _ = self.serve(*rivals, technicians=("jo",))
        self.assertEqual(set(who), {"b"})

    def test_lateness(self):
        """One of two is late; the cheaper one."""
        rivals = [
            Visit(n, 1, 50, ((0, 900),), 500, due=10, lateness_cost=cost)
            for n, cost in (("a", 1), ("b", 3))
        ]
        _, solution = self.serve(*rivals, technicians=("jo",))
        self.assertEqual(solution.plan.routes[0].visit_ids, ("b", "a"))
        self.assertEqual((solution.verdict.lateness, solution.verdict.cost), (50, 70))

    def test_fairness(self):
        """Four equal visits in one house: one van saves a drive, two are fair."""
        visits = [Visit(n, 1, 100, ((0, 900),), 5000) for n in range(4)]
        for fairness, loads in ((0, [4]), (1, [2, 2])):
            _, solution = self.serve(*visits, fairness=fairness)
            self.assertEqual(
                [load.visits for load in solution.verdict.loads.values()], loads, fairness
            )

    def test_capacity_and_buffers(self):
        visits = [Visit(n, 1, 10, ((0, 100),), 500, size=2, before=20, after=5) for n in "abc"]
        _, solution = self.serve(*visits, technicians=("jo",), capacity=4)
        stops = solution.plan.routes[0].stops
        self.assertEqual([stop.start for stop in stops], [30, 65])

    def test_crew(self):
        """A visit of two people is fixed for both; their other visits are planned around it."""
        crew = crew_visits(Visit("big", 2, 60, ((0, 900),), 9000), ("jo", "al"), 300)
        others = [Visit(n, 1, 250, ((0, 900),), 1000) for n in range(4)]
        who, solution = self.serve(*crew, *others)
        self.assertEqual((who["big", "jo"], who["big", "al"]), ("jo", "al"))
        self.assertEqual(solution.verdict.left_out, ())

    # === LIMITS ===

    @hypothesis.settings(max_examples=10, deadline=None, database=None)
    @hypothesis.given(seeds)
    def test_same_seed_same_plan(self, seed):
        problem = draw_problem(seed, visits=15, shifts=4, soft=seed % 2)
        self.assertEqual(run(problem, seed=seed), run(problem, seed=seed))

    def test_same_plan_whatever_the_hashes(self):
        """Another process orders its sets of texts differently; the plan stays."""
        code = (
            "from tools.planner.problem import *; from tools.planner.solver import *;"
            "from tools.planner.travel_matrix import TravelMatrix as T;"
            "t = T.from_function(range(20), lambda a, b: 7 * a * b % 31);"
            "v = tuple(Visit(f'v{n}', n, 5, ((n, 90 + n),), 90, preferred=f'p{n % 3}',"
            "preferred_cost=4) for n in range(18));"
            "s = tuple(Shift(f'p{n}', 0, 150, 18, 19) for n in range(3));"
            "print(solve(Problem(s, v, t), Budget(200), 5).plan)"
        )
        answers = {
            subprocess.run(
                [sys.executable, "-c", code],
                cwd=Path(__file__).parent.parent,
                env={"PYTHONHASHSEED": str(salt)},
                capture_output=True,
                check=True,
            ).stdout
            for salt in (1, 2, 3)
        }
        self.assertEqual(len(answers), 1)

    def test_clock(self):
        """The search ends when its clock says so, whatever that clock counts."""
        ticks = iter(range(10**6))
        problem = draw_problem(3, visits=12, shifts=3)
        solution = run(problem, None, seconds=10, clock=lambda: next(ticks))
        self.assertLess(next(ticks), 16)
        self.assertGreater(solution.iterations, 0)

    def test_progress(self):
        told = []

        def progress(share, cost):
            told.append((share, cost))
            return len(told) == 5

        problem = draw_problem(5, visits=12, shifts=3)
        solution = run(problem, 10_000, progress=progress)
        self.assertLess(solution.iterations, 1000)
        self.assertEqual(told[0][0], 0)
        self.assertTrue(
            all(a[0] < b[0] and a[1] >= b[1] for a, b in zip(told, told[1:], strict=False))
        )

    def test_a_budget_has_a_limit(self):
        for wrong in ({}, {"seconds": 3}, {"iterations": 3, "clock": print}):
            with self.assertRaises(ValueError):
                Budget(**wrong)

    def test_too_large(self):
        visits = tuple(Visit(n, 0, 1, ((0, 1),), 1) for n in range(5000))
        with self.assertRaises(ValueError):
            run(Problem((Shift("jo", 0, 9, 0, 0),), visits, line(0)))

    def test_nothing_to_do(self):
        empty = Problem((), (), line(0))
        self.assertEqual(run(empty).plan, Plan())
        alone = Problem((), (Visit("x", 0, 1, ((0, 1),), 7),), line(0))
        self.assertEqual(run(alone).verdict.left_out, ("x",))

    # === BEGINNING WITH A PLAN ===

    @quick
    @hypothesis.given(seeds, seeds)
    def test_any_plan_can_be_the_first(self, seed, other):
        """Also one of another problem: what is not allowed of it is dropped."""
        problem = draw_problem(seed)
        first = run(draw_problem(other)).plan
        solution = solve(problem, Budget(50), 1, first)
        self.assertEqual(solution.verdict.violations, [])

    @quick
    @hypothesis.given(seeds)
    def test_a_good_first_plan_is_not_lost(self, seed):
        problem = draw_problem(seed)
        good = run(problem, 200)
        again = solve(problem, Budget(0), 1, good.plan)
        self.assertLessEqual(again.verdict.cost, good.verdict.cost + 1e-6)

    # === BAD INPUT ===

    def test_bad_input(self):
        good = {"id": 1, "place": 0, "duration": 5, "windows": ((0, 5),), "prize": 1}
        for wrong in (
            {"windows": ()},
            {"windows": ((5, 4),)},
            {"windows": ((0, 5), (3, 8))},
            {"windows": ((6, 8), (0, 5))},
            {"duration": -1},
            {"prize": -1},
        ):
            with self.assertRaises(ValueError):
                Visit(**{**good, **wrong})
        visit = Visit(**good)
        for wrong in ((5, 5), (5, 4)):
            with self.assertRaises(ValueError):
                Shift("jo", *wrong, 0, 0)
        for breaks in ([Break(0, 5, 20)], [Break(3, 3, 5), Break(4, 4, 2)]):
            with self.assertRaises(ValueError):
                Shift("jo", 0, 15, 0, 0, breaks=tuple(breaks))
        with self.assertRaises(ValueError):
            Problem((), (visit, visit), line(0))
        with self.assertRaises(ValueError):
            Problem((), (Visit(**{**good, "place": 7}),), line(0))
        for ways in ([[0, 1]], [[0.5]], [[-1]]):
            with self.assertRaises(ValueError):
                travel_matrix.TravelMatrix(ways)
