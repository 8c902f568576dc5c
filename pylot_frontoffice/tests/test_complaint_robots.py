from odoo.tests import tagged
from odoo.tools import mute_logger

from .complaint_mail_common import ComplaintMailCommon

THREAD = "odoo.addons.mail.models.mail_thread"
DSN = """--x
Content-Type: text/plain

Sorry, nobody of this name lives here.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; example.com

Final-Recipient: rfc822; frieda@example.com
Action: {action}
Status: 5.1.1
--x
Content-Type: message/rfc822

Message-ID: {message_id}
From: service@pylot.example
To: frieda@example.com
Subject: We have received it

Hello
--x--
"""


@tagged("post_install", "-at_install")
class TestComplaintRobots(ComplaintMailCommon):
    """Machines are noted, never answered, and change nothing."""

    def _count_contacts(self):
        return self.env["res.partner"].with_context(active_test=False).search_count([])

    def test_automatic_answer_to_nothing(self):
        contacts = self._count_contacts()
        complaint = self._deliver(
            self._write_mail("mo@example.org", {"Auto-Submitted": "auto-replied"})
        )
        self.assertTrue(complaint.is_automatic)
        self.assertEqual((complaint.state, complaint.dismissal), ("closed", "automatic"))
        self.assertFalse(complaint.partner_id or complaint.notice_ids)
        self.assertEqual(self._count_contacts(), contacts)

    def test_lists_and_machines_wait_for_somebody(self):
        """A person may be behind a form on a web site, or behind a list."""
        contacts = self._count_contacts()
        for headers in ({"Precedence": "bulk"}, {"From": "noreply@shop.example"}):
            with self.subTest(headers=headers):
                complaint = self._deliver(self._write_mail(headers=headers))
                self.assertTrue(complaint.is_automatic)
                self.assertEqual(complaint.state, "new")
                self.assertFalse(complaint.notice_ids)
        self.assertEqual(self._count_contacts(), contacts)

    def test_on_a_thread_they_change_nothing(self):
        robots = (
            {"Auto-Submitted": "auto-replied"},
            {"Auto-Submitted": "auto-generated"},
            {"Precedence": "bulk"},
            {"List-Id": "<taps.example.org>"},
            {"Return-Path": "<>"},
            {"Subject": "Abwesenheitsnotiz: Re: Termin"},
            {"Content-Type": 'text/calendar; method="REPLY"'},
        )
        for state in ("waiting_customer", "closed"):
            complaint = self._deliver_new()
            answered = complaint.notice_ids.message_id
            if not answered:  # within the hour
                answered = complaint.message_ids.filtered(lambda each: each.message_id)[-1]
            if state == "closed":
                complaint._dismiss("mistake")
            else:
                complaint._set_state(state)
            heard = complaint.customer_message_at
            for headers in robots:
                with self.subTest(state=state, headers=headers):
                    raw = self._write_mail(
                        "frieda@example.com", {**self._refer_to(answered), **headers}
                    )
                    before = len(complaint.message_ids)
                    mails = self._get_new_mails(
                        lambda raw=raw: self.assertFalse(self._deliver(raw))
                    )
                    self.assertFalse(mails | self._get_new_mails(self._send_due))
                    self.assertEqual(len(complaint.message_ids), before + 1)
                    self.assertTrue(complaint.message_ids[0].subtype_id.internal)
                    self.assertEqual(complaint.state, state)
                    self.assertEqual(complaint.customer_message_at, heard)
                    self.assertFalse(complaint.first_response_at)

    def _loop(self, headers):
        for _round in range(67):
            self._deliver(self._write_mail(headers=headers))
        self._send_due()

    @mute_logger(THREAD)
    def test_two_hundred_in_a_loop(self):
        """Each kind of loop: at most one answer, and no flood of complaints."""
        complaints = self.Complaint.with_context(active_test=False)
        for headers in (
            {"From": "robot-with-a-name@example.org"},
            {"From": "ticket@example.org", "Auto-Submitted": "auto-replied"},
            {"From": "desk@example.org", "Auto-Submitted": "auto-generated"},
        ):
            with self.subTest(headers=headers):
                before = complaints.search_count([])
                mails = self._get_new_mails(lambda headers=headers: self._loop(headers))
                self.assertLessEqual(len(mails), 1)
                self.assertLessEqual(complaints.search_count([]) - before, 20)
                messages = self.env["mail.message"].search_count(
                    [("model", "=", "pylot.complaint"), ("email_from", "=", headers["From"])]
                )
                self.assertEqual(messages, 67, "nothing is lost")

    def test_answering_each_other(self):
        """Another service desk acknowledges what we acknowledge."""
        complaint = self._deliver_new("Desk <desk@example.org>")
        for number in range(12):
            answered = complaint.message_ids.sorted("id")[-1]
            headers = {**self._refer_to(answered), "Subject": f"[#{number}] Thank you"}
            mails = self._get_new_mails(
                lambda headers=headers: self._deliver(self._write_mail("desk@example.org", headers))
            )
            self.assertFalse(mails | self._get_new_mails(self._send_due))

    def test_came_back(self):
        complaint = self._deliver_new()
        notice = complaint.notice_ids
        raw = self._write_report("failed", notice.message_id)
        self.assertFalse(self._deliver(raw))
        self.assertEqual(notice.state, "failed")
        self.assertIn("nobody of this name", notice.reason)
        self.assertIn("nobody of this name", complaint.message_ids[0].body)
        self.assertEqual(complaint.activity_ids.user_id, self.dispatcher_user)
        self.assertEqual(complaint.state, "new")
        self._deliver(self._write_report("failed", notice.message_id))
        self.assertEqual(len(complaint.activity_ids), 1)

    def test_comes_later(self):
        complaint = self._deliver_new()
        self.assertFalse(
            self._deliver(self._write_report("delayed", complaint.notice_ids.message_id))
        )
        self.assertEqual(complaint.notice_ids.state, "sent")
        self.assertFalse(complaint.activity_ids)

    def test_our_answer_came_back(self):
        complaint = self._deliver_new()
        message = complaint.with_user(self.agent_user).message_post(
            body="We come", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertFalse(self._deliver(self._write_report("failed", message)))
        self.assertEqual(len(complaint.activity_ids), 1)

    def test_came_back_in_plain_words(self):
        complaint = self._deliver_new()
        message_id = complaint.notice_ids.message_id.message_id
        for headers in (
            {"From": "postmaster@example.com", "Return-Path": "<>", "Subject": "Unzustellbar"},
            {"From": "Mail System <MAILER-DAEMON@example.com>", "Subject": "Returned mail"},
        ):
            with self.subTest(headers=headers):
                before = len(complaint.message_ids)
                body = f"Sorry.\n\n--- Your mail ---\nMessage-Id: {message_id}\nSubject: x\n"
                self.assertFalse(self._deliver(self._write_mail(headers=headers, body=body)))
                self.assertEqual(len(complaint.message_ids), before + 1)
        self.assertEqual(complaint.notice_ids.state, "failed")

    def test_what_nobody_of_us_has_sent(self):
        body = "Message-Id: <somebody@else.example>\n"
        headers = {"From": "postmaster@example.com", "Subject": "Undeliverable: Viagra"}
        mails = self._get_new_mails(
            lambda: self.assertFalse(self._deliver(self._write_mail(headers=headers, body=body)))
        )
        self.assertFalse(mails)

    def test_an_address_for_some_answers_no_machine(self):
        self.team.alias_id.alias_contact = "partners"
        mails = self._get_new_mails(
            lambda: self._deliver(self._write_mail(headers={"Auto-Submitted": "auto-replied"}))
        )
        self.assertFalse(mails)
        [mail] = self._get_new_mails(lambda: self._deliver(self._write_mail("kim@example.org")))
        self.assertIn("kim@example.org", mail.email_to)

    def _write_report(self, action, message):
        body = DSN.format(action=action, message_id=message.message_id)
        head = (
            "From: MAILER-DAEMON@example.com\nTo: bounce@pylot.example\nSubject: Undelivered\n"
            f"Message-ID: <{next(self.counter)}.dsn@example.com>\nMIME-Version: 1.0\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n'
        )
        return (head + body).encode()
