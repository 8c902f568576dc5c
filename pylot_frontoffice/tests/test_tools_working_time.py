"""Promises in working hours: pure functions (tools/working_time.py, tools/target_steps.py,
tools/target_rule.py)."""

import doctest
from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ..tools import target_rule, target_steps, working_time
from ..tools.working_time import AroundTheClock, Block, WorkingTime, join, plan_with_pauses

MONDAY = datetime(2026, 11, 2)
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


def load(number):
    """Monday and Tuesday, 8 to 12 and 13 to 17."""
    begin = MONDAY + WEEK * number
    spans = [
        (begin + HOUR * (24 * day + start), begin + HOUR * (24 * day + start + 4))
        for day in range(2)
        for start in (8, 13)
    ]
    return Block(begin, begin + WEEK, spans)


def at(hour, day=0, week=0):
    return MONDAY + WEEK * week + HOUR * (24 * day + hour)


@tagged("post_install", "-at_install")
class TestToolsWorkingTime(BaseCase):
    def setUp(self):
        super().setUp()
        self.work = WorkingTime(load, lambda moment: (moment - MONDAY) // WEEK)

    def test_examples(self):
        for module in (working_time, target_steps, target_rule):
            outcome = doctest.testmod(module)
            self.assertTrue(outcome.attempted)
            self.assertFalse(outcome.failed)

    def test_plan(self):
        for start, hours, end in (
            (at(8), 1, at(9)),
            (at(8), 4, at(12)),
            (at(8), 4.5, at(13.5)),
            (at(12.5), 1, at(14)),
            (at(16), 2, at(9, day=1)),
            (at(0), 16, at(17, day=1)),
            (at(0), 17, at(9, week=1)),
            (at(10, day=5), 32, at(17, day=1, week=2)),
            (at(10, day=5), 33, at(9, week=3)),
            (at(10, day=5), 0, at(10, day=5)),
        ):
            self.assertEqual(self.work.plan(start, hours * 3600), end, (start, hours))

    def test_count(self):
        for start, stop, hours in (
            (at(8), at(17), 8),
            (at(11), at(14), 2),
            (at(17), at(17.5), 0),
            (at(9), at(9), 0),
            (at(10), at(9), 0),
            (at(0), at(0, week=3), 48),
            (at(16, week=-1), at(9, week=1), 1 + 8 + 16 + 1),
        ):
            self.assertEqual(self.work.count(start, stop), hours * 3600, (start, stop))

    def test_a_wrong_guess_of_the_block(self):
        """At midnight in the zone the number may be that of a neighbour."""
        for shift in (-1, 1):
            work = WorkingTime(load, lambda moment, n=shift: (moment - MONDAY) // WEEK + n)
            self.assertEqual(work.plan(at(16), 7200), at(9, day=1))
            self.assertEqual(work.count(at(16), at(9, day=1)), 7200)

    def test_no_work_in_sight(self):
        work = WorkingTime(
            lambda number: Block(MONDAY + WEEK * number, MONDAY + WEEK * (number + 1), []),
            lambda moment: (moment - MONDAY) // WEEK,
        )
        self.assertIsNone(work.plan(at(8), 1))
        self.assertEqual(work.count(at(8), at(8, week=9)), 0)

    def test_around_the_clock(self):
        always = AroundTheClock()
        self.assertEqual(always.plan(at(20), 7200), at(22))
        self.assertEqual(always.count(at(20), at(22)), 7200)
        self.assertEqual(always.count(at(22), at(20)), 0)

    def test_pauses(self):
        for pauses, end, waited in (
            ([], at(16), 0),
            ([(at(9), at(10))], at(17), 1),
            # over noon only the work counts
            ([(at(11.5), at(13.5))], at(17), 1),
            # not over: as if it went on now
            ([(at(9), None)], at(16), 0),
            # before the start, and after the end
            ([(at(1), at(8.5)), (at(16.5), at(12, day=1))], at(16.5), 0.5),
            # at the end: it was due before
            ([(at(16), at(17))], at(16), 0),
            ([(at(9), at(9, day=1)), (at(9.5, day=1), at(10, day=1))], at(16.5, day=1), 8.5),
        ):
            found = plan_with_pauses(self.work, at(8), 7 * 3600, pauses)
            self.assertEqual(found, (end, waited * 3600), pauses)

    def test_join(self):
        self.assertEqual(
            join([(at(8), at(9)), (at(9), at(10)), (at(9.5), at(11)), (at(12), at(12))]),
            [(at(8), at(11))],
        )
