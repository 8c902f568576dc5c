import os
import signal
import threading
from datetime import timedelta
from unittest.mock import patch

from odoo import fields, sql_db
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_case import PATIENCE, RaceCase

MODEL = "pylot.reminder"
VISITS = 60
WORKERS = 3


@tagged("post_install", "-at_install")
class TestReminderRace(RaceCase):
    """Law 3 with real transactions: several workers, a change at the same moment, a worker that
    is killed. Nothing is sent twice, nothing is lost."""

    @classmethod
    def _prepare(cls):
        env = cls.common.env
        cls.common.customer.email = "frieda@example.com"
        # what Odoo's own queue would do with the e-mails is not looked at
        env["ir.cron"].search([("active", "=", True)]).active = False
        env["pylot.reminder.policy"].search([("state", "=", "on")]).state = "off"
        env.company.write({"pylot_send_from": 0, "pylot_send_until": 24})
        env.company.pylot_send_weekends = True
        template = env["mail.template"].create(
            {
                "name": "Race",
                "model_id": env["ir.model"]._get_id("calendar.event"),
                "subject": "{{ object.name }}",
                "email_to": "{{ object.customer_id.email }}",
            }
        )
        cls.policy_id = (
            env["pylot.reminder.policy"]
            .create(
                {
                    "name": "Race",
                    "anchor": "calendar.event.start",
                    "level_ids": [
                        Command.create({"name": "Race", "mail_template_id": template.id})
                    ],
                }
            )
            .id
        )

    def setUp(self):
        super().setUp()
        with self._transaction() as env:
            env[MODEL].search([("policy_id", "=", self.policy_id)]).unlink()
            env["mail.mail"].search([("state", "!=", "x")]).unlink()
            env["calendar.event"].search([("name", "like", "Race %")]).unlink()
            policy = env["pylot.reminder.policy"].browse(self.policy_id)
            policy.state = "on"
            events = env["calendar.event"].create(
                [
                    {
                        "name": f"Race {number}",
                        "start": self.common._at(9, days=number),
                        "stop": self.common._at(10, days=number),
                        "customer_id": self.common.customer.id,
                    }
                    for number in range(VISITS)
                ]
            )
            self.event_ids = events.ids
            env[MODEL].search([("policy_id", "=", self.policy_id)]).unlink()
            env[MODEL].create(
                [
                    {
                        "level_id": policy.level_ids.id,
                        "res_model": "calendar.event",
                        "res_id": event.id,
                        "partner_id": self.common.customer.id,
                        "company_id": env.company.id,
                        "promised_at": fields.Datetime.now() - timedelta(minutes=1),
                        "due_at": fields.Datetime.now() - timedelta(minutes=1),
                    }
                    for event in events
                ]
            )
        event_class = self.registry["calendar.event"]
        hooks = {
            "_get_reminder_obstacle": lambda event, reminder: "",
            "_get_reminder_email": lambda event: event.customer_id.email_normalized,
        }
        for name, hook in hooks.items():
            self.startPatcher(patch.object(event_class, name, hook, create=True))

    def _run_job(self):
        with self._transaction() as env:
            env[MODEL]._cron_send()

    def _get_mailed(self):
        """:return: numbers of the events there is an e-mail for, each as often as there is one"""
        with self._transaction() as env:
            mails = env["mail.mail"].search([("subject", "like", "Race %")])
            return sorted(int(mail.subject.split()[1]) for mail in mails)

    @mute_logger("odoo.sql_db")
    def test_several_workers(self):
        self._run_together(*[self._run_job] * WORKERS)
        self._run_job()  # what was passed over because somebody else had just changed it
        self.assertEqual(self._get_mailed(), list(range(VISITS)))

    @mute_logger("odoo.sql_db")
    def test_changed_between_planning_and_sending(self):
        """Whoever changes the document while it is locked by a sender is repeated afterwards; the
        sender passes over a document somebody else is changing."""
        model = self.registry[MODEL]
        send = model._send_email
        is_sending, may_go_on = threading.Event(), threading.Event()

        def wait(reminders):
            is_sending.set()
            may_go_on.wait(PATIENCE)
            return send(reminders)

        def take_back():
            from odoo.service.model import retrying

            is_sending.wait(PATIENCE)
            with self._transaction() as env:
                reminder = env[MODEL].search([("res_id", "=", self.event_ids[0])])
                may_go_on.set()
                retrying(reminder.action_take_back, env)

        with patch.object(model, "_send_email", wait):
            self._run_together(self._run_job, take_back)
        with self._transaction() as env:
            reminder = env[MODEL].search([("res_id", "=", self.event_ids[0])])
            self.assertEqual(reminder.state, "sent", "it was on its way already")
        self.assertEqual(self._get_mailed(), list(range(VISITS)))

    @mute_logger("odoo.sql_db")
    def test_document_is_being_changed(self):
        locked, may_go_on = threading.Event(), threading.Event()

        def change():
            with self._transaction() as env:
                event = env["calendar.event"].browse(self.event_ids[0])
                event.lock_for_update()
                event.name = "Race 999"
                event.flush_recordset()
                locked.set()
                may_go_on.wait(PATIENCE)

        def send():
            locked.wait(PATIENCE)
            self._run_job()
            may_go_on.set()

        self._run_together(change, send)
        self.assertEqual(self._get_mailed(), list(range(1, VISITS)))
        self._run_job()
        self.assertEqual(self._get_mailed(), [*range(1, VISITS), 999])

    def test_killed(self):
        """A process of its own is killed after the mails of its second batch were made, before
        they are committed. What it had committed stays; the rest is sent by the next."""
        pid = os.fork()
        if not pid:  # pragma: no cover
            # connections of the parent must be neither used nor closed by the child
            _kept, sql_db._Pool = sql_db._Pool, None
            self.registry._db = sql_db.db_connect(self.scratch)
            model = self.registry[MODEL]
            deliver, count = model._deliver_all, []

            def kill(reminders):
                deliver(reminders)
                count.append(1)
                if len(count) == 2:
                    os.kill(os.getpid(), signal.SIGKILL)

            model._deliver_all = kill
            try:
                self._run_job()
            finally:
                os._exit(1)
        _pid, status = os.waitpid(pid, 0)
        self.assertEqual(os.WTERMSIG(status), signal.SIGKILL)
        self.assertEqual(len(self._get_mailed()), 50)
        with self._transaction() as env:
            # until the database has noticed the death, what was locked stays locked, and is skipped
            env.cr.execute("SELECT FROM pylot_reminder FOR UPDATE")
        self._run_job()
        self.assertEqual(self._get_mailed(), list(range(VISITS)))
