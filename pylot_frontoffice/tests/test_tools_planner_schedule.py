"""The times of an order of visits, against a walk through every second of the day."""

import hypothesis
import hypothesis.strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.planner.plan import steps_of, time_route
from ..tools.planner.problem import Break, Problem, Shift, Visit
from ..tools.planner.schedule import schedule
from .planner_cases import draw_problem, line

quick = hypothesis.settings(max_examples=50, deadline=None, database=None)


def walk(start, end, breaks, steps, last_travel):  # noqa: C901, one thing after the other
    """
    The cheapest lateness, second by second: each second the technician drives, rests, serves or
    waits, and every choice is tried.

    :return: lateness cost, None when the day cannot be done
    """
    legs = [*[step.travel for step in steps], last_travel]
    # (stops done, seconds of the way left, breaks taken, what runs, until when) -> cost
    states = {(0, legs[0], 0, None, 0): 0}
    for moment in range(start, end + 1):
        todo, states = states, {}

        def reach(state, cost, into):
            if cost < into.get(state, float("inf")):
                into[state] = cost
                return True
            return False

        queue = list(todo)
        while queue:  # what takes no time
            state = queue.pop()
            stop, way, taken, what, until = state
            cost = todo[state]
            further = []
            if what and until == moment:
                rest_over = what == "rest"
                done = (stop, way, taken, None, 0)
                if not rest_over:
                    done = (stop + 1, legs[stop + 1], taken, None, 0)
                further.append((done, cost))
            if not what:
                if taken < len(breaks) and breaks[taken][0] <= moment <= breaks[taken][1]:
                    until = moment + breaks[taken][2]
                    further.append(((stop, way, taken + 1, "rest", until), cost))
                if stop < len(steps) and not way:
                    step = steps[stop]
                    if any(a <= moment <= b for a, b in step.windows):
                        late = 0 if step.due is None else max(0, moment - step.due)
                        further.append(
                            (
                                (stop, 0, taken, "serve", moment + step.occupied),
                                cost + late * step.lateness_cost,
                            )
                        )
            queue += [each for each, price in further if reach(each, price, todo)]
        if moment == end:
            states = todo
            break
        for (stop, way, taken, what, until), cost in todo.items():
            if what:
                reach((stop, way, taken, what, until), cost, states)
            else:
                reach((stop, max(0, way - 1), taken, None, 0), cost, states)
                if stop < len(steps) or way:
                    reach((stop, way, taken, None, 0), cost, states)
    ends = [
        cost
        for (stop, way, taken, what, _), cost in states.items()
        if stop == len(steps) and not way and taken == len(breaks) and not what
    ]
    return min(ends, default=None)


@tagged("post_install", "-at_install")
class TestToolsPlannerSchedule(BaseCase):
    @quick
    @hypothesis.given(st.integers(0, 10**9))
    def test_as_good_as_trying_everything(self, seed):
        """Possible exactly when some way to spend the day is, and never later than need be."""
        problem = draw_problem(seed, visits=3, shifts=1, soft=True, breaks=[0, 1, 2, 3])
        shift = problem.shifts[0]
        breaks = [(rest.earliest, rest.latest, rest.duration) for rest in shift.breaks]
        steps, last = steps_of(problem, shift, [0, 1, 2])
        found = schedule(shift.start, shift.end, breaks, steps, last)
        expected = walk(shift.start, shift.end, breaks, steps, last)
        self.assertEqual(found and found[0], expected)

    def test_rest_behind_the_drive(self):
        """Nobody stops half-way when the lunch can wait until they are there."""
        rest = Break(30, 60, 10)
        problem = Problem(
            (Shift("jo", 0, 200, 0, 0, breaks=(rest,)),),
            (Visit("a", 1, 10, ((0, 20),), 9), Visit("b", 2, 10, ((0, 150),), 9)),
            line(0, 20, 50),
        )
        route = time_route(problem, 0, ["a", "b"])
        self.assertEqual([stop.start for stop in route.stops], [20, 70])
        self.assertEqual(route.rests[0].start, 60)

    def test_rest_half_way_when_it_must_be(self):
        problem = Problem(
            (Shift("jo", 0, 200, 0, 0, breaks=(Break(5, 12, 10),)),),
            (Visit("a", 1, 10, ((0, 90),), 9),),
            line(0, 20),
        )
        route = time_route(problem, 0, ["a"])
        self.assertEqual((route.rests[0].start, route.stops[0].start), (5, 30))
