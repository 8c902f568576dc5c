from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .notices_common import NoticesCommon

MIXIN = "odoo.addons.pylot_frontoffice.models.pylot_notice_mixin"


@tagged("post_install", "-at_install")
class TestReminderVisit(NoticesCommon):
    """Customers are reminded of what they have been promised, as their appointment type says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("pylot_frontoffice.pylot_reminder_policy_visit")
        cls.sms_policy = cls.env.ref("pylot_frontoffice.pylot_reminder_policy_visit_sms")

    def _at_reminder(self, hour=9.5, days=-1):
        return freeze_time(self._at(hour, days=days))

    # === WHEN ===

    def test_planned_moved_cancelled(self):
        visit = self._promise()
        self.assertRecordValues(
            self._get_reminders(visit),
            [
                {
                    "policy_id": self.policy.id,
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "due_at": self._at(9, days=-1),
                    "cycle": 0,
                }
            ],
        )
        visit.write({"start": self._at(15, days=2), "stop": self._at(16, days=2)})
        self.assertEqual(self._get_reminders(visit).due_at, self._at(15, days=1))
        visit.action_cancel_visit()
        self.assertFalse(self._get_reminders(visit))
        last = self._get_reminders(visit, "cancelled")[-1]
        self.assertIn("has been cancelled", last.reason)

    def test_quiet_move(self):
        visit = self._promise()
        quiet = visit.with_context(pylot_inform_customer=False)
        quiet.write({"start": self._at(15, days=2), "stop": self._at(16, days=2)})
        self.assertEqual(self._get_reminders(visit).due_at, self._at(15, days=1))

    def test_arrival_window(self):
        visit = self._promise(window_start=self._at(8), window_stop=self._at(12))
        self.assertEqual(self._get_reminders(visit).due_at, self._at(8, days=-1))

    def test_only_of_what_is_agreed(self):
        visit = self._promise("requested", visit_state="planned", awaiting="business")
        self.assertFalse(self._get_reminders(visit))
        visit.action_confirm_visit()
        self.assertTrue(self._get_reminders(visit))

    def test_only_of_what_is_promised(self):
        visit = self._create_visit(
            self.anna, appointment_type_id=self.type.id, customer_id=self.customer.id
        )
        self.policy._plan()
        self.assertFalse(self._get_reminders(visit))

    def test_not_too_late(self):
        with freeze_time(self._at(20, days=-1)):
            visit = self._promise()
        self.assertFalse(self._get_reminders(visit))

    def test_hours_of_the_type(self):
        visit = self._promise()
        self.type.reminder_hours = 48
        self.policy._plan()
        self.assertEqual(self._get_reminders(visit).due_at, self._at(9, days=-2))
        self.assertEqual(visit.remind_at, self._at(9, days=-2))
        self.type.reminder_hours = 0
        self.policy._plan()
        self.assertFalse(self._get_reminders(visit))
        self.assertFalse(visit.remind_at)

    def test_another_policy(self):
        """Two hours before and the day after, whatever the type says."""
        policy = self.env["pylot.reminder.policy"].create(
            {
                "name": "Soon",
                "anchor": "calendar.event.start",
                "state": "on",
                "level_ids": [
                    Command.create(
                        {
                            "name": name,
                            "moment": moment,
                            "offset": offset,
                            "unit": "hours",
                            "keeps_quiet": False,
                            "mail_template_id": self.policy.level_ids.mail_template_id.id,
                        }
                    )
                    for name, moment, offset in (("Soon", "before", 2), ("Thanks", "after", 24))
                ],
            }
        )
        visit = self._promise()
        found = self._get_reminders(visit).filtered(lambda one: one.policy_id == policy)
        self.assertEqual(found.mapped("due_at"), [self._at(7), self._at(9, days=1)])
        with freeze_time(self._at(9, days=1) + timedelta(minutes=1)):
            visit.visit_state = "done"
            self.assertEqual(len(self._get_new_mails(self._send_reminders)), 1)
        self.assertEqual(found.mapped("state"), ["skipped", "sent"])
        self.assertIn("has begun", found[0].reason)

    def test_clocks_are_changed(self):
        """24 hours are 24 hours: a visit on the day the clock is put back at 3 is reminded of an
        hour earlier on the clock before, and one on the day it is put forward an hour later."""
        with freeze_time("2027-03-01"):
            spring = self._promise(start=datetime(2027, 3, 28, 8), stop=datetime(2027, 3, 28, 9))
            autumn = self._promise(start=datetime(2027, 10, 31, 8), stop=datetime(2027, 10, 31, 9))
            self.assertEqual(self._get_reminders(spring).due_at, datetime(2027, 3, 27, 8))
            self.assertEqual(self._get_reminders(autumn).due_at, datetime(2027, 10, 30, 8))

    def test_wakes_the_job_up(self):
        cron = self.env.ref("pylot_frontoffice.ir_cron_pylot_reminder_send")
        with freeze_time(self._at(8, days=-1)):
            self._promise()
            triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
            self.assertIn(self._at(9, days=-1), triggers.mapped("call_at"))

    # === SENDING ===

    def test_sent_once(self):
        visit = self._promise()
        with self._at_reminder(8):
            self.assertFalse(self._get_new_mails(self._send_reminders))
        with self._at_reminder():
            mail = self._get_new_mails(self._send_reminders)
            self.assertEqual(len(mail), 1)
            self.assertIn("reminder", mail.body_html)
            self.assertEqual(mail.email_to, '"Frieda Kunde" <frieda@example.com>')
            self.assertIn("office@example.com", mail.email_from)
            self.assertFalse(mail.attachment_ids)
            self.assertFalse(self._get_new_mails(self._send_reminders))
        self.assertEqual(self._get_reminders(visit, "sent").mail_id, mail)

    def test_link_is_not_in_the_log(self):
        visit = self._promise()
        with self._at_reminder():
            mail = self._get_new_mails(self._send_reminders)
        self.assertIn(visit.customer_token, mail.body_html)
        self.assertFalse(mail.res_id)
        self.assertNotIn(visit.customer_token, "".join(visit.message_ids.mapped("body")))

    def test_after_the_fact(self):
        """The job stood still for a day."""
        visit = self._promise()
        with freeze_time(self._at(9.5)):
            self.assertFalse(self._get_new_mails(self._send_reminders))
        self.assertIn("has begun", self._get_reminders(visit, "skipped").reason)

    def test_moved_behind_our_back(self):
        """Planning has not seen it: what is true is read when it is sent."""
        moved, dropped = self._promise(), self._promise(hour=11)
        with patch.object(type(moved), "_refresh_reminders", lambda self: None):
            moved.write({"start": self._at(15, days=2), "stop": self._at(16, days=2)})
            dropped.action_cancel_visit()
        with self._at_reminder(12):
            self.assertFalse(self._get_new_mails(self._send_reminders))
        reasons = self._get_reminders(moved | dropped, "skipped").mapped("reason")
        self.assertEqual(len(reasons), 2)

    def test_job_stays_out_of_other_policies(self):
        self._promise()
        self.policy.state = "dry_run"
        with self._at_reminder():
            self.assertFalse(self._get_new_mails(self._send_reminders))

    # === WHO ===

    def test_text_message_with_consent_only(self):
        agreed = self._promise(contact_phone="+4930555", sms_consent=True)
        other = self._promise(hour=11, contact_phone="+4930555")
        self.assertEqual(
            self._get_reminders(agreed).policy_id.ids, [self.policy.id, self.sms_policy.id]
        )
        self.assertEqual(self._get_reminders(other).policy_id, self.policy)
        with self._at_reminder(12):
            self._send_reminders()
        text = self.env["sms.sms"].search([("number", "=", "+4930555")])
        self.assertEqual(len(text), 1)
        self.assertTrue(text.body.isascii(), "would be sent as three messages")
        self.assertIn("9:00 AM", text.body)

    def test_consent_taken_back(self):
        visit = self._promise(contact_phone="+4930555", sms_consent=True)
        visit.sms_consent = False
        self.assertEqual(self._get_reminders(visit).policy_id, self.policy)

    def test_who_cannot_be_reached(self):
        def prepare_nothing(visit):
            self.customer.email = False

        def prepare_blacklist(visit):
            self.env["mail.blacklist"]._add("frieda@example.com")

        def prepare_opt_out(visit):
            self.customer.pylot_no_messages = True

        for prepare, reason in (
            (prepare_nothing, "no e-mail address"),
            (prepare_blacklist, "on the blacklist"),
            (prepare_opt_out, "wants no automatic messages"),
        ):
            with self.subTest(reason=reason), self.cr.savepoint() as savepoint:
                visit = self._promise()
                prepare(visit)
                with self._at_reminder():
                    self.assertFalse(self._get_new_mails(self._send_reminders))
                self.assertIn(reason, self._get_reminders(visit, "skipped").reason)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_merged_contact(self):
        visit = self._promise()
        other = self.env["res.partner"].create({"name": "Frieda K.", "email": "f@example.com"})
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | other).ids, dst_partner=other
        )
        self.assertEqual(self._get_reminders(visit).partner_id, other)
        with self._at_reminder():
            mail = self._get_new_mails(self._send_reminders)
        self.assertIn("f@example.com", mail.email_to)

    # === WHAT GOES WRONG ===

    @mute_logger(MIXIN)
    def test_broken_template(self):
        """Texts are kept from breaking on saving; what they name may go away later."""
        visits = self._promise() | self._promise(hour=11, contact_name="Bad")
        model = type(visits)
        describe = model._get_customer_subject

        def fail(event):
            if event.contact_name == "Bad":
                raise ValueError("no such field")
            return describe(event)

        with self._at_reminder(12), patch.object(model, "_get_customer_subject", fail):
            mails = self._get_new_mails(self._send_reminders)
        self.assertEqual(len(mails), 1)
        failed = self._get_reminders(visits, "failed")
        self.assertEqual(failed.res_id, visits[1].id)
        self.assertIn("Failed to render", failed.reason)
        with self._at_reminder(12):
            failed.with_user(self.agent_user).action_retry()
            self.assertEqual(len(self._get_new_mails(self._send_reminders)), 1)

    @mute_logger(MIXIN)
    def test_archived_template(self):
        visit = self._promise(contact_phone="+4930555", sms_consent=True)
        self.policy.level_ids.mail_template_id.active = False
        with self._at_reminder():
            self.assertFalse(self._get_new_mails(self._send_reminders))
        self.assertIn("missing or archived", self._get_reminders(visit, "failed").reason)
        self.assertEqual(self._get_reminders(visit, "sent").policy_id, self.sms_policy)

    def test_no_mail_server(self):
        """It is in the queue, and the work list shows that it does not leave."""
        visit = self._promise()
        with self._at_reminder():
            mail = self._get_new_mails(self._send_reminders)
        self.assertEqual(mail.state, "outgoing")
        reminder = self._get_reminders(visit, "sent")
        self.assertEqual((reminder.state, reminder.mail_state), ("sent", "outgoing"))

    def test_deleted(self):
        visit = self._promise()
        reminder = self._get_reminders(visit)
        visit.with_context(pylot_inform_customer=False).unlink()
        self.assertEqual(reminder.state, "cancelled")

    # === COST ===

    def _promise_many(self, number, week):
        visits = self.env["calendar.event"].browse(
            [
                self._create_visit(
                    self.bert,
                    hour=8 + place % 9,
                    days=7 * week + place // 9,
                    appointment_type_id=self.type.id,
                    customer_id=self.customer.id,
                    visit_state="confirmed",
                ).id
                for place in range(number)
            ]
        )
        visits._promise("confirmed")
        self.env.flush_all()
        return visits

    def _count(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_planning_of_a_batch(self):
        few, many = self._promise_many(2, 1), self._promise_many(40, 2)
        few._refresh_reminders()
        one = self._count(few._refresh_reminders)
        all_of_them = self._count(many._refresh_reminders)
        self.assertLessEqual(all_of_them, one)
        # for each of two policies: what they are, levels, dates, rows and cancelling, waking up
        self.assertLessEqual(one, 20)
        self.assertEqual(len(self._get_reminders(many)), 40)

    def test_sending_of_a_batch(self):
        few, many = self._promise_many(2, 1), self._promise_many(40, 2)
        due = fields.Datetime.now() + timedelta(days=60)
        (few | many).with_context(pylot_inform_customer=False)
        costs = []
        for visits in (few, few, many):
            reminders = self._get_reminders(visits, "planned", "sent")
            reminders.write({"state": "planned", "due_at": fields.Datetime.now()})
            costs.append(self._count(lambda due=reminders: due._get_ready()._deliver_all()))
            self.assertEqual(set(reminders.mapped("state")), {"sent"})
        self.assertLessEqual((costs[2] - costs[1]) / 38, 12)
        self.assertTrue(due)

    def test_other_events_pay_nothing(self):
        """Measured against the same without reminders."""

        def measure():
            self._count_plain_event()
            return self._count_plain_event()

        self.assertIn(self.policy, self.policy._get_running("calendar.event"))
        with_reminders = measure()
        model = type(self.env["calendar.event"])
        self.patch(model, "_refresh_reminders", lambda self: None)
        self.patch(model, "_filter_reminded", lambda self: self.browse())
        self.assertEqual(with_reminders, measure())

    def _count_plain_event(self):
        """:return: queries to create, move and delete a meeting"""
        values = {"name": "Meeting", "start": self._at(9), "stop": self._at(10)}
        created = []
        costs = [self._count(lambda: created.append(self.env["calendar.event"].create(values)))]
        [event] = created
        values = {"start": self._at(10), "stop": self._at(11)}
        return [*costs, self._count(lambda: event.write(values)), self._count(event.unlink)]
