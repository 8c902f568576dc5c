import ast
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .complaint_mail_common import ComplaintMailCommon

SENDING = "odoo.addons.pylot_frontoffice.models.pylot_notice_mixin"


@tagged("post_install", "-at_install")
class TestComplaintNotice(ComplaintMailCommon):
    """What customers are promised to be told is planned once and sent once."""

    def test_planned_once(self):
        complaint = self._create_complaint()
        notice = self.notices._plan(complaint, "received")
        self.assertEqual(self.notices._plan(complaint, "received"), notice)
        self.assertEqual((notice.state, notice.cycle), ("planned", 0))
        self._end(complaint, "closed")
        complaint._set_state("working")
        self.assertNotEqual(self.notices._plan(complaint, "received"), notice)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            notice.copy()
            self.env.flush_all()

    def test_queries_do_not_grow(self):
        def count(number):
            complaints = self.Complaint.create(
                [{"name": str(each), "partner_id": self.customer.id} for each in range(number)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.notices._plan(complaints, "received")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(2)  # what is read once, such as the job to wake up
        self.assertEqual(count(40), count(2))

    def test_sent_once(self):
        complaint = self._create_complaint()
        notice = self.notices._plan(complaint, "received")
        [mail] = self._get_new_mails(self._send_due)
        self.assertFalse(self._get_new_mails(self._send_due))
        self.assertEqual((notice.state, notice.mail_id), ("sent", mail))
        self.assertIn("frieda@example.com", mail.email_to)
        self.assertIn(complaint.number, mail.subject)
        headers = ast.literal_eval(mail.headers)
        self.assertEqual(headers["Auto-Submitted"], "auto-generated")
        self.assertEqual(headers["X-Auto-Response-Suppress"], "All")

    def test_the_secret_is_not_in_the_log(self):
        complaint = self._create_complaint()
        self.notices._plan(complaint, "received")
        [mail] = self._get_new_mails(self._send_due)
        self.assertIn(complaint.access_token, mail.body_html)
        self.assertNotIn(complaint.access_token, mail.mail_message_id.body)
        self.assertIn(mail.mail_message_id, complaint.message_ids)

    def test_the_log_stays_when_it_is_delivered(self):
        complaint = self._create_complaint()
        notice = self.notices._plan(complaint, "received")
        [mail] = self._get_new_mails(self._send_due)
        mail.unlink()
        self.assertIn(notice.message_id, complaint.message_ids)

    def test_when_they_hear_from_us(self):
        """In the language of the customer, on the clock of the team."""
        complaint = self._create_complaint()
        self.notices._plan(complaint, "received")
        moment = fields.Datetime.to_datetime("2026-12-01 15:00:00")
        with patch.object(
            self.registry["pylot.complaint"], "_get_next_update", lambda _self: moment
        ):
            [mail] = self._get_new_mails(self._send_due)
        self.assertIn("Tue, Dec 1 4:00", mail.body_html.replace("\u202f", " "))

    def test_nobody_to_send_it_to(self):
        complaint = self._create_complaint(partner_id=False)
        notice = self.notices._plan(complaint, "received")
        self.assertFalse(self._get_new_mails(self._send_due))
        self.assertEqual(notice.state, "skipped")
        self.assertTrue(notice.reason)
        complaint.email_from = "Kim <kim@example.com>"
        notice.with_user(self.agent_user).sudo(False).action_retry()
        [mail] = self._get_new_mails(self._send_due)
        self.assertIn("kim@example.com", mail.email_to)

    def test_not_true_any_more(self):
        for change in (
            {"is_automatic": True},
            {"stage_id": self._get_stage("closed").id},
            {"reopen_count": 1},
        ):
            with self.subTest(change=change):
                complaint = self._create_complaint()
                notice = self.notices._plan(complaint, "received")
                complaint._decide("accepted", "Yes", channel="phone")
                complaint.write(change)
                self._send_due()
                self.assertEqual(notice.state, "skipped")

    def test_team_that_does_not_acknowledge(self):
        self.team.is_acknowledging = False
        notice = self.notices._plan(self._create_complaint(), "received")
        self.assertFalse(self._get_new_mails(self._send_due))
        self.assertEqual(notice.state, "skipped")

    def test_what_goes_wrong_is_in_the_work_list(self):
        bad, good = self._create_complaint(), self._create_complaint()
        notices = self.notices._plan(bad | good, "received")
        deliver = self.registry["pylot.complaint.notice"]._deliver

        def fail(notice):
            if notice.complaint_id == bad:
                raise ValueError("No more paper")
            return deliver(notice)

        with (
            patch.object(self.registry["pylot.complaint.notice"], "_deliver", fail),
            mute_logger(SENDING),
        ):
            self._send_due()
        self.assertEqual(notices.mapped("state"), ["failed", "sent"])
        self.assertEqual(notices[0].reason, "No more paper")
        notices[0].with_user(self.agent_user).sudo(False).action_retry()
        self._send_due()
        self.assertEqual(notices[0].state, "sent")

    def test_no_template(self):
        self.env.ref("pylot_frontoffice.mail_template_complaint_received").unlink()
        notice = self.notices._plan(self._create_complaint(), "received")
        with mute_logger(SENDING):
            self._send_due()
        self.assertEqual(notice.state, "failed")

    def test_withdrawn(self):
        complaint = self._create_complaint()
        notice = self.notices._plan(complaint, "close_warning", self._at(9))
        self.notices._withdraw(complaint, "close_warning", "The customer has written.")
        self.assertEqual((notice.state, notice.reason), ("skipped", "The customer has written."))

    def test_only_agents_retry(self):
        notice = self.notices._plan(self._create_complaint(), "received")
        with self.assertRaises(AccessError):
            notice.with_user(self.technician_user).sudo(False).action_retry()

    def test_a_name_adds_no_header(self):
        complaint = self._create_complaint(
            partner_id=False,
            partner_name='Eve"\r\nBcc: x@evil.example',
            email_from="eve@example.com",
        )
        self.assertEqual(complaint._get_notice_recipient().count("@"), 1)
        self.assertNotIn("\n", complaint._get_notice_recipient())

    def test_reply_of_the_customer_on_a_page(self):
        complaint = self._create_complaint()
        complaint._set_state("waiting_customer")
        same = complaint._add_customer_reply("<b>No</b>\nStill", [("a.txt", b"drip")])
        self.assertEqual(same, complaint)
        message = complaint.message_ids.filtered(lambda each: each.author_id == self.customer)
        self.assertIn("&lt;b&gt;No&lt;/b&gt;", message.body)
        self.assertEqual(message.attachment_ids.raw, b"drip")
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_comment"))
        self.assertEqual(complaint.state, "working")

    def test_reply_that_comes_too_late(self):
        complaint = self._create_complaint()
        self._end(complaint, "closed")
        complaint.solved_at = fields.Datetime.subtract(fields.Datetime.now(), days=8)
        new = complaint._add_customer_reply("It drips again")
        self.assertEqual((new.previous_id, new.partner_id), (complaint, self.customer))
        self.assertEqual((new.state, complaint.state), ("new", "closed"))
        self.assertIn("It drips again", new.message_ids.mapped("body")[0])
        self.assertEqual(new.notice_ids.mapped("kind"), ["received"])
