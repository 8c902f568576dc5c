from contextlib import contextmanager
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .complaints_common import ComplaintCommon

MANY = 1000
# Rows Odoo writes with one statement.
CHUNK = 100


@tagged("post_install", "-at_install")
class TestComplaintBudget(ComplaintCommon):
    """Batch by birth: what is done to many costs the statements of what is done to one.

    Upper limits; what lives as long as the server, such as access rights, targets and working
    hours, is warm. Unless a test says otherwise, the cache of records is cold.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Complaint = cls.env(user=cls.agent_user)["pylot.complaint"]

    def setUp(self):
        super().setUp()
        # the server's caches are emptied between tests
        self._receive(1)

    @classmethod
    def _receive(cls, number, **values):
        complaints = cls.Complaint.create(
            [
                {
                    "name": f"Drip {n}",
                    "partner_id": cls.customer.id,
                    "description": "<p>It drips.</p>",
                    "channel": "email",
                    **values,
                }
                for n in range(number)
            ]
        )
        cls.env.flush_all()
        return complaints

    @contextmanager
    def assertBudget(self, queries, is_cold=True):
        self.env.flush_all()
        if is_cold:
            self.env.invalidate_all()
        with self.assertQueryCount(queries, flush=False):
            yield
            self.env.flush_all()

    def test_create_one(self):
        """Two for the number, team and stage; complaint, one for each kind of follower, creation
        note, its targets, two to wake the job up."""
        with self.assertBudget(10, is_cold=False):
            self._receive(1)

    def test_create_one_when_nothing_is_known(self):
        """Customer, company and its currency, and those for the user come on top."""
        with self.assertBudget(17):
            complaint = self._receive(1)
        self.assertEqual(len(complaint.sla_status_ids), 2)

    def test_create_a_thousand(self):
        """Less than one for ten: a statement for each hundred rows."""
        with self.assertBudget(55):
            complaints = self._receive(MANY)
        self.assertEqual(len(complaints.sla_status_ids), 2 * MANY)
        self.assertEqual(len(set(complaints.mapped("number"))), MANY)
        self.assertEqual(len(complaints.message_ids), MANY)

    def test_alike_and_not(self):
        """What is counted once for many is what each would have been promised alone."""
        long_ago = fields.Datetime.now().replace(microsecond=0) - timedelta(days=2)
        team = self.env["pylot.team"].create({"name": "Night"})
        given = [
            {"name": "Drip", "received_at": long_ago, **more}
            for more in (
                {},
                {"priority": "3"},
                {},
                {"team_id": team.id, "is_safety": True},
                {"received_at": long_ago - timedelta(hours=30)},
                {"first_response_at": long_ago},
                {"active": False},
            )
        ]
        names = ["kind", "policy_id", "state", "deadline", "risk_at", "next_at", "reached_at"]
        stored = ["deadline_response", "deadline_resolution", "target_risk_at", "target_broken_at"]

        def describe(complaint):
            rows = complaint.sla_status_ids.sorted("kind").read(names, load=None)
            promised = [complaint[name] for name in stored]
            return promised, [{name: row[name] for name in names} for row in rows]

        together = self.env["pylot.complaint"].create(given)
        alone = [self.env["pylot.complaint"].create(dict(vals)) for vals in given]
        self.env.flush_all()
        self.env.invalidate_all()
        for one, other in zip(together, alone, strict=True):
            self.assertEqual(describe(one), describe(other))
        self.assertEqual(len(together[0].sla_status_ids), 2)
        self.assertFalse(together[-1].sla_status_ids)
        self.assertLess(together[1].deadline_response, together[0].deadline_response)

    def test_change_the_priority_of_a_hundred(self):
        complaints = self._receive(CHUNK)
        with self.assertBudget(30):
            complaints.write({"priority": "3"})
        states = complaints.sla_status_ids.grouped("state")
        self.assertEqual(
            {state: len(rows) for state, rows in states.items()},
            {
                "dropped": 2 * CHUNK,
                "running": 2 * CHUNK,
            },
        )

    def test_warn_of_five_hundred(self):
        number = 5 * CHUNK
        long_ago = fields.Datetime.now() - timedelta(days=30)
        complaints = self._receive(number, user_id=self.agent_user.id, received_at=long_ago)
        status = self.env["pylot.sla.status"]
        due = status.search([("next_at", "<=", fields.Datetime.now())])
        self.assertEqual(due.complaint_id, complaints.sudo(), "nothing else is due")
        with self.assertBudget(120):
            status._watch(due.complaint_id)
        self.assertEqual(len(complaints.activity_ids), 2 * number)
        with self.assertBudget(10):
            status._watch(due.complaint_id)
        self.assertEqual(len(complaints.activity_ids), 2 * number)
