from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .reminder_common import MODEL, NOW, ReminderCommon

DAY_BEFORE = {"moment": "before", "offset": 24, "unit": "hours"}
AFTER = {"offset": 0, "unit": "hours"}
LOG = "odoo.addons.pylot_frontoffice.models.pylot_notice_mixin"


@tagged("post_install", "-at_install")
class TestReminderSend(ReminderCommon):
    """What is sent, and what is not any more."""

    def _get_mails(self):
        return self.env["mail.mail"].search([("subject", "like", "arrives")])

    def _create_due(self, count=1, **vals):
        self.policy = self._create_policy(AFTER)
        parcels = self.env[MODEL].browse()
        for number in range(count):
            parcels |= self._create_parcel(NOW, name=f"Tap {number}", **vals)
        self.clock.move_to(NOW + timedelta(minutes=3))
        return parcels, self._get_reminders(parcels)

    def test_sent_once(self):
        parcels, reminders = self._create_due(3)
        self._send()
        self.assertEqual(set(reminders.mapped("state")), {"sent"})
        self.assertEqual(reminders.mapped("sent_at"), [NOW + timedelta(minutes=3)] * 3)
        mails = self._get_mails()
        self.assertEqual(reminders.mail_id, mails)
        self.assertEqual(
            sorted(mails.mapped("subject")), [f"Tap {number} arrives" for number in range(3)]
        )
        for reminder in reminders:
            self.assertIn(self.env[MODEL].browse(reminder.res_id).name, reminder.mail_id.subject)
        self.assertIn("auto-generated", mails[0].headers)
        self.policy._plan()
        self._send()
        self.clock.move_to(NOW - timedelta(hours=1))  # a clock that is set back
        self.policy._plan()
        self._send()
        self.assertEqual(self._get_mails(), mails)
        self.assertEqual(len(self._get_reminders(parcels)), 3)

    def test_not_before_it_can_be_taken_back(self):
        _parcel, reminder = self._create_due()
        self.clock.move_to(NOW + timedelta(minutes=1))
        self._send()
        self.assertEqual(reminder.state, "planned")
        reminder.action_take_back()
        self.clock.move_to(NOW + timedelta(minutes=3))
        self._send()
        self.assertEqual(reminder.state, "cancelled")
        self.assertFalse(self._get_mails())
        reminder.action_retry()
        self._send()
        self.assertEqual(reminder.state, "sent")

    def test_what_is_not_true_any_more(self):
        parcels, reminders = self._create_due(4)
        held, opted_out, listed, deleted = parcels
        opted_out.partner_id = self.customer.copy({"pylot_no_messages": True})
        listed.partner_id = self.customer.copy({"email": "listed@example.com"})
        self.env["mail.blacklist"]._add("listed@example.com")
        held.is_held = True
        self.clock.move_to(NOW + timedelta(minutes=10))
        self.env.flush_all()
        # without a word to the engine, as a script would
        self.env.cr.execute("DELETE FROM pylot_test_parcel WHERE id = %s", [deleted.id])
        self.env.invalidate_all()
        self._send()
        states = {one.res_id: (one.state, one.reason) for one in self._get_reminders(parcels)}
        self.assertEqual(states[held.id], ("skipped", "It is held."))
        self.assertIn("no automatic messages", states[opted_out.id][1])
        self.assertIn("blacklist", states[listed.id][1])
        self.assertEqual(states[deleted.id], ("cancelled", "The document was deleted."))
        self.assertFalse(self._get_mails())
        self.policy.is_optional = False
        reminders.exists().action_retry()
        self._send()
        self.assertEqual(self._get_mails().mapped("subject"), ["Tap 1 arrives"])

    def test_no_address(self):
        _parcel, reminder = self._create_due()
        self.customer.email = False
        self._send()
        self.assertEqual(
            (reminder.state, reminder.reason), ("skipped", "There is no e-mail address.")
        )
        self.customer.email = "frieda@example.com"
        reminder.action_retry()
        self._send()
        self.assertEqual(reminder.state, "sent")

    @mute_logger(LOG)
    def test_one_that_breaks(self):
        parcels, reminders = self._create_due(5)
        send = self.registry["pylot.reminder"]._send_email

        def fail(batch):
            if "Tap 2" in batch._get_documents().mapped("name"):
                batch.env.cr.execute("SELECT 1 / 0")
            return send(batch)

        with patch.object(self.registry["pylot.reminder"], "_send_email", fail):
            with mute_logger("odoo.sql_db"):
                self._send()
        self.assertEqual(reminders.mapped("state"), ["sent", "sent", "failed", "sent", "sent"])
        self.assertIn("division by zero", reminders[2].reason)
        self.assertEqual(len(self._get_mails()), 4)
        reminders.action_retry()
        self._send()
        self.assertEqual(set(reminders.mapped("state")), {"sent"})
        self.assertEqual(len(self._get_mails()), 5)

    @mute_logger(LOG)
    def test_template(self):
        _parcels, reminders = self._create_due(2)
        self.template.active = False
        self._send()
        self.assertEqual(reminders.mapped("state"), ["failed", "failed"])
        self.assertIn("archived", reminders[0].reason)
        broken = "{{ {'Tap 0': 'It'}[object.name] }} arrives"
        self.template.write({"active": True, "subject": broken})
        reminders.action_retry()
        self._send()
        self.assertEqual(reminders.mapped("state"), ["sent", "failed"])
        self.template.subject = "It arrives"
        reminders.action_retry()
        self._send()
        self.assertEqual(reminders.mapped("state"), ["sent", "sent"])

    def test_quiet_hours(self):
        _parcel, reminder = self._create_due()
        self.clock.move_to(datetime(2026, 11, 3, 22))
        self._send()
        self.assertEqual((reminder.state, reminder.due_at), ("planned", datetime(2026, 11, 4, 8)))
        self.policy.level_ids.keeps_quiet = False
        reminder.due_at = NOW
        self._send()
        self.assertEqual(reminder.state, "sent")

    def test_late_reminder_in_the_night(self):
        """The server was down; in the morning it would be too late."""
        self._create_policy(DAY_BEFORE)
        for hour, state in ((7, "sent"), (12, "planned")):
            self.clock.move_to(NOW)
            parcel = self._create_parcel(datetime(2026, 11, 5, hour))
            self.clock.move_to(datetime(2026, 11, 5, 4))
            self._send()
            self.assertEqual(self._get_reminders(parcel).state, state)

    def test_text_message(self):
        self._create_policy(
            {
                **AFTER,
                "channel": "sms",
                "mail_template_id": False,
                "sms_template_id": self.env["sms.template"]
                .create(
                    {
                        "name": "Parcel",
                        "model_id": self.env["ir.model"]._get_id(MODEL),
                        "body": "{{ object.name }} – arrives",
                    }
                )
                .id,
            }
        )
        parcel = self._create_parcel(NOW)
        self.clock.move_to(NOW + timedelta(minutes=3))
        reminder = self._get_reminders(parcel)
        self._send()
        self.assertIn("no consent", reminder.reason)
        reminder.action_retry()
        phone = patch.object(
            self.registry[MODEL], "_get_reminder_phone", lambda self: "+4930123456", create=True
        )
        with phone:
            self._send()
        sms = self.env["sms.sms"].search([("number", "=", "+4930123456")])
        self.assertEqual(sms.body, "Tap - arrives")
        self.assertEqual(sms.partner_id, self.customer)

    def test_activity(self):
        policy = self._create_policy({**AFTER, "channel": "activity", "script": "<p>Call</p>"})
        parcel = self._create_parcel(NOW, user_id=self.env.ref("base.user_admin").id)
        self.clock.move_to(NOW + timedelta(minutes=3))
        self._send()
        activity = parcel.activity_ids
        self.assertEqual(activity.user_id, self.env.ref("base.user_admin"))
        self.assertEqual(activity.summary, policy.level_ids.name)
        self.assertEqual(self._get_reminders(parcel).activity_id, activity)

    def test_several_levels_and_queries(self):
        policy = self._create_policy(AFTER)
        policy.level_ids = [Command.create({"name": "Later", "offset": 2, "unit": "hours"})]
        parcels = self.env[MODEL].create(
            [
                {"name": "Tap", "partner_id": self.customer.id, "arrives_at": NOW}
                for _number in range(40)
            ]
        )
        self.clock.move_to(NOW + timedelta(minutes=3))
        reminders = self._get_reminders(parcels).filtered(
            lambda one: one.due_at <= NOW + timedelta(minutes=3)
        )
        self.assertEqual(len(reminders), 40)
        self.env.invalidate_all()
        # for all forty: locks, what is read, the e-mails, and the rows
        with self.assertQueryCount(__system__=60):
            reminders._get_ready()._deliver_all()
        self.assertEqual(set(reminders.mapped("state")), {"sent"})
