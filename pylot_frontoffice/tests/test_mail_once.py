import os
import signal
import threading
import time
from unittest.mock import patch

from odoo.tests import tagged

from .mail_once_case import MailOnceCase

PATIENCE = 120


@tagged("post_install", "-at_install")
class TestMailOnce(MailOnceCase):
    """Law 3 on its last step: what happens to an e-mail at every moment between the queue and the
    mail server, with real transactions and a real server."""

    def assertKnown(self, ids, *expected):
        self.assertEqual(self._read(ids, "state", "pylot_once"), [*expected])

    def test_sent(self):
        ids = self._create_mails(3)
        self._run_queue()
        self._run_queue()
        self.assertEqual(self._get_arrived(), [f"customer{n}@example.com" for n in range(3)])
        self.assertFalse(self._read(ids, "id"), "deleted as Odoo does it")
        text = self.server.received[0][2].get_body(["html"]).get_content()
        self.assertIn("\n.\n..dots", text.replace("\r", ""), "dots arrive as they are")

    def test_what_is_committed_while_the_server_thinks(self):
        ids = self._create_mails()
        seen = []
        for verb in ("DATA", ".", "250"):
            self.script[verb] = lambda _argument: seen.extend(
                self._read(ids, "state", "pylot_once")
            )
        self._run_queue()
        self.assertEqual(seen, [("outgoing", "ready"), *[("exception", "uncertain")] * 2])

    # === KILLED ===

    def test_killed_before_the_dot(self):
        ids = self._create_mails(2)
        self._kill_at("DATA")
        self.assertKnown(ids, *[("outgoing", "ready")] * 2)
        self._run_queue()
        self.assertEqual(self._get_arrived(), ["customer0@example.com", "customer1@example.com"])

    def test_killed_after_the_dot(self):
        ids = self._create_mails(2)
        self._kill_at("250")
        self.assertKnown(ids, ("exception", "uncertain"), ("outgoing", "ready"))
        self._run_queue()
        self.assertEqual(self._get_arrived(), ["customer0@example.com", "customer1@example.com"])
        self.assertKnown(ids, ("exception", "uncertain"))

    def test_killed_after_the_answer(self):
        ids = self._create_mails()

        def prepare():
            def die(*_args, **_kwargs):
                os.kill(os.getpid(), signal.SIGKILL)

            self.registry["mail.mail"]._postprocess_sent_message = die

        _pid, wait = self._run_queue_elsewhere(prepare)
        self.assertEqual(os.WTERMSIG(wait()), signal.SIGKILL)
        self.assertKnown(ids, ("sent", "done"))
        self._run_queue()
        self.assertEqual(len(self.server.received), 1)
        with self._transaction() as env:
            env.cr.execute("UPDATE mail_mail SET write_date = write_date - interval '1 day'")
            env["mail.mail"]._gc_handed_over()
        self.assertFalse(self._read(ids, "id"))

    # === THE MAIL SERVER ===

    def test_connection_breaks_before_the_dot(self):
        ids = self._create_mails(2)
        self.script["DATA"] = lambda _argument: self.script.clear() or ""
        self._run_queue()
        self.assertKnown(ids, *[("outgoing", "ready")] * 2)
        [(first,), (second,)] = self._read(ids, "scheduled_date")
        self.assertTrue(first, "one that breaks every connection must not keep the others back")
        self.assertFalse(second)
        self._run_queue()
        self.assertEqual(self._get_arrived(), ["customer1@example.com"])
        self._let_time_pass()
        self._run_queue()
        self.assertEqual(self._get_arrived(), ["customer0@example.com", "customer1@example.com"])

    def _let_time_pass(self):
        with self._transaction() as env:
            env.cr.execute("UPDATE mail_mail SET scheduled_date = now() - interval '1 minute'")

    def test_connection_breaks_after_the_dot(self):
        ids = self._create_mails()
        self.script["250"] = lambda _argument: ""
        self._run_queue()
        self.script.clear()
        self._run_queue()
        self.assertEqual(len(self.server.received), 1)
        self.assertKnown(ids, ("exception", "uncertain"))
        [(reason, message)] = self._read(ids, "failure_reason", "message_id")
        self.assertIn(message, reason, "to be found in the log of the mail server")

    def test_answer_that_says_nothing(self):
        ids = self._create_mails()
        self.script["."] = lambda _argument: "okay, I think"
        self._run_queue()
        self.assertKnown(ids, ("exception", "uncertain"))

    def test_refused(self):
        for verb in ("MAIL", "RCPT", "DATA", "."):
            with self.subTest(verb=verb):
                self.server.received.clear()
                ids = self._create_mails()
                self.script[verb] = lambda _argument: "550 not here"
                self._run_queue()
                self.assertKnown(ids, ("exception", "ready"))
                self.assertIn("not here", self._read(ids, "failure_reason")[0][0])
                self.script.clear()
                with self._transaction() as env:
                    env["mail.mail"].browse(ids).action_retry()
                self._run_queue()
                self.assertEqual(len(self.server.received), 1)

    def test_not_now(self):
        for verb in ("MAIL", "RCPT", "DATA", "."):
            with self.subTest(verb=verb):
                self.server.received.clear()
                ids = self._create_mails()
                self.script[verb] = lambda _argument: "451 busy"
                self._run_queue()
                self.assertKnown(ids, ("outgoing", "ready"))
                self.script.clear()
                self._let_time_pass()
                self._run_queue()
                self.assertEqual(len(self.server.received), 1)

    def test_server_is_down(self):
        ids = self._create_mails(2)
        with self._transaction() as env:
            env["ir.mail_server"].search([]).smtp_port = 1
        for attempt in (1, 2, 3):
            self._run_queue()
            self.assertEqual(
                self._read(ids, "state", "pylot_attempts"), [("outgoing", attempt)] * 2
            )
            self._let_time_pass()
        self._run_queue()
        self.assertKnown(ids, *[("exception", "ready")] * 2)
        with self._transaction() as env:
            env["ir.mail_server"].search([]).smtp_port = self.server.port
            env["mail.mail"].browse(ids).action_retry()
        self._run_queue()
        self.assertEqual(len(self.server.received), 2)

    def test_invalid_address_is_not_forgotten(self):
        """Odoo deletes it as if it had been sent."""
        ids = self._create_mails(email_to="nobody")
        self._run_queue()
        self.assertKnown(ids, ("exception", "ready"))

    # === SEVERAL AT ONCE ===

    def test_several_processes(self):
        ids = self._create_mails(20)
        self.script["."] = lambda _argument: time.sleep(0.02)
        waits = [self._run_queue_elsewhere()[1] for _process in range(3)]
        self.assertEqual([wait() for wait in waits], [0] * 3)
        self._run_queue()
        self.assertEqual(self._get_arrived(), sorted(f"customer{n}@example.com" for n in range(20)))
        self.assertFalse(self._read(ids, "id"))

    def test_another_host_lost_its_connection(self):
        """It marks as failed what it had meant to send, though it has been sent meanwhile."""
        ids = self._create_mails(2, auto_delete=False)
        self._run_queue()
        with self._transaction() as env:
            mails = env["mail.mail"].browse(ids)
            mails.write({"state": "exception"})
            mails._postprocess_sent_message([], [], failure_type="mail_smtp")
        self._run_queue()
        self.assertKnown(ids, *[("sent", "done")] * 2)
        self.assertEqual(len(self.server.received), 2)

    def test_nobody_decides_while_the_server_thinks(self):
        ids = self._create_mails()

        def press(_argument):
            with self._transaction() as env:
                env["mail.mail"].browse(ids).mark_outgoing()
                env["mail.mail"].browse(ids)._mark_arrived()
            self._run_queue()

        self.script["."] = press
        thread = threading.Thread(target=self._run_queue, daemon=True)
        thread.start()
        thread.join(PATIENCE)
        self.assertFalse(thread.is_alive(), "still waiting: deadlock")
        self._run_queue()
        self.assertEqual(len(self.server.received), 1)
        self.assertFalse(self._read(ids, "id"))

    def test_time_is_up(self):
        """Odoo kills scheduled actions that take too long; the rest is for the next run."""
        ids = self._create_mails(3)

        def commit_progress(cron, _processed):
            cron.env.cr.commit()
            return 0

        with patch.object(self.registry["ir.cron"], "_commit_progress", commit_progress):
            with patch.object(self.registry["mail.mail"], "_wake_queue") as wake:
                self._run_queue()
                wake.assert_called_once_with()
                self.assertEqual(len(self._read(ids, "id")), 2)
                self._run_queue()
                self._run_queue()
                self.assertEqual(wake.call_count, 2, "nothing is left")
        self.assertEqual(len(self.server.received), 3)

    # === WHAT IT COSTS ===

    def test_queries(self):
        """Two more commits, each of which makes the next transaction read anew."""
        ours, others = (self._count_queries(once) for once in ("ready", False))
        self.assertLessEqual(ours - others, 9 * 10 + 2)

    def _count_queries(self, once):
        ids = self._create_mails(10, pylot_once=once)
        with self._transaction() as env:
            before = env.cr.sql_log_count
            env["mail.mail"].browse(ids).send(auto_commit=True)
            return env.cr.sql_log_count - before

    # === SEVERAL RECIPIENTS ===

    def test_killed_between_two_recipients(self):
        """They are two e-mails to the mail server, and one row."""
        with self._transaction() as env:
            partners = env["res.partner"].create(
                [{"name": name, "email": f"{name}@example.com"} for name in ("a", "b")]
            )
            link = [(6, 0, partners.ids)]
        ids = self._create_mails(email_to=False, recipient_ids=link)
        self.script["RCPT"] = lambda _argument: "" if self.server.received else None
        self._run_queue()
        self.script.clear()
        self._run_queue()
        self.assertEqual(self._get_arrived(), ["a@example.com"])
        self.assertKnown(ids, ("exception", "uncertain"))
