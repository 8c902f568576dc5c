from contextlib import ExitStack
from inspect import isfunction
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from odoo.addons.mail.models.mail_mail import MailMail as CoreMail

from ..models import mail_mail, mail_mail_send
from .smtp_server import SmtpServer

NUMBER, TURNS = 10, 4
OURS = (mail_mail.MailMail, mail_mail_send.MailMail)


@tagged("post_install", "-at_install")
class TestMailOthers(TransactionCase):
    """Law 7: e-mails that are not ours are sent as if the add-on were not there."""

    def setUp(self):
        super().setUp()
        self.server = self.enterContext(SmtpServer())
        servers = self.env["ir.mail_server"]
        servers.search([]).unlink()
        servers.create(
            {
                "name": "Loopback",
                "smtp_host": "127.0.0.1",
                "smtp_port": self.server.port,
                "smtp_encryption": "none",
            }
        )
        # Odoo sends nothing while it is tested
        self.enterContext(
            patch.object(self.registry["ir.mail_server"], "_disable_send", lambda _self: False)
        )

    def _create_mails(self, **vals):
        mails = self.env["mail.mail"].create(
            [
                {
                    "email_from": "office@example.com",
                    "email_to": f"customer{number}@example.com",
                    "subject": "Message",
                    "body_html": "<p>Hello</p>",
                    **vals,
                }
                for number in range(NUMBER)
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return mails

    def _count_queries(self, **vals):
        mails = self._create_mails(**vals)
        before = self.env.cr.sql_log_count
        mails.send()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _without_us(self, stack):
        """Let every method of ours be the one it overrides."""
        for ours in OURS:
            for name, method in vars(CoreMail).items():
                if isfunction(method) and name in vars(ours):
                    stack.enter_context(patch.object(ours, name, method))

    def test_queries(self):
        for vals in ({}, {"auto_delete": True}):
            with self.subTest(**vals):
                with_us = self._count_least(**vals)
                with ExitStack() as stack:
                    self._without_us(stack)
                    self.assertEqual(self._count_least(**vals), with_us)

    def _count_least(self, **vals):
        """Now and then Odoo has to look something up again."""
        return min(self._count_queries(**vals) for _turn in range(TURNS))

    def test_nothing_of_ours_is_done(self):
        with (
            patch.object(OURS[1], "_send_once", side_effect=AssertionError),
            patch.object(OURS[1], "_claim", side_effect=AssertionError),
            patch.object(OURS[0], "_note_unreachable", side_effect=AssertionError),
        ):
            mails = self._create_mails()
            mails.send()
            self.assertEqual(set(mails.mapped("state")), {"sent"})
            self.assertFalse(any(mails.mapped("pylot_once")))
            self.assertEqual(len(self.server.received), NUMBER)
            self.env["ir.mail_server"].search([]).smtp_port = 1
            mails = self._create_mails()
            mails.send()
            self.assertEqual(set(mails.mapped("state")), {"exception"})
            self.assertFalse(any(mails.mapped("scheduled_date")))
            mails.mark_outgoing()
            self.assertEqual(set(mails.mapped("state")), {"outgoing"})

    def test_in_one_run_with_ours(self):
        others, ours = self._create_mails(), self._create_mails(pylot_once="ready")
        (others | ours).send()
        self.assertEqual(len(self.server.received), 2 * NUMBER)
        self.assertEqual(set((others | ours).mapped("state")), {"sent"})
        self.assertEqual(set(ours.mapped("pylot_once")), {"done"})
