from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from .complaint_mail_common import ComplaintMailCommon

BEGIN = fields.Datetime.to_datetime("2026-03-05 09:00:00")  # Thursday
DUE = fields.Datetime.to_datetime("2026-03-10 09:00:00")  # Tuesday: three working days later


@tagged("post_install", "-at_install")
class TestReminderComplaint(ComplaintMailCommon):
    """A customer we wait for is asked once more, each time we wait."""

    def setUp(self):
        super().setUp()
        self.policy = self.env.ref("pylot_frontoffice.pylot_reminder_policy_complaint")
        self.assertEqual(self.policy.state, "off", "the warning comes without it, too")
        self.policy.state = "on"
        clock = freeze_time(BEGIN)
        self.clock = clock.start()
        self.addCleanup(clock.stop)
        self.complaint = self._create_complaint()
        self.complaint._set_state("waiting_customer")

    def _get_reminders(self):
        domain = [
            ("res_model", "=", "pylot.complaint"),
            ("res_id", "=", self.complaint.id),
        ]
        return self.env["pylot.reminder"].search(domain, order="id")

    def _send(self, moment=DUE + timedelta(minutes=1)):
        """:return: the e-mails the job sends at this moment"""
        self.clock.move_to(moment)
        reminders = self.env["pylot.reminder"]
        due = reminders.search(reminders._get_due_domain())
        return self._get_new_mails(lambda: due._get_ready()._deliver_all())

    def test_asked_once(self):
        self.assertEqual(self._get_reminders().due_at, DUE)
        self.assertFalse(self._send(DUE - timedelta(minutes=1)))
        [mail] = self._send()
        self.assertIn("still need your answer", mail.subject)
        self.assertIn(self.complaint.access_token, mail.body_html)
        self.assertNotIn(
            self.complaint.access_token, "".join(self.complaint.message_ids.mapped("body"))
        )
        self.assertIn(mail.mail_message_id, self.complaint.message_ids)
        self.policy._plan()
        self.assertFalse(self._send(DUE + timedelta(days=2)))

    def test_answered(self):
        self.complaint._receive_customer_message()
        self.assertEqual(self._get_reminders().mapped("state"), ["cancelled"])
        self.assertFalse(self._send())

    def test_answered_at_the_last_moment(self):
        """What is true is read when it is sent."""
        self.clock.move_to(DUE)
        self.complaint.with_context(tracking_disable=True).customer_message_at = DUE
        self.assertFalse(self._send())
        self.assertIn("has answered", self._get_reminders().reason)

    def test_waited_for_again(self):
        self._send()
        self.complaint._receive_customer_message()
        self.complaint._set_state("waiting_customer")
        self.assertEqual(self._get_reminders().mapped("state"), ["sent", "planned"])
        self.assertEqual(len(self._send(DUE + timedelta(days=7))), 1)

    def test_warned_meanwhile(self):
        self.complaint.warned_at = BEGIN + timedelta(days=1)
        self.assertFalse(self._send())
        self.assertIn("warned", self._get_reminders().reason)

    def test_no_address(self):
        self.complaint.write({"partner_id": False, "email_from": False})
        self.assertFalse(self._send())
        self.assertIn("no e-mail address", self._get_reminders().reason)
