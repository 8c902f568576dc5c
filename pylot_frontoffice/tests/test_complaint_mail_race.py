import os
import signal

from odoo import sql_db
from odoo.tests import tagged
from odoo.tools import mute_logger

from .complaint_mail_common import ComplaintMailCommon
from .race_case import RaceCase

COMPLAINTS = 6
SQL_LOG = "odoo.sql_db"


@tagged("post_install", "-at_install")
class TestComplaintMailRace(RaceCase):
    """Real transactions: several gateways and workers at once, and one that is killed."""

    @classmethod
    def _prepare(cls):
        env = cls.common.env
        domain = env["mail.alias.domain"].create({"name": "pylot.example"})
        cls.common.company.write({"email": "office@example.com", "alias_domain_id": domain.id})
        team = env["pylot.team"]._get_default(cls.common.company)
        team.write({"alias_name": "service", "alias_domain_id": domain.id})
        # what Odoo's own queue would do with the e-mails is not looked at
        env["ir.cron"].search([]).active = False

    def setUp(self):
        super().setUp()
        with self._transaction() as env:
            env["pylot.complaint"].with_context(active_test=False).search([]).unlink()
            env["mail.mail"].search([]).unlink()

    def _send(self, env):
        env["pylot.complaint.notice"]._cron_send()

    def _get_mailed(self):
        """:return: addresses of whom there is an e-mail for, sorted, each as often as there is
        one"""
        with self._transaction() as env:
            mails = env["mail.mail"].search([])
            return sorted(mail.email_to.split("<")[-1].strip(">") for mail in mails)

    @mute_logger(SQL_LOG, "odoo.addons.base.models.ir_cron")
    def test_two_gateways_and_two_workers(self):
        """Two e-mails of one sender at the same moment: two complaints, one acknowledgement."""
        raws = [ComplaintMailCommon._write_mail("kim@example.org") for _each in range(2)]
        outcomes = self._run_at_once(
            *[lambda env, raw=raw: env["mail.thread"].message_process(False, raw) for raw in raws],
            look=lambda env: env["pylot.complaint"].search_count([]),
        )
        self.assertEqual(outcomes, [None, None])
        with self._transaction() as env:
            ids = env["pylot.complaint.notice"].search([]).ids
        self.assertEqual(len(ids), 2)
        self._run_at_once(
            *[
                lambda env, id_=id_: env["pylot.complaint.notice"].browse(id_)._send_locked()
                for id_ in ids
            ],
            look=lambda env: env["pylot.complaint.notice"].search_count([]),
        )
        with self._transaction() as env:
            self._send(env)
        self.assertEqual(self._get_mailed(), ["kim@example.org"])
        with self._transaction() as env:
            states = env["pylot.complaint.notice"].search([]).mapped("state")
        self.assertEqual(sorted(states), ["sent", "skipped"])

    def _plan_several(self):
        with self._transaction() as env:
            complaints = env["pylot.complaint"].create(
                [
                    {"name": "Race", "email_from": f"n{number}@example.org"}
                    for number in range(COMPLAINTS)
                ]
            )
            env["pylot.complaint.notice"]._plan(complaints, "received")
        return [f"n{number}@example.org" for number in range(COMPLAINTS)]

    @mute_logger(SQL_LOG, "odoo.addons.base.models.ir_cron")
    def test_several_workers(self):
        expected = self._plan_several()
        self._run_at_once(
            *[self._send] * 3, look=lambda env: env["pylot.complaint.notice"].search_count([])
        )
        with self._transaction() as env:
            self._send(env)
        self.assertEqual(self._get_mailed(), expected)

    @mute_logger(SQL_LOG)
    def test_killed(self):
        """A process of its own is killed after its third e-mail was made, before it is committed.
        What it had committed stays; the rest is sent by the next."""
        expected = self._plan_several()
        pid = os.fork()
        if not pid:  # pragma: no cover
            # connections of the parent must be neither used nor closed by the child
            _kept, sql_db._Pool = sql_db._Pool, None
            self.registry._db = sql_db.db_connect(self.scratch)
            model = self.registry["pylot.complaint.notice"]
            deliver, count = model._deliver, []

            def kill(notice):
                vals = deliver(notice)
                notice.env.flush_all()
                count.append(1)
                if len(count) == COMPLAINTS // 2:
                    os.kill(os.getpid(), signal.SIGKILL)
                return vals

            model._deliver = kill
            try:
                with self._transaction() as env:
                    self._send(env)
            finally:
                os._exit(1)
        _pid, status = os.waitpid(pid, 0)
        self.assertEqual(os.WTERMSIG(status), signal.SIGKILL)
        self.assertEqual(len(self._get_mailed()), COMPLAINTS // 2 - 1)
        with self._transaction() as env:
            self._send(env)
        self.assertEqual(self._get_mailed(), expected)
