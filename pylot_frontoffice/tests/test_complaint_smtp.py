from unittest.mock import patch

from odoo.tests import tagged

from .complaint_mail_common import ComplaintMailCommon
from .smtp_server import SmtpServer


@tagged("post_install", "-at_install")
class TestComplaintSmtp(ComplaintMailCommon):
    """From the customer's mail program to ours and back, through a real mail server."""

    def setUp(self):
        super().setUp()
        self.server = self.enterContext(SmtpServer())
        servers = self.env["ir.mail_server"]
        servers.search([]).active = False
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

    def _send(self, action):
        """:return: (sender of the envelope, recipients, message) of the one e-mail sent"""
        self.server.received.clear()
        mails = self._get_new_mails(action)
        mails.filtered(lambda mail: mail.state == "outgoing").send()
        [received] = self.server.received
        return received

    def _reply(self, message, **headers):
        """As a mail program does it."""
        return self._write_mail(
            "Frieda Kunde <frieda@example.com>",
            {
                "To": message["Reply-To"],
                "Subject": f"AW: {message['Subject']}",
                "In-Reply-To": message["Message-ID"],
                "References": f"{message['References'] or ''} {message['Message-ID']}".strip(),
                **headers,
            },
        )

    def test_there_and_back_and_there(self):
        raw = self._write_mail("Frieda Kunde <frieda@example.com>", {"Message-ID": "<1@frieda>"})
        complaint = self._deliver(raw)
        sender, recipients, mail = self._send(self._send_due)
        self.assertEqual(recipients, ["frieda@example.com"])
        self.assertEqual(sender, "bounce@pylot.example")
        self.assertEqual(mail["Auto-Submitted"], "auto-replied")
        self.assertEqual(mail["X-Auto-Response-Suppress"], "All")
        self.assertEqual(mail["In-Reply-To"], "<1@frieda>")
        self.assertIn("<1@frieda>", mail["References"])
        self.assertIn("service@pylot.example", mail["Reply-To"])
        self.assertIn(complaint.number, mail["Subject"])
        text = mail.get_body(["html"]).get_content()
        self.assertIn(complaint.access_token, text)
        self.assertIn(complaint.number, text)

        self.assertFalse(self._deliver(self._reply(mail)))
        first = complaint.message_ids[0]
        self.assertEqual((first.author_id, first.message_type), (self.customer, "email"))

        _sender, recipients, mail = self._send(
            lambda: complaint.with_user(self.agent_user).message_post(
                body="We come on Tuesday.",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        )
        self.assertEqual(recipients, ["frieda@example.com"])
        self.assertFalse(mail["Auto-Submitted"], "a person has written it")
        self.assertIn("service@pylot.example", mail["Reply-To"])

        self.assertFalse(self._deliver(self._reply(mail, References=None)))
        self.assertEqual(complaint.message_ids[0].author_id, self.customer)
        self.assertNotEqual(complaint.message_ids[0], first)

    def test_no_robot_of_ours_answers_the_other(self):
        """Our own acknowledgement, sent back by somebody's rule, starts nothing."""
        self._deliver(self._write_mail("frieda@example.com"))
        _sender, _recipients, mail = self._send(self._send_due)
        raw = mail.as_bytes()
        self.assertFalse(self._deliver(raw), "the very same")
        mail.replace_header("Message-ID", "<resent@example.com>")
        mail.replace_header("To", "service@pylot.example")
        mails = self._get_new_mails(lambda: self._deliver(mail.as_bytes()))
        self.assertFalse(mails | self._get_new_mails(self._send_due))
