from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .complaint_mail_common import ComplaintMailCommon

BEGIN = fields.Datetime.to_datetime("2026-03-02 09:00:00")


@tagged("post_install", "-at_install")
class TestComplaintSilence(ComplaintMailCommon):
    """Silent customers are warned, then it is closed; what is solved closes by itself."""

    def setUp(self):
        super().setUp()
        self.complaint = self._create_complaint()
        with freeze_time(BEGIN):
            self.complaint._set_state("waiting_customer")

    def _run(self, days, times=1):
        """What the jobs do that many days later.

        :return: the e-mails they send
        """

        def run():
            with freeze_time(BEGIN + timedelta(days=days)), self.enter_registry_test_mode():
                for _time in range(times):
                    self.env.ref("pylot_frontoffice.ir_cron_pylot_complaint_close").with_env(
                        self.env
                    ).method_direct_trigger()
                    self.env.invalidate_all()
                    self._send_due()

        return self._get_new_mails(run)

    def test_warned_then_closed(self):
        self.assertFalse(self._run(6.9))
        [warning] = self._run(7, times=2)
        self.assertIn("03/16/2026", warning.body_html)
        self.assertEqual(self.complaint.warned_at, BEGIN + timedelta(days=7))
        self.assertFalse(self._run(13.9, times=2))
        self.assertEqual(self.complaint.state, "waiting_customer")
        [mail] = self._run(14, times=2)
        self.assertIn("have closed your complaint", mail.body_html)
        self.assertEqual((self.complaint.state, self.complaint.dismissal), ("closed", "silent"))
        self.assertFalse(self.complaint.decision or self.complaint.decided_at)
        self.assertFalse(self._run(30, times=2), "nobody is asked how it went")

    def test_an_answer_stops_it(self):
        self._run(7)
        with freeze_time(BEGIN + timedelta(days=8)):
            self.complaint._receive_customer_message()
        self.assertFalse(self._run(20))
        self.assertEqual(self.complaint.state, "working")

    def test_an_answer_between_planning_and_sending(self):
        with freeze_time(BEGIN + timedelta(days=7)):
            self.complaint._warn_silent()
            self.complaint._receive_customer_message()
            self.assertFalse(self._get_new_mails(self._send_due))
        notice = self.notices.search([("complaint_id", "=", self.complaint.id)])
        self.assertEqual((notice.kind, notice.state), ("close_warning", "skipped"))

    def test_asked_again_the_time_begins_anew(self):
        """Each time of waiting has its own warning."""
        self.assertEqual(len(self._run(7)), 1)
        with freeze_time(BEGIN + timedelta(days=10)):
            self.complaint._mark_first_response()
        self.assertFalse(self._run(16.9))
        self.assertEqual(len(self._run(17)), 1)
        self.assertEqual(self.complaint.state, "waiting_customer")
        self.assertEqual(len(self._run(24)), 1)
        self.assertEqual(self.complaint.state, "closed")

    def test_a_decision_is_not_overwritten(self):
        self.complaint._decide("accepted", "We put it right.", channel="phone")
        with freeze_time(BEGIN):
            self.complaint._begin_waiting()
        self._run(7)
        self._run(14)
        self.assertEqual((self.complaint.state, self.complaint.dismissal), ("closed", False))

    def test_without_address_somebody_calls(self):
        self.complaint.write({"partner_id": False, "email_from": False})
        self.complaint.user_id = self.agent_user
        self._run(7, times=2)
        self._run(30)
        self.assertFalse(self.notices.search([("complaint_id", "=", self.complaint.id)]))
        [activity] = self.complaint.activity_ids
        self.assertEqual(activity.user_id, self.agent_user)
        self.assertEqual(self.complaint.state, "waiting_customer", "nobody was warned")

    def test_with_an_open_remedy_it_is_our_turn(self):
        self.complaint.action_ids = [Command.create({"kind": "other", "note": "Flowers"})]
        self._run(7, times=2)
        self._run(30)
        self.assertFalse(self.notices.search([("complaint_id", "=", self.complaint.id)]))
        self.assertIn("remedy is still open", self.complaint.activity_ids.note)
        self.assertEqual(self.complaint.state, "waiting_customer")

    def test_each_company_as_it_likes(self):
        self.company.pylot_silence_days = 0
        self.assertFalse(self._run(100))
        self.company.pylot_silence_days = 3
        self.assertEqual(len(self._run(3)), 1)

    def test_solved_ones_are_closed(self):
        with freeze_time(BEGIN):
            self._end(self.complaint)
        self.company.pylot_ask_satisfaction = False
        self.assertFalse(self._run(6.9))
        self.assertEqual(self.complaint.state, "solved")
        self.assertFalse(self._run(7, times=2))
        self.assertEqual(self.complaint.state, "closed")
        self.assertEqual(self.complaint.solved_at, BEGIN)
        self.assertEqual(self.complaint.closed_at, BEGIN + timedelta(days=7))

    def test_one_bad_record_does_not_stop_the_others(self):
        good = self._create_complaint()
        with freeze_time(BEGIN):
            self._end(self.complaint | good)
        close = self.registry["pylot.complaint"]._close_solved

        def fail(complaints):
            if complaints == self.complaint:
                raise ValueError("Ink is out")
            return close(complaints)

        with (
            patch.object(self.registry["pylot.complaint"], "_close_solved", fail),
            mute_logger("odoo.addons.pylot_frontoffice.models.pylot_complaint_silence"),
        ):
            self._run(7)
        self.assertEqual((self.complaint.state, good.state), ("solved", "closed"))
        self.assertEqual(self.complaint.closing_problem, "Ink is out")
        self._run(8)
        self.assertEqual((self.complaint.state, self.complaint.closing_problem), ("closed", False))
