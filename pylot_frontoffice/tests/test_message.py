from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MockEmail

from .notices_common import NoticesCommon


@tagged("post_install", "-at_install")
class TestMessage(NoticesCommon, MockEmail):
    """One list of all that was promised, over all ledgers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.messages = cls.env["pylot.message"].with_user(cls.agent_user)
        cls.complaint = cls.env["pylot.complaint"].create(
            {
                "name": "Cold",
                "partner_id": cls.customer.id,
                "team_id": cls.env["pylot.team"].search([], limit=1).id,
            }
        )
        cls.policy = cls.env["pylot.reminder.policy"].create(
            {
                "name": "Visits",
                "anchor": "calendar.event.start",
                "level_ids": [Command.create({"name": "The day before"})],
            }
        )

    def _create_reminder(self, event, **vals):
        return self.env["pylot.reminder"].create(
            {
                "level_id": self.policy.level_ids.id,
                "res_model": event._name,
                "res_id": event.id,
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "promised_at": self._at(9),
                "due_at": self._at(9),
                **vals,
            }
        )

    def _find(self, row):
        domain = [("ledger", "=", row._name), ("row_id", "=", row.id)]
        return self.messages.search(domain)

    def _get_one_of_each(self):
        visit = self._promise()
        notice = visit.notice_ids.filtered(lambda one: one.kind == "confirmed")
        told = self.env["pylot.complaint.notice"]._plan(self.complaint, "received")
        return self._create_reminder(visit, reason="Why"), notice, told

    def test_all_ledgers(self):
        reminder, notice, told = self._get_one_of_each()
        visit = notice.event_id
        expected = {
            reminder: ("The day before", visit, "Why"),
            notice: ("Confirmed", visit, False),
            told: ("Received", self.complaint, False),
        }
        for row, (name, document, reason) in expected.items():
            message = self._find(row)
            with self.subTest(ledger=row._name):
                self.assertRecordValues(
                    message,
                    [
                        {
                            "name": name,
                            "res_model": document._name,
                            "res_id": document.id,
                            "document_name": document.display_name,
                            "partner_id": self.customer.id,
                            "company_id": self.company.id,
                            "due_at": row.due_at,
                            "state": "planned",
                            "reason": reason,
                        }
                    ],
                )
                action = message.action_open_document()
                self.assertEqual(
                    (action["res_model"], action["res_id"]), (document._name, document.id)
                )

    def test_take_back_and_retry(self):
        rows = self._get_one_of_each()
        messages = self.messages.union(*[self._find(row) for row in rows])
        messages.action_take_back()
        self.assertEqual([row.state for row in rows], ["cancelled", "skipped", "skipped"])
        self.assertEqual({row.reason for row in rows}, {f"Taken back by {self.agent_user.name}."})
        self.assertEqual(set(messages.mapped("state")), {"cancelled", "skipped"})
        messages.action_retry()
        self.assertEqual([row.state for row in rows], ["planned"] * 3)
        self.assertEqual(set(messages.mapped("state")), {"planned"})

    def test_sent_is_not_taken_back(self):
        _reminder, notice, _told = self._get_one_of_each()
        self._send_due()
        self._find(notice).action_take_back()
        self.assertEqual(notice.state, "sent")

    def test_address_is_put_right(self):
        """What could not be delivered is sent again to the address that is right now, once."""
        self.customer.email = "frieda@exmaple.com"
        visit = self._promise()
        self._send_due()
        notice = visit.notice_ids.filtered(lambda one: one.kind == "confirmed")
        old = notice.mail_id
        old.write({"state": "exception", "failure_reason": "No such domain"})
        message = self._find(notice)
        self.assertRecordValues(message, [{"state": "undelivered", "reason": "No such domain"}])
        self.customer.email = "frieda@example.com"
        message.action_retry()
        self.assertEqual((notice.state, old.state), ("planned", "cancel"))
        message.action_retry()
        self._send_due()
        self.assertRecordValues(message, [{"state": "sent"}])
        self.assertNotEqual(notice.mail_id, old)
        with self.mock_mail_gateway():
            for mail in (old, notice.mail_id):
                mail.send()
        self.assertEqual(
            [mail["email_to"] for mail in self._mails], [['"Frieda Kunde" <frieda@example.com>']]
        )

    def test_what_is_not_true_any_more_is_not_sent_again(self):
        visit = self._promise()
        self._send_due()
        notice = visit.notice_ids.filtered(lambda one: one.kind == "confirmed")
        notice.mail_id.state = "exception"
        visit.visit_state = "cancelled"
        self._find(notice).action_retry()
        self._send_due()
        self.assertEqual(notice.state, "skipped")

    def test_one_mail_of_several_rows(self):
        """Rows that were sent as one message are sent again as one."""
        visit = self._promise()
        mail = self.env["mail.mail"].create({"state": "exception", "email_to": "x@example.com"})
        rows = self.env["pylot.reminder"].union(
            *[self._create_reminder(visit, part=n, state="sent", mail_id=mail.id) for n in (1, 2)]
        )
        self._find(rows[0]).action_retry()
        self.assertEqual(rows.mapped("state"), ["planned", "planned"])
        self.assertEqual(mail.state, "cancel")

    def test_only_for_agents(self):
        _reminder, notice, _told = self._get_one_of_each()
        message = self._find(notice).with_user(self.technician_user)
        for action in (message.action_retry, message.action_take_back):
            with self.assertRaises(AccessError):
                action()

    def test_list_costs_the_same_for_eighty(self):
        visit = self._promise()
        self.env["pylot.reminder"].search([("res_id", "=", visit.id)]).unlink()
        names = ("name", "document_name", "state", "reason", "due_at")
        specification = {
            **{name: {} for name in names},
            "partner_id": {"fields": {"display_name": {}}},
        }
        counts = []
        for count in (1, 4, 75):
            for number in range(count):
                self._create_reminder(visit, part=100 * count + number)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = self.messages.web_search_read(
                [("ledger", "=", "pylot.reminder")], specification, limit=100
            )
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(found["records"]), 80)
        # the first one warms up what lives as long as the server
        self.assertEqual(counts[1], counts[2])
        self.assertLessEqual(counts[2], 13)
