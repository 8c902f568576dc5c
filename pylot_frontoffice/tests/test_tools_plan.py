"""What stands between Odoo and the planner."""

import doctest
from dataclasses import replace

from odoo.tests import BaseCase, tagged

from ..tools import moves, route_server
from ..tools.planner import planning, wire, workday
from ..tools.planner.evaluator import evaluate
from ..tools.planner.problem import Problem, Shift, Visit
from ..tools.planner.settle import settle
from ..tools.planner.solver import Budget, solve
from ..tools.planner.workday import Workday, pin_down
from .planner_cases import draw_problem, line, plan_of


@tagged("post_install", "-at_install")
class TestToolsPlan(BaseCase):
    def test_examples(self):
        for module in (moves, route_server, planning, wire, workday):
            with self.subTest(module=module.__name__):
                outcome = doctest.testmod(module)
                self.assertTrue(outcome.attempted)
                self.assertFalse(outcome.failed)

    def test_any_problem_survives_the_wire(self):
        for seed in range(20):
            problem = draw_problem(seed)
            again = wire.unpack(wire.pack(problem))
            self.assertEqual(again.shifts, problem.shifts)
            self.assertEqual(again.visits, problem.visits)

    def _pin(self, number, place, start, length=10):
        return pin_down(Visit(number, place, length, ((start, start),), 1), "Anna", start)

    def _make(self, *pins, **values):
        day = Workday("Anna", ((0, 40), (50, 100)), 0, pins=pins, **values)
        return day, day.make_shift(line(0, 5, 50))

    def test_gaps_are_breaks(self):
        _day, shift = self._make(absences=((90, 120), (20, 25)))
        self.assertEqual((shift.start, shift.end), (0, 90))
        rests = [(rest.earliest, rest.latest, rest.duration) for rest in shift.breaks]
        self.assertEqual(rests, [(20, 20, 5), (40, 40, 10)])

    def test_what_fits_is_kept_with_its_place(self):
        day, shift = self._make(self._pin(1, 1, 10), self._pin(2, 1, 60))
        self.assertEqual([pin.id for pin in day.kept], [1, 2])
        self.assertEqual(len(shift.breaks), 1)

    def test_what_does_not_fit_takes_its_time_all_the_same(self):
        far, over_lunch = self._pin(1, 2, 10), self._pin(2, 1, 35)
        day, shift = self._make(far, over_lunch)
        self.assertFalse(day.kept)
        rests = [(rest.earliest, rest.earliest + rest.duration) for rest in shift.breaks]
        self.assertEqual(rests, [(10, 20), (35, 50)])

    def test_a_day_that_is_too_full_stays(self):
        pins = [
            replace(self._pin(number, 1, start), size=30) for number, start in ((1, 10), (2, 60))
        ]
        day, shift = self._make(*pins, capacity=40)
        self.assertEqual((len(day.kept), shift.capacity), (2, 60))

    def test_times_stay_where_they_can(self):
        shift = Shift("Anna", 0, 100, 0, 0)
        visits = tuple(
            Visit(number, 1, 10, ((0, 90),), 999, planned=("Anna", moment), stay_cost=1)
            for number, moment in ((1, 20), (2, 25), (3, 60))
        )
        problem = Problem((shift,), visits, line(0, 5))
        plan = settle(problem, plan_of(problem, {0: [1, 2, 3]}))
        self.assertEqual([stop.start for stop in plan.routes[0].stops], [20, 30, 60])

    def test_settled_plans_break_nothing(self):
        for seed in range(30):
            problem = draw_problem(seed)
            plan = solve(problem, Budget(50), seed).plan
            settled = settle(problem, plan)
            self.assertFalse(evaluate(problem, settled).violations)
            self.assertEqual(settled.orders(), plan.orders())

    def test_the_day_has_begun(self):
        _day, shift = self._make(self._pin(1, 1, 10), now=15)
        self.assertEqual((shift.start, shift.start_place), (20, 1))
        _day, shift = self._make(now=200)
        self.assertIsNone(shift)
