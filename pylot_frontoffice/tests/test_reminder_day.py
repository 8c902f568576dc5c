from datetime import datetime, timedelta

from odoo.tests import freeze_time, tagged

from .common import FrontofficeCommon

# Monday, 10 o'clock in Berlin
NOW = datetime(2026, 11, 2, 9)
MORNING = datetime(2026, 11, 3, 5)


@tagged("post_install", "-at_install")
class TestReminderDay(FrontofficeCommon):
    """Technicians get the list of their visits in the morning, on days with visits."""

    @classmethod
    def _get_monday(cls):
        return NOW.date()

    def setUp(self):
        super().setUp()
        self.policy = self.env.ref("pylot_frontoffice.pylot_reminder_policy_day")
        self.assertEqual(self.policy.state, "off", "the owner decides")
        self.policy.state = "on"
        self.anna.user_id.write({"email": "anna@example.com"})
        self.bert.employee_id.work_email = "bert@example.com"
        self.customer.phone = "030 55"
        clock = freeze_time(NOW)
        self.clock = clock.start()
        self.addCleanup(clock.stop)

    def _visit(self, technician=None, hour=9, days=1, **values):
        values = {"customer_id": self.customer.id, **values}
        return self._create_visit(technician or self.anna, hour, days=days, **values)

    def _get_reminders(self):
        domain = [("res_model", "=", "resource.resource")]
        return self.env["pylot.reminder"].search(domain, order="id")

    def _send(self, moment=MORNING):
        """:return: the e-mails the job sends at this moment"""
        self.clock.move_to(moment)
        mails = self.env["mail.mail"]
        last = mails.search([], order="id desc", limit=1).id or 0
        reminders = self.env["pylot.reminder"]
        reminders.search(reminders._get_due_domain())._get_ready()._deliver_all()
        return mails.search([("id", ">", last)], order="email_to")

    def test_list(self):
        kind = self._create_type("Repair")
        self._visit(hour=14, appointment_type_id=kind.id)
        self._visit(hour=9, location="Backyard 3", description="<p>Ring twice</p>")
        self.assertRecordValues(
            self._get_reminders(),
            [
                {
                    "res_id": self.anna.id,
                    "partner_id": self.anna.user_id.partner_id.id,
                    "company_id": self.company.id,
                    "cycle": 20261103,
                    "due_at": MORNING,
                }
            ],
        )
        self.assertFalse(self._send(MORNING - timedelta(minutes=1)))
        [mail] = self._send()
        self.assertEqual(mail.email_to, "anna@example.com")
        self.assertIn("November 3, 2026", mail.subject)
        texts = ("9:00 AM", "Backyard 3", "Ring twice", "2:00 PM", "Repair", "030 55", "Frieda")
        body = mail.body_html.replace("\u202f", " ")
        for text in texts:
            self.assertIn(text, body)
        self.assertLess(body.index("9:00 AM"), body.index("2:00 PM"))
        self.assertFalse(mail.res_id, "names of customers are in no log of the technician")
        self.policy._plan()
        self.assertFalse(self._send(MORNING + timedelta(hours=1)))

    def test_each_technician_each_day(self):
        """Also who helps, and who has no login."""
        self._visit(technician=self.bert, helper_ids=[(4, self.anna.id)])
        self._visit(technician=self.bert, days=2)
        self.clock.move_to(NOW + timedelta(days=1))
        self.policy._plan()
        self.clock.move_to(NOW)
        recipients = self._send().mapped("email_to")
        self.assertEqual(recipients, ["anna@example.com", "bert@example.com"])
        self.assertEqual(self._send(MORNING + timedelta(days=1)).email_to, "bert@example.com")

    def test_nothing_to_do(self):
        visit = self._visit()
        visit.action_cancel_visit()
        self.assertFalse(self._send())
        self.assertIn("no visits", self._get_reminders().reason)
        self.policy._plan()
        self._create_equipment("Van")
        self.assertEqual(len(self._get_reminders()), 1)

    def test_moved_to_another_day(self):
        visit = self._visit()
        visit.write({"start": self._at(9, days=2), "stop": self._at(10, days=2)})
        self.policy._plan()
        self.assertFalse(self._send())
        self.assertEqual(self._get_reminders()[0].state, "cancelled")

    def test_day_is_over(self):
        """The job stood still."""
        self._visit()
        self.assertFalse(self._send(MORNING + timedelta(days=1)))
        self.assertIn("is over", self._get_reminders().reason)

    def test_first_visit_comes_during_the_day(self):
        self.clock.move_to(MORNING + timedelta(hours=2))
        self._visit(hour=14)
        self.assertEqual(len(self._send(MORNING + timedelta(hours=3))), 1)

    def test_clocks_are_changed(self):
        """Six o'clock is six o'clock."""
        for day, due in (
            (datetime(2027, 3, 28, 10), datetime(2027, 3, 28, 4)),
            (datetime(2027, 10, 31, 10), datetime(2027, 10, 31, 5)),
        ):
            self.clock.move_to(day - timedelta(days=1))
            self._create_visit(self.anna, start=day, stop=day + timedelta(hours=1))
            self.assertEqual(self._get_reminders()[-1].due_at, due)
