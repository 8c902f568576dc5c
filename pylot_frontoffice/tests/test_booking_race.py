"""Law 1 with real transactions: however many book at once, one wins and the others are told."""

import random
import threading
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from functools import partial

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import CollisionError
from .race_case import RaceCase

RIVALS = 20
# Longer than any of this takes, so that a deadlock ends the test instead of hanging it.
PATIENCE = 120


@tagged("post_install", "-at_install")
class TestBookingRace(RaceCase):
    """Threads that have all looked at the plan before the first of them writes to it, which is
    when a plan is double booked: nobody can see what the others do."""

    @classmethod
    def _prepare(cls):
        cls.crew_ids = (cls.common.anna | cls.common.bert | cls.common.carla).ids
        cls.technician_id = cls.common.anna.id
        cls.type_id = cls.common._create_type(buffer_before=15, buffer_after=15).id
        cls.dispatcher_id = cls.common.dispatcher_user.id

    def _race(self, *attempts, retry=False):
        with self.assertNoLogs("odoo.sql_db", "ERROR"):
            return self._run_at_once(*attempts, retry=retry, uid=self.dispatcher_id, lang="en_US")

    def _create(self, env, minutes=0, days=0, **values):
        start = self.common._at(9, minutes, days=days)
        return env["calendar.event"].create(
            {"name": "Race", "start": start, "stop": start + timedelta(hours=1), **values}
        )

    def _get_bookings(self, days):
        start = self.common._at(0, days=days)
        with self._transaction() as env:
            return env["pylot.booking"].search_read(
                [("start", ">=", start), ("start", "<", start + timedelta(days=1))],
                ["resource_id", "state", "event_id"],
            )

    def assertOneWinner(self, outcomes):
        kinds = Counter(type(outcome) for outcome in outcomes)
        losers = {CollisionError: len(outcomes) - 1}
        self.assertEqual(kinds, {type(None): 1, **losers}, [str(each) for each in outcomes])
        return [outcome for outcome in outcomes if outcome]

    def test_create(self):
        attempts = [
            partial(self._create, minutes=2 * number, technician_id=self.technician_id)
            for number in range(RIVALS)
        ]
        losers = self.assertOneWinner(self._race(*attempts))
        self.assertEqual(len(self._get_bookings(0)), 1)
        for loser in losers:
            self.assertIn("Anna is already booked: “Race”", str(loser))
            self.assertIn("Next free times:", str(loser))
            collision = loser.context["pylot_collision"]
            self.assertEqual(len(collision["alternatives"]), 3)
            self.assertTrue(
                all(
                    fields.Datetime.to_datetime(each["start"]) >= self.common._at(10)
                    for each in collision["alternatives"]
                ),
                "the time somebody else has just taken was offered again",
            )

    def test_alternatives_of_loser(self):
        attempt = partial(
            self._create, days=1, technician_id=self.technician_id, appointment_type_id=self.type_id
        )
        losers = self.assertOneWinner(self._race(*[attempt] * 3))
        alternative = losers[0].context["pylot_collision"]["alternatives"][0]
        self.assertEqual(
            alternative["start"], fields.Datetime.to_string(self.common._at(10, 30, days=1))
        )
        with self._transaction(self.dispatcher_id) as env:
            start, stop = alternative["start"], alternative["stop"]
            values = {"appointment_type_id": self.type_id, "start": start, "stop": stop}
            self._create(env, technician_id=alternative["technician_id"], **values)
        self.assertEqual(len(self._get_bookings(1)), 2)

    def test_plan_drafts(self):
        with self._transaction(self.dispatcher_id) as env:
            drafts = [
                self._create(env, days=2, appointment_type_id=self.type_id).id
                for _each in range(RIVALS)
            ]

        def plan(visit_id, env):
            values = {"technician_id": self.technician_id, "visit_state": "planned"}
            env["calendar.event"].browse(visit_id).write(values)

        self.assertOneWinner(self._race(*(partial(plan, visit_id) for visit_id in drafts)))
        self.assertEqual(len(self._get_bookings(2)), 1)

    def test_crew_at_once(self):
        """A crew is booked in one statement, so its order cannot matter."""
        attempts = []
        for _each in range(RIVALS):
            lead, helper = random.sample(self.crew_ids, 2)
            values = {"technician_id": lead, "helper_ids": [Command.set([helper])]}
            attempts.append(partial(self._create, days=3, **values))
        self.assertOneWinner(self._race(*attempts))
        self.assertEqual(len(self._get_bookings(3)), 2)

    def test_crew_one_by_one(self):
        """The same in two statements, from which anything may come but two successes."""

        def book(lead, helper, env):
            visit = self._create(env, days=4, technician_id=lead)
            visit.write({"helper_ids": [Command.link(helper)]})

        attempts = [partial(book, *random.sample(self.crew_ids, 2)) for _each in range(RIVALS)]
        self.assertOneWinner(self._race(*attempts, retry=True))
        self.assertEqual(len(self._get_bookings(4)), 2)

    def test_deadlock_is_tried_again(self):
        """Each has booked the technician the other wants next. PostgreSQL ends one transaction,
        RPC tries it again, and both get what they want: their times differ."""
        both_have_one = threading.Barrier(2)

        def book(minutes, lead, helper, env):
            visit = self._create(env, minutes, days=5, technician_id=lead)
            with suppress(threading.BrokenBarrierError):
                both_have_one.wait(PATIENCE)
                both_have_one.abort()  # whoever comes again comes alone
            visit.write({"helper_ids": [Command.link(helper)]})

        first, second, _third = self.crew_ids
        outcomes = self._race(
            partial(book, 0, first, second), partial(book, 120, second, first), retry=True
        )
        self.assertEqual(outcomes, [None, None])
        self.assertEqual(len(self._get_bookings(5)), 4)

    def _hold(self, days, minutes):
        """A customer has been offered 9:00 for ``minutes`` from now."""
        with self._transaction() as env:
            start = self.common._at(9, days=days)
            env["pylot.booking"].create(
                {
                    "resource_id": self.technician_id,
                    "start": start,
                    "stop": start + timedelta(hours=1),
                    "state": "hold",
                    "expires_at": fields.Datetime.now() + timedelta(minutes=minutes),
                }
            )

    def test_living_hold_blocks(self):
        self._hold(days=7, minutes=15)
        attempt = partial(self._create, days=7, technician_id=self.technician_id)
        [error] = self._race(attempt)
        self.assertIsInstance(error, CollisionError)
        self.assertIn("Anna is already booked: a reservation", str(error))
        self.assertEqual([each["state"] for each in self._get_bookings(7)], ["hold"])

    def test_expired_hold_does_not_block(self):
        self._hold(days=8, minutes=-1)
        attempt = partial(self._create, days=8, technician_id=self.technician_id)
        self.assertEqual(self._race(attempt), [None])
        self.assertEqual([each["state"] for each in self._get_bookings(8)], ["booked"])

    def test_race_for_expired_hold(self):
        self._hold(days=9, minutes=-1)
        attempt = partial(self._create, days=9, technician_id=self.technician_id)
        for loser in self.assertOneWinner(self._race(*[attempt] * RIVALS)):
            self.assertIn("Anna is already booked: “Race”", str(loser))
        self.assertEqual([each["state"] for each in self._get_bookings(9)], ["booked"])
