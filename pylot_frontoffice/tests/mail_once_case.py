"""E-mails that go to a real mail server in transactions that are really committed."""

import os
import signal
from unittest.mock import patch

from odoo import sql_db
from odoo.tools import mute_logger

from .scratch_case import ScratchCase
from .smtp_server import SmtpServer

# Where a connection that breaks, or a row that somebody else has, is written down.
LOUD = (
    "odoo.addons.mail.models.mail_mail",
    "odoo.addons.pylot_frontoffice.models.mail_mail_send",
    "odoo.addons.base.models.ir_mail_server",
    "odoo.sql_db",
)


class ScriptedServer(SmtpServer):
    """Does what the test wants at a certain moment.

    :attr script: function by verb, gets the argument, returns an answer
    """

    def __init__(self):
        super().__init__()
        self.script = {}

    def answer(self, verb, argument):
        action = self.script.get(verb)
        return action and action(argument)


class MailOnceCase(ScratchCase):
    @classmethod
    def _prepare(cls):
        env = cls.common.env
        cls.common.customer.email = "frieda@example.com"
        cls.type_id = cls.common._create_type().id
        env["ir.cron"].search([]).active = False

    def setUp(self):
        super().setUp()
        self.server = self.enterContext(ScriptedServer())
        self.script = self.server.script
        # Odoo sends nothing while it is tested
        self.enterContext(
            patch.object(self.registry["ir.mail_server"], "_disable_send", lambda _self: False)
        )
        self.enterContext(mute_logger(*LOUD))
        with self._transaction() as env:
            env["mail.mail"].search([]).unlink()
            env["ir.mail_server"].search([]).unlink()
            env["ir.mail_server"].create(
                {
                    "name": "Loopback",
                    "smtp_host": "127.0.0.1",
                    "smtp_port": self.server.port,
                    "smtp_encryption": "none",
                }
            )

    def _create_mails(self, number=1, **vals):
        """:return: their ids, of e-mails to customer0@example.com and so on"""
        with self._transaction() as env:
            return (
                env["mail.mail"]
                .create(
                    [
                        {
                            "email_from": "office@example.com",
                            "email_to": f"customer{n}@example.com",
                            "subject": f"Message {n}",
                            "body_html": "<p>Hello\r\n.\r\n..dots</p>",
                            "auto_delete": True,
                            "pylot_once": "ready",
                            **vals,
                        }
                        for n in range(number)
                    ]
                )
                .ids
            )

    def _run_queue(self):
        """As Odoo does it outside of tests, where everything is committed."""
        with self._transaction() as env:
            mails = env["mail.mail"].search([("state", "=", "outgoing")], order="id")
            now = env.cr.now()
            mails = mails.filtered(lambda mail: (mail.scheduled_date or now) <= now)
            mails.send(auto_commit=True)

    def _read(self, ids, *names):
        """:return: list of tuples, of those which are still there"""
        with self._transaction() as env:
            mails = env["mail.mail"].browse(ids).exists()
            return [tuple(mail[name] for name in names) for mail in mails]

    def _get_arrived(self):
        """:return: recipients of what the server has taken, sorted, each as often as it has"""
        return sorted(recipients[0] for _sender, recipients, _message in self.server.received)

    def _run_queue_elsewhere(self, prepare=lambda: None):
        """Run the queue in a process of its own.

        :return: its id, and a function that waits until it has ended and returns its status
        """
        pid = os.fork()
        if not pid:  # pragma: no cover
            # connections of the parent must be neither used nor closed by the child
            _kept, sql_db._Pool = sql_db._Pool, None
            self.registry._db = sql_db.db_connect(self.scratch)
            try:
                prepare()
                self._run_queue()
            finally:
                os._exit(0)
        return pid, lambda: os.waitpid(pid, 0)[1]

    def _kill_at(self, verb):
        """Run the queue in a process which is killed when the server gets ``verb``."""
        pids = []

        def kill(_argument):
            self.script.pop(verb)
            while not pids:  # the process may be faster than our fork
                pass
            os.kill(pids[0], signal.SIGKILL)

        self.script[verb] = kill
        pid, wait = self._run_queue_elsewhere()
        pids.append(pid)
        self.assertEqual(os.WTERMSIG(wait()), signal.SIGKILL)
