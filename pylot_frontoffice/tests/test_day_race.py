"""The same step, sent twice at the same moment."""

import secrets
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .race_case import RaceCase


def look(env):
    env["pylot.visit.act"].search_count([])
    env["calendar.event"].search_count([])


@tagged("post_install", "-at_install")
class TestDayRace(RaceCase):
    """Real transactions that have all seen the visit before the first of them takes a step."""

    @classmethod
    def _prepare(cls):
        common = cls.common
        kind = common._create_type("Repair", company_id=common.company.id)
        cls.technician_id = common.anna.id
        cls.visit_ids = [
            common._create_visit(
                common.anna,
                9,
                days=number,
                appointment_type_id=kind.id,
                customer_id=common.customer.id,
            ).id
            for number in range(3)
        ]

    def make_tap(self, number, kind, key=None, minutes_ago=0, **values):
        key = key or secrets.token_urlsafe(18)

        def tap(env):
            visit = env["calendar.event"].browse(self.visit_ids[number])
            technician = env["resource.resource"].browse(self.technician_id)
            moment = fields.Datetime.now() - timedelta(minutes=minutes_ago)
            visit._take_day_act(technician, kind, key, moment, **values)

        return tap

    def test_same_key(self):
        key = secrets.token_urlsafe(18)
        taps = [self.make_tap(0, "start", key) for _rival in range(4)]
        self.assertEqual(self._run_at_once(*taps, look=look), [None] * 4)
        with self._transaction() as env:
            visit = env["calendar.event"].browse(self.visit_ids[0])
            self.assertEqual(len(visit.act_ids), 1)
            self.assertEqual(len(visit.time_ids), 1)

    def test_different_steps_see_each_other(self):
        """None of them writes the times as if the others had not happened."""
        taps = (
            self.make_tap(1, "on_the_way", minutes_ago=60),
            self.make_tap(1, "start", minutes_ago=40),
            self.make_tap(1, "pause", minutes_ago=20),
            self.make_tap(1, "resume", minutes_ago=10),
        )
        self.assertEqual(self._run_at_once(*taps, look=look), [None] * 4)
        with self._transaction() as env:
            visit = env["calendar.event"].browse(self.visit_ids[1])
            times = [(time.kind, round(time.minutes)) for time in visit.time_ids.sorted("start")]
            self.assertEqual(times, [("travel", 20), ("work", 20), ("pause", 10), ("work", 0)])

    def test_nobody_home_from_two_phones(self):
        taps = [self.make_tap(2, "nobody_home", reason=f"Nobody {each}") for each in range(3)]
        self.assertEqual(self._run_at_once(*taps, look=look), [None] * 3)
        with self._transaction() as env:
            following = env["calendar.event"].search([("follows_id", "=", self.visit_ids[2])])
            self.assertEqual(len(following), 1)
