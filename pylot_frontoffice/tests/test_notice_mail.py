from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .notices_common import NoticesCommon


@tagged("post_install", "-at_install")
class TestNoticeMail(NoticesCommon):
    """What people can do about promised messages whose e-mail is stuck."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notice = cls._promise().notice_ids.filtered(lambda notice: notice.kind == "confirmed")
        cls._send_due()
        cls.mail = cls.notice.mail_id.sudo()

    def _press(self, button, user=None):
        getattr(self.notice.with_user(user or self.agent_user), button)()

    def test_promised_messages_are_sent_once(self):
        self.assertEqual((self.mail.pylot_once, self.mail.state), ("ready", "outgoing"))

    def test_uncertain(self):
        self.mail._explain_uncertainty()
        listed = self.notices.with_user(self.agent_user).search([("mail_once", "=", "uncertain")])
        self.assertEqual(listed, self.notice)
        self.assertIn(self.mail.message_id, listed.mail_failure)
        self._press("action_retry")
        self.mail.action_retry()
        self.assertEqual(self.mail.state, "exception", "only on purpose, one by one")
        with self.assertRaises(AccessError):
            self._press("action_mail_again", self.technician_user)
        self._press("action_mail_again")
        self.assertEqual((self.mail.pylot_once, self.mail.state), ("ready", "outgoing"))

    def test_arrived(self):
        self.mail._explain_uncertainty()
        with self.assertRaises(AccessError):
            self._press("action_mail_arrived", self.technician_user)
        self._press("action_mail_arrived")
        self.assertFalse(self.mail.exists())
        self.assertFalse(self.notice.mail_state)

    def test_nothing_to_decide(self):
        for button in ("action_mail_again", "action_mail_arrived"):
            with self.assertRaises(UserError):
                self._press(button)
        self.assertEqual(self.mail.state, "outgoing")

    def test_refused_e_mail_is_made_anew(self):
        """It may go to another address now, and what it says may not be true any more."""
        self.mail.write({"state": "exception", "pylot_attempts": 3})
        self._press("action_retry")
        self.assertEqual((self.mail.state, self.notice.state), ("cancel", "planned"))
        self._send_due()
        self.assertEqual(self.notice.state, "sent")
        self.assertNotEqual(self.notice.mail_id, self.mail)
        self.assertEqual(
            (self.notice.mail_id.pylot_once, self.notice.mail_state), ("ready", "outgoing")
        )
