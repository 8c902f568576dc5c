from contextlib import suppress
from datetime import timedelta

from psycopg2 import InterfaceError, OperationalError

from odoo.api import Environment
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_case import RaceCase


@tagged("post_install", "-at_install")
class TestPlanRace(RaceCase):
    """Somebody moves a visit, or books the time, at the moment in which a plan is accepted; and
    several workers send the messages."""

    @classmethod
    def _prepare(cls):
        common = cls.common
        env = common.env
        env["calendar.event"].search([("visit_state", "=", "draft")]).unlink()
        common.customer.email = "frieda@example.com"
        kind = common._create_type()
        cls.anna_id, cls.bert_id = common.anna.id, common.bert.id
        cls.dispatcher_id = common.dispatcher_user.id
        cls.nine, cls.ten = common._at(9), common._at(10)
        plan = env["pylot.plan"].create(
            {
                "date_from": common.monday,
                "date_to": common.monday,
                "state": "proposed",
            }
        )
        cls.plan_id = plan.id
        cls.visit_ids = []
        for hour in (9, 14, 15):
            visit = common._create_visit(
                None, 8, appointment_type_id=kind.id, customer_id=common.customer.id
            )
            cls.visit_ids.append(visit.id)
            env["pylot.plan.line"].create(
                {
                    "plan_id": plan.id,
                    "event_id": visit.id,
                    "kind": "change",
                    "old_state": "draft",
                    "draft_start": visit.start,
                    "draft_stop": visit.stop,
                    "resource_id": common.anna.id,
                    "start": common._at(hour),
                    "stop": common._at(hour) + timedelta(hours=1),
                }
            )

    def _accept(self, env):
        env["pylot.plan"].browse(self.plan_id).action_apply()

    @mute_logger("odoo.sql_db")
    def test_accepted_while_others_write(self):
        """The plan is accepted twice, its first visit is given to Bert, and Anna is booked at
        two: whoever is first wins, nobody is booked twice, everything else goes on."""

        def move(env):
            env["calendar.event"].browse(self.visit_ids[0])._plan_visit(
                env["resource.resource"].browse(self.bert_id), self.ten
            )

        def book(env):
            env["calendar.event"].create(
                {
                    "name": "Faster",
                    "technician_id": self.anna_id,
                    "start": self.nine + timedelta(hours=5),
                    "stop": self.nine + timedelta(hours=6),
                }
            )

        outcomes = self._run_at_once(
            self._accept,
            self._accept,
            move,
            book,
            look=lambda env: env["calendar.event"].browse(self.visit_ids).mapped("start"),
            uid=self.dispatcher_id,
        )
        self.assertEqual(sum(each is None for each in outcomes[:2]), 1, outcomes)
        with self._transaction() as env:
            plan = env["pylot.plan"].browse(self.plan_id)
            states = {line.event_id.id: (line.state, line.reason) for line in plan.line_ids}
            self.assertEqual(states[self.visit_ids[2]][0], "applied", states)
            for line in plan.line_ids:
                visit = line.event_id
                if line.state == "applied":
                    self.assertTrue(visit.booking_ids)
                else:
                    self.assertTrue(line.reason)
            env.cr.execute(
                "SELECT count(*) FROM pylot_booking a JOIN pylot_booking b"
                " ON a.id < b.id AND a.resource_id = b.resource_id"
                " AND a.start < b.stop AND b.start < a.stop"
            )
            self.assertEqual(env.cr.fetchone()[0], 0)
        self._check_one_mail()

    @mute_logger("odoo.sql_db")
    def test_whoever_was_killed_is_found(self):
        """A run lives as long as its database session, however it ends."""
        with self._transaction() as env:
            plan_id = env["pylot.plan"].browse(self.plan_id).copy({"state": "running"}).id
            env["pylot.plan"].browse(plan_id).write({"state": "running", "attempts": 1})

        def recover():
            with self._transaction() as env:
                env["pylot.plan"]._recover_lost()
                return env["pylot.plan"].browse(plan_id).state

        cr = self.registry.cursor()
        worker = Environment(cr, 1, {})
        self.assertTrue(worker["pylot.plan"].browse(plan_id)._grip())
        cr.commit()  # pylint: disable=invalid-commit
        self.assertEqual(recover(), "running")
        cr.execute("SELECT pg_backend_pid()")
        killed = cr.fetchone()[0]
        with self._transaction() as env:
            env.cr.execute("SELECT pg_terminate_backend(%s, 10000)", [killed])
        with suppress(InterfaceError, OperationalError):
            cr.close()
        self.assertEqual(recover(), "queued")

    def _check_one_mail(self):
        """Two workers at once send what was planned: the customer gets one mail."""

        def send(env):
            for _ in range(3):
                for notice in env["pylot.visit.notice"].search([("state", "=", "planned")]):
                    notice._send_locked()
                env.cr.commit()

        self._run_at_once(send, send)
        with self._transaction() as env:
            mails = env["mail.mail"].search([("email_to", "like", "frieda@example.com")])
            told = env["pylot.visit.notice"].search([("event_id", "in", self.visit_ids)])
            bundled = told.filtered(lambda notice: notice.state == "sent" and notice.bundle)
            self.assertEqual(len(bundled.mail_id or mails), 1)
            self.assertFalse(told.filtered(lambda notice: notice.state == "planned"))
