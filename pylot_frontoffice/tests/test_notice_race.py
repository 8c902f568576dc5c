import os
import signal
import threading
from unittest.mock import patch

from odoo import sql_db
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_case import PATIENCE, RaceCase

VISITS = 6
WORKERS = 3
SQL_LOG = "odoo.sql_db"


@tagged("post_install", "-at_install")
class TestNoticeRace(RaceCase):
    """Law 3 with real transactions: several workers, a change at the same moment, a worker that
    is killed. Nothing is sent twice, nothing is lost."""

    @classmethod
    def _prepare(cls):
        common = cls.common
        common.customer.email = "frieda@example.com"
        cls.type_id = common._create_type().id
        # what Odoo's own queue would do with the e-mails is not looked at
        common.env["ir.cron"].search([]).active = False

    def setUp(self):
        super().setUp()
        with self._transaction() as env:
            env["calendar.event"].with_context(pylot_inform_customer=False).search(
                [("ics_uid", "!=", False)]
            ).unlink()
            env["mail.mail"].search([]).unlink()
            self.visit_ids = [
                env["calendar.event"]
                .create(
                    {
                        "name": "Race",
                        "start": self.common._at(9, days=number),
                        "stop": self.common._at(10, days=number),
                        "technician_id": self.common.anna.id,
                        "appointment_type_id": self.type_id,
                        "customer_id": self.common.customer.id,
                        "contact_name": f"Customer {number}",
                        "visit_state": "confirmed",
                    }
                )
                .id
                for number in range(VISITS)
            ]
            env["calendar.event"].browse(self.visit_ids)._promise("confirmed")

    def _run_job(self):
        with self._transaction() as env:
            env["pylot.visit.notice"]._cron_send()

    def _get_mailed(self):
        """:return: names of whom there is an e-mail for, sorted, each as often as there is one"""
        with self._transaction() as env:
            return sorted(mail.email_to.split('"')[1] for mail in env["mail.mail"].search([]))

    @mute_logger(SQL_LOG)
    def test_several_workers(self):
        self._join(*self._start(*[self._run_job] * WORKERS))
        self._run_job()  # what was passed over because somebody else had just changed it
        self.assertEqual(self._get_mailed(), [f"Customer {number}" for number in range(VISITS)])

    @mute_logger(SQL_LOG)
    def test_cancelled_while_it_is_sent(self):
        """Whoever cancels waits for the sender, is repeated, and knows then what was sent."""
        from odoo.service.model import retrying

        model = self.registry["pylot.visit.notice"]
        deliver = model._deliver
        is_sending, may_go_on = threading.Event(), threading.Event()

        def wait(notice):
            is_sending.set()
            may_go_on.wait(PATIENCE)
            return deliver(notice)

        def cancel():
            is_sending.wait(PATIENCE)
            with self._transaction() as env:
                visit = env["calendar.event"].browse(self.visit_ids[0])
                may_go_on.set()
                retrying(visit.action_cancel_visit, env)

        with patch.object(model, "_deliver", wait):
            self._join(*self._start(self._run_job, cancel))
        self._run_job()
        self.assertEqual(self._get_mailed().count("Customer 0"), 2)
        with self._transaction() as env:
            notices = env["calendar.event"].browse(self.visit_ids[0]).notice_ids
            said = {notice.kind: notice.state for notice in notices}
        self.assertEqual((said["confirmed"], said["cancelled"]), ("sent", "sent"))

    def test_killed(self):
        """A process of its own is killed after its third e-mail was made, before it is committed.
        What it had committed stays; the rest is sent by the next."""
        pid = os.fork()
        if not pid:  # pragma: no cover
            # connections of the parent must be neither used nor closed by the child
            _kept, sql_db._Pool = sql_db._Pool, None
            self.registry._db = sql_db.db_connect(self.scratch)
            model = self.registry["pylot.visit.notice"]
            deliver, count = model._deliver, []

            def kill(notice):
                vals = deliver(notice)
                notice.env.flush_all()
                count.append(1)
                if len(count) == VISITS // 2:
                    os.kill(os.getpid(), signal.SIGKILL)
                return vals

            model._deliver = kill
            try:
                self._run_job()
            finally:
                os._exit(1)
        _pid, status = os.waitpid(pid, 0)
        self.assertEqual(os.WTERMSIG(status), signal.SIGKILL)
        self.assertEqual(len(self._get_mailed()), VISITS // 2 - 1)
        self._run_job()
        self.assertEqual(self._get_mailed(), [f"Customer {number}" for number in range(VISITS)])
