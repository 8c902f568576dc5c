from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .reminder_common import NOW, ReminderCommon

BEFORE = {"moment": "before", "offset": 24, "unit": "hours"}


@tagged("post_install", "-at_install")
class TestReminderPlan(ReminderCommon):
    """When messages are planned, moved and cancelled."""

    def test_planned_with_the_document(self):
        policy = self._create_policy(BEFORE)
        parcel = self._create_parcel(datetime(2026, 11, 6, 12))
        reminder = self._get_reminders(parcel)
        self.assertRecordValues(
            reminder,
            [
                {
                    "policy_id": policy.id,
                    "level_id": policy.level_ids.id,
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "due_at": datetime(2026, 11, 5, 12),
                    "anchor_at": datetime(2026, 11, 6, 12),
                    "state": "planned",
                }
            ],
        )

    def test_early_rather_than_in_the_night(self):
        self._create_policy(BEFORE)
        parcel = self._create_parcel(datetime(2026, 11, 9, 7))  # Monday: Sunday is quiet
        self.assertEqual(self._get_reminders(parcel).due_at, datetime(2026, 11, 6, 20))

    def test_too_late_is_not_planned(self):
        self._create_policy(BEFORE)
        parcel = self._create_parcel(NOW + timedelta(hours=3))
        self.assertFalse(self._get_reminders(parcel))

    def test_move_is_a_new_promise(self):
        self._create_policy(BEFORE)
        parcel = self._create_parcel(datetime(2026, 11, 6, 12))
        old = self._get_reminders(parcel)
        parcel.write({"arrives_at": datetime(2026, 11, 12, 12), "version": 1})
        new = self._get_reminders(parcel) - old
        self.assertEqual((old.state, old.reason), ("cancelled", "It was moved."))
        self.assertEqual((new.state, new.due_at), ("planned", datetime(2026, 11, 11, 12)))

    def test_cancelled_and_back(self):
        self._create_policy(BEFORE)
        parcel = self._create_parcel(datetime(2026, 11, 6, 12))
        reminder = self._get_reminders(parcel)
        parcel.is_lost = True
        self.assertEqual((reminder.state, reminder.reason), ("cancelled", "It was lost."))
        parcel.is_lost = False
        self.assertEqual((reminder.state, reminder.reason), ("planned", False))
        reminder.action_take_back()
        self.assertEqual(reminder.state, "cancelled")
        parcel.is_lost = True
        parcel.is_lost = False
        self.assertEqual(reminder.state, "cancelled", "what a person took back stays so")

    def test_old_documents_stay_quiet(self):
        policy = self._create_policy({"offset": 0, "unit": "hours"})
        old = self._create_parcel(NOW - timedelta(days=4))
        new = self._create_parcel(NOW - timedelta(days=1))
        self.assertFalse(self._get_reminders(old))
        self.assertEqual(self._get_reminders(new).due_at, NOW + timedelta(minutes=2))
        policy.max_age_days = 0
        policy._plan()
        self.assertTrue(self._get_reminders(old))

    def test_working_days(self):
        self._create_policy({"offset": 3, "unit": "working_days"})
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": datetime(2026, 11, 9),
                "date_to": datetime(2026, 11, 9, 23, 59, 59),
            }
        )
        parcel = self._create_parcel(datetime(2026, 11, 5, 9))  # Thursday: Fri, Tue, Wed
        self.assertEqual(self._get_reminders(parcel).due_at, datetime(2026, 11, 11, 9))

    def test_ladder(self):
        policy = self._create_policy(
            {"offset": 3}, {"offset": 14}, {"offset": 28}, is_ladder=True, max_age_days=0
        )
        first, second, _last = policy.level_ids
        parcel = self._create_parcel(NOW - timedelta(days=60))
        reminder = self._get_reminders(parcel)
        self.assertEqual(reminder.level_id, first, "nobody hears the last word first")
        reminder.write({"state": "sent", "sent_at": NOW})
        policy._plan()
        self.assertEqual(self._get_reminders(parcel), reminder)
        self.clock.move_to(NOW + timedelta(days=11))
        policy._plan()
        new = self._get_reminders(parcel) - reminder
        self.assertEqual((new.level_id, new.state), (second, "planned"))

    def test_condition_and_switch(self):
        policy = self._create_policy(BEFORE, domain="[('name', '=', 'Tap')]")
        tap = self._create_parcel(datetime(2026, 11, 6, 12))
        self.assertFalse(self._get_reminders(self._create_parcel(datetime(2026, 11, 6), name="X")))
        policy.state = "off"
        self.assertEqual(self._get_reminders(tap).state, "cancelled")
        policy.state = "on"
        policy._plan()
        self.assertEqual(self._get_reminders(tap).state, "planned")
        level = policy.level_ids
        policy.level_ids = [Command.update(level.id, {"active": False})]
        self.assertEqual(self._get_reminders(tap).state, "cancelled", "at once")
        level.active = True
        policy._plan()
        self.assertEqual(self._get_reminders(tap).state, "planned")

    def test_constant_queries(self):
        policy = self._create_policy(BEFORE, {"offset": 2}, state="off")
        for count in (10, 100):
            self.env["pylot.test.parcel"].create(
                [
                    {
                        "name": "Tap",
                        "partner_id": self.customer.id,
                        "arrives_at": NOW + timedelta(days=9, minutes=n),
                    }
                    for n in range(count)
                ]
            )
            self.env.flush_all()
            with self.subTest(count=count), self.assertQueryCount(__system__=8):
                policy._plan()
