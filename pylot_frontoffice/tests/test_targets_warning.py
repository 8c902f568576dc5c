from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from .targets_common import MONDAY, TargetsCommon

HOUR = timedelta(hours=1)
CRON = "pylot_frontoffice.ir_cron_pylot_sla_status_watch"


@tagged("post_install", "-at_install")
class TestTargetsWarning(TargetsCommon, CronMixinCase):
    """Who must do something hears of it before it is too late, once; the leader when it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.solution.active = False

    def _get_told(self, complaint):
        """:return: list of user and summary, in the order of telling"""
        activities = complaint.activity_ids.sorted("id")
        return [(activity.user_id, activity.summary) for activity in activities]

    def test_warned_then_escalated(self):
        complaint = self._receive(MONDAY + HOUR * 8, user_id=self.agent_user.id)
        self.assertFalse(self._watch(MONDAY + HOUR * 13.9))
        self._watch(MONDAY + HOUR * 14)
        warned = [(self.agent_user, "The first answer is due soon")]
        self.assertEqual(self._get_told(complaint), warned)
        self.assertEqual(complaint.activity_ids.date_deadline, MONDAY.date())
        for hour in (14, 15):
            self._watch(MONDAY + HOUR * hour)
        self.assertEqual(self._get_told(complaint), warned)
        missed = [*warned, (self.dispatcher_user, "The first answer is overdue")]
        for hour in (16, 16, 40):
            self._watch(MONDAY + HOUR * hour)
            self.assertEqual(self._get_told(complaint), missed)
        row = self._get_row(complaint, self.answer)
        self.assertEqual((row.state, row.level, row.next_at), ("broken", 3, False))
        self.assertIn("Agent User", complaint.activity_ids.sorted("id")[1].note)

    def test_leader_told_before(self):
        self.answer.leader_hours = 1
        complaint = self._receive(MONDAY + HOUR * 8, user_id=self.agent_user.id)
        for hour in (14, 15, 16):
            self._watch(MONDAY + HOUR * hour)
        self.assertEqual(
            self._get_told(complaint),
            [
                (self.agent_user, "The first answer is due soon"),
                (self.dispatcher_user, "The first answer is due soon"),
                (self.dispatcher_user, "The first answer is overdue"),
            ],
        )

    def test_nobody_is_responsible(self):
        complaint = self._receive(MONDAY + HOUR * 8)
        self._watch(MONDAY + HOUR * 14)
        self.assertEqual(complaint.activity_ids.user_id, self.dispatcher_user)

    def test_no_leader(self):
        self.team.user_id = False
        complaint = self._receive(MONDAY + HOUR * 8, user_id=self.agent_user.id)
        self._watch(MONDAY + HOUR * 16)
        self.assertEqual(
            self._get_told(complaint), [(self.agent_user, "The first answer is overdue")]
        )
        nobody = self._receive(MONDAY + HOUR * 8)
        self._watch(MONDAY + HOUR * 16)
        row = self._get_row(nobody, self.answer)
        self.assertFalse(nobody.activity_ids)
        self.assertEqual((row.state, row.level), ("broken", 3))
        self.assertIn("nobody who could be told", row.history)
        self.agent_user.active = False
        away = self._receive(MONDAY + HOUR * 8, user_id=self.agent_user.id)
        self._watch(MONDAY + HOUR * 16)
        self.assertFalse(away.activity_ids)

    def test_never_for_what_is_over_or_waits(self):
        answered, solved, closed, waiting, archived = (
            self._receive(MONDAY + HOUR * 8, user_id=self.agent_user.id) for _each in range(5)
        )
        with freeze_time(MONDAY + HOUR * 9):
            answered._mark_first_response()
        self._move(solved, MONDAY + HOUR * 9, "solved")
        self._move(closed, MONDAY + HOUR * 9, "closed")
        self._move(waiting, MONDAY + HOUR * 9, "waiting_customer")
        self._set(archived, MONDAY + HOUR * 9, active=False)
        for hour in (14, 16, 100):
            self.assertFalse(self._watch(MONDAY + HOUR * hour))
        everybody = answered | solved | closed | waiting | archived
        self.assertFalse(everybody.activity_ids)

    def test_the_warning_goes_when_it_is_done(self):
        complaint = self._receive(MONDAY + HOUR * 8, user_id=self.agent_user.id)
        note = complaint.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.agent_user.id, summary="Call"
        )
        self._watch(MONDAY + HOUR * 14)
        with freeze_time(MONDAY + HOUR * 15):
            complaint._mark_first_response()
        self.assertEqual(complaint.activity_ids, note)

    def test_warned_again_after_waiting(self):
        """The end has moved away; when it comes near again, it is news."""
        complaint = self._receive(MONDAY + HOUR * 8, user_id=self.agent_user.id)
        self._watch(MONDAY + HOUR * 14)
        self._move(complaint, MONDAY + HOUR * 14.5, "waiting_customer")
        self._move(complaint, MONDAY + HOUR * 32, "working")
        row = self._get_row(complaint, self.answer)
        # half an hour of the warning's two is gone: still at risk, and told already
        self.assertEqual((row.level, row.next_at), (1, row.deadline))
        self._set(complaint, MONDAY + HOUR * 32, received_at=MONDAY + HOUR * 31)
        self.assertEqual((row.level, row.next_at), (0, row.risk_at))

    def test_one_bad_record(self):
        """What cannot be told is noted and tried again later; the others are told."""
        bad, good = (
            self._receive(MONDAY + HOUR * 8, user_id=self.agent_user.id) for _each in range(2)
        )
        status = self.registry["pylot.sla.status"]
        prepare = status._prepare_activities

        def fail_for_bad(row, level):
            if row.complaint_id == bad:
                raise ValueError("no way")
            return prepare(row, level)

        with (
            patch.object(status, "_prepare_activities", fail_for_bad),
            mute_logger("odoo.addons.pylot_frontoffice.models.pylot_sla_status_watch"),
        ):
            self._watch(MONDAY + HOUR * 14)
        self.assertTrue(good.activity_ids)
        self.assertFalse(bad.activity_ids)
        row = self._get_row(bad, self.answer)
        self.assertEqual((row.problem, row.next_at), ("no way", MONDAY + HOUR * 15))
        self._watch(MONDAY + HOUR * 15)
        self.assertTrue(bad.activity_ids)
        self.assertFalse(row.problem)

    def test_wakes_up_at_the_minute(self):
        with self.capture_triggers(CRON) as capture:
            complaint = self._receive(MONDAY + HOUR * 8)
        self.assertEqual(capture.records.mapped("call_at"), [MONDAY + HOUR * 14])
        with self.capture_triggers(CRON) as capture:
            self._receive(MONDAY + HOUR * 8)
            self._watch(MONDAY + HOUR * 14)
        self.assertEqual(complaint.sla_status_ids.next_at, MONDAY + HOUR * 16)

    def test_the_job(self):
        """As the server runs it, twice: everybody is told once, and it knows when to come back."""
        complaint = self._receive(MONDAY + HOUR * 8, user_id=self.agent_user.id)
        cron = self.env.ref(CRON)
        with (
            freeze_time(MONDAY + HOUR * 14),
            self.enter_registry_test_mode(),
            self.capture_triggers(CRON) as capture,
        ):
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(len(complaint.activity_ids), 1)
        self.assertIn(MONDAY + HOUR * 16, capture.records.mapped("call_at"))

    def test_counted_anew_every_day(self):
        complaint = self._receive(MONDAY + HOUR * 8)
        self.hours.attendance_ids.hour_to = 12
        cron = self.env.ref("pylot_frontoffice.ir_cron_pylot_sla_status_recount")
        with freeze_time(MONDAY + HOUR * 9), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        # Monday 9 to 12, Tuesday 8 to 12, an hour of Wednesday
        self.assertEqual(complaint.deadline_response, datetime(2026, 11, 11, 8))
