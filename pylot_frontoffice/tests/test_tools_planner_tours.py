"""The quick kinds of tours against the one that knows everything, and changes against new tours."""

from random import Random

import hypothesis
import hypothesis.strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.planner.model import Model
from ..tools.planner.plan import time_route
from ..tools.planner.problem import Shift
from ..tools.planner.tour import INFINITY, Tour
from ..tools.planner.tour_breaks import TourWithBreaks
from ..tools.planner.tour_lunch import TourWithLunch
from ..tools.planner.tours import make_tour
from .planner_cases import draw_problem

quick = hypothesis.settings(max_examples=150, deadline=None, database=None)


@tagged("post_install", "-at_install")
class TestToolsPlannerTours(BaseCase):
    @quick
    @hypothesis.given(st.integers(0, 10**9))
    def test_all_kinds_agree(self, seed):
        """Visits come and go: what a tour knows of itself is always what a new one, of the most
        general kind, would find out."""
        random = Random(seed)
        problem = draw_problem(seed, visits=10, shifts=1, soft=seed % 5 == 0, breaks=[0, 1, 1, 2])
        model = Model(problem)
        (shift,) = model.shifts
        visits = [visit for visit in range(model.size) if shift.facts[visit]]
        tour = make_tour(model, shift)
        for visit in visits and random.choices(visits, k=25):
            if visit in tour.nodes:
                gone = {each for each in tour.visits if random.random() < 0.4} | {visit}
                tour = tour.without(gone)
            elif tour.find(visit) < INFINITY:
                tour = random.choice([tour, tour.duplicate()])
                tour.find(visit)
                tour.insert(visit, tour.gap_of[visit])
            self.compare(model, tour, TourWithBreaks(model, shift, tour.visits))

    def compare(self, model, tour, expected):
        for field in ("nodes", "legs", "ready", "latest", "room", "work", "travel", "extra"):
            self.assertEqual(getattr(tour, field), getattr(expected, field), field)
        self.assertAlmostEqual(tour.cost, expected.cost, places=6)
        self.assertTrue(tour.is_allowed)
        for visit in range(model.size):
            if tour.shift.facts[visit] and visit not in tour.nodes:
                self.assertAlmostEqual(tour.find(visit), expected.find(visit), places=6)

    @quick
    @hypothesis.given(st.integers(0, 10**9))
    def test_fits_exactly_where_it_can_be_scheduled(self, seed):
        """A gap is closed exactly when there are no times for the longer order."""
        problem = draw_problem(seed, visits=5, shifts=1, soft=seed % 2)
        model = Model(problem)
        (shift,) = model.shifts
        order = [visit for visit in range(model.size) if shift.facts[visit]]
        tour = make_tour(model, shift)
        for visit in order:
            possible = [
                gap
                for gap in range(len(tour.nodes) - 1)
                if self.is_possible(problem, tour, visit, gap)
            ]
            cost = tour.find(visit)
            self.assertEqual(cost < INFINITY, bool(possible))
            if possible:
                self.assertIn(tour.gap_of[visit], possible)
                tour.insert(visit, tour.gap_of[visit])

    def is_possible(self, problem, tour, visit, gap):
        ids = tour.visits
        ids.insert(gap, visit)
        shift: Shift = problem.shifts[0]
        size = sum(problem.by_id[each].size for each in ids)
        if shift.capacity is not None and size > shift.capacity:
            return False
        return time_route(problem, 0, ids) is not None

    def test_each_kind_is_used(self):
        kinds = {
            type(make_tour(model, shift))
            for seed in range(30)
            for model in [Model(draw_problem(seed, visits=3))]
            for shift in model.shifts
        }
        self.assertEqual(kinds, {Tour, TourWithLunch, TourWithBreaks})
