from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mail.tests.common import MockEmail

from .notices_common import NoticesCommon
from .reminder_common import ReminderCommon


@tagged("post_install", "-at_install")
class TestReminderTours(ReminderCommon, HttpCase):
    """Owner and agent, in a real browser."""

    browser_size = "1280x900"
    frozen_at = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {"pylot_send_from": 0, "pylot_send_until": 24, "pylot_send_weekends": True}
        )
        cls._allow_parcels("base.group_user")

    def _create_user(self, role):
        group = f"pylot_frontoffice.group_{role}"
        return new_test_user(self.env, f"pylot_{role}", groups=group)

    def test_tried_out_and_switched_on(self):
        user = self._create_user("manager")
        policy = self._create_policy(
            {"offset": 24, "unit": "hours", "moment": "before"},
            state="off",
            name="Parcels on the way",
            sequence=-1,
        )
        arrival = fields.Datetime.now() + timedelta(days=5)
        tap = self._create_parcel(arrival)
        bath = self._create_parcel(arrival, name="Bath", is_held=True)
        self.start_tour("/odoo/automation", "pylot_try_out_tour", login=user.login)
        self.assertEqual(policy.state, "on")
        self.assertEqual(self._get_reminders(tap).state, "planned")
        self.assertEqual(self._get_reminders(bath).state, "planned", "asked again when it is due")

    def test_taken_back(self):
        user = self._create_user("agent")
        self._create_policy({"offset": 0, "unit": "hours"})
        self.env["pylot.reminder"].search([("state", "=", "planned")]).action_take_back()
        parcel = self._create_parcel(fields.Datetime.now())
        self.start_tour("/odoo/reminders", "pylot_take_back_tour", login=user.login)
        self.assertRecordValues(
            self._get_reminders(parcel), [{"state": "cancelled", "is_taken_back": True}]
        )


@tagged("post_install", "-at_install")
class TestMessageTours(NoticesCommon, HttpCase, MockEmail):
    browser_size = "1280x900"

    def test_failed_mail_is_fixed_and_sent(self):
        agent = self.agent_user
        agent.group_ids = [Command.link(self.env.ref("base.group_partner_manager").id)]
        self.customer.email = "frieda@exmaple.com"
        visit = self._promise()
        self._send_due()
        notice = visit.notice_ids.filtered(lambda one: one.kind == "confirmed")
        notice.mail_id.write({"state": "exception", "failure_reason": "No such domain"})
        self.start_tour("/odoo/messages", "pylot_retry_tour", login=agent.login)
        self.assertEqual(notice.state, "planned")
        self._send_due()
        self.assertEqual(notice.state, "sent")
        with self.mock_mail_gateway():
            notice.mail_id.send()
        self.assertEqual(
            [mail["email_to"] for mail in self._mails], [['"Frieda Kunde" <frieda@example.com>']]
        )
