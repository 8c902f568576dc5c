from contextlib import nullcontext
from datetime import timedelta
from functools import partial

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .notices_common import NoticesCommon


@tagged("post_install", "-at_install")
class TestPromise(NoticesCommon):
    """Whatever way a promised visit changes, its customer is told, and only then."""

    def assertTold(self, visit, kind, versions=1):
        """Since it was confirmed, the customer of ``visit`` shall hear this and nothing else."""
        self.assertEqual(self._get_notices(visit), [kind] if kind else ["confirmed"])
        self.assertEqual(visit.ics_sequence, versions)

    def test_first_promise(self):
        visit = self._promise()
        self.assertTrue(visit.ics_uid)
        self.assertTrue(visit.customer_token)
        self.assertEqual(visit.ics_sequence, 0)
        self.assertEqual(self._get_notices(visit), ["confirmed"])
        uid, token = visit.ics_uid, visit.customer_token
        visit._promise("confirmed")
        self.assertEqual((visit.ics_uid, visit.customer_token), (uid, token))
        self.assertEqual(self._get_notices(visit), ["confirmed"])

    def test_move(self):
        visit = self._promise()
        visit.write({"start": self._at(10), "stop": self._at(11)})
        self.assertTold(visit, "moved")

    def test_one_version_per_write(self):
        visit = self._promise()
        start = self._at(14)
        visit.write(
            {
                "start": start,
                "stop": start + timedelta(hours=2),
                "technician_id": self.bert.id,
                "visit_state": "planned",
            }
        )
        self.assertTold(visit, "moved")

    def test_other_technician(self):
        visit = self._promise()
        visit.technician_id = self.bert
        visit.helper_ids = [Command.link(self.carla.id)]
        self.assertTold(visit, None, 0)

    def test_other_fields(self):
        visit = self._promise()
        visit.write({"name": "Other", "description": "Note", "visit_priority": "1"})
        self.assertTold(visit, None, 0)

    def test_steps_of_the_day(self):
        visit = self._promise(visit_state="planned")
        visit.action_confirm_visit()
        visit.action_on_the_way()
        visit.action_start_visit()
        visit.action_finish_visit()
        self.assertTold(visit, None, 0)

    def test_cancel(self):
        visit = self._promise()
        visit.action_cancel_visit()
        self.assertTold(visit, "cancelled")

    def test_postpone_and_plan_again(self):
        visit = self._promise()
        visit.action_to_plan()
        self.assertTold(visit, "postponed")
        visit.write({"start": self._at(15), "stop": self._at(16)})
        self.assertTold(visit, "confirmed", 2)

    def test_technician_taken_away(self):
        visit = self._promise()
        visit.technician_id = False
        self.assertEqual(visit.visit_state, "draft")
        self.assertTold(visit, "postponed")

    def test_archive(self):
        visit = self._promise()
        visit.action_archive()
        self.assertTold(visit, "cancelled")
        visit.action_unarchive()
        self.assertTold(visit, "confirmed", 2)

    def test_accept_proposal(self):
        visit = self._promise("proposed", visit_state="planned", awaiting="customer")
        visit.write({"visit_state": "confirmed", "awaiting": False})
        self.assertTold(visit, "confirmed")

    def test_confirm_request_with_the_button(self):
        visit = self._promise("requested", visit_state="planned", awaiting="business")
        visit.action_confirm_visit()
        self.assertFalse(visit.awaiting)
        self.assertTold(visit, "confirmed")

    def test_paid(self):
        visit = self._promise("payment", awaiting="payment")
        visit.awaiting = False
        self.assertTold(visit, "confirmed")

    def test_not_paid(self):
        visit = self._promise("payment", awaiting="payment")
        visit.write({"visit_state": "cancelled", "cancelled_by": "system", "awaiting": False})
        self.assertTold(visit, "lapsed")

    def test_move_request(self):
        visit = self._promise("requested", visit_state="planned", awaiting="business")
        visit.write({"start": self._at(10), "stop": self._at(11)})
        self.assertTold(visit, "requested")

    # === WINDOWS ===

    def _promise_window(self):
        self.type.write(
            {
                "arrival": "window",
                "window_ids": [
                    Command.create({"hour_from": 8, "hour_to": 12}),
                    Command.create({"hour_from": 12, "hour_to": 16}),
                ],
            }
        )
        return self._promise(window_start=self._at(8), window_stop=self._at(12))

    def test_move_inside_the_window(self):
        visit = self._promise_window()
        visit.write({"start": self._at(11), "stop": self._at(12.5)})
        self.assertTold(visit, None, 0)

    def test_move_out_of_the_window(self):
        """The window follows: what a customer reads never contradicts the plan."""
        visit = self._promise_window()
        visit.write({"start": self._at(13, days=1), "stop": self._at(14, days=1)})
        self.assertEqual(
            (visit.window_start, visit.window_stop), (self._at(12, days=1), self._at(16, days=1))
        )
        self.assertTold(visit, "moved")

    def test_move_where_no_window_is(self):
        visit = self._promise_window()
        visit.write({"start": self._at(16), "stop": self._at(17)})
        self.assertFalse(visit.window_start)
        self.assertFalse(visit.window_stop)
        self.assertTold(visit, "moved")

    # === SILENCE ===

    def test_quiet(self):
        visit = self._promise()
        quiet = visit.with_context(pylot_inform_customer=False)
        quiet.write({"start": self._at(10), "stop": self._at(11)})
        self.assertTold(visit, None)
        [mail] = self._get_new_mails(self._send_due)
        self.assertIn("10:00 AM", mail.body_html)
        self.assertNotIn("9:00 AM", mail.body_html)

    def test_quiet_cancellation(self):
        visit = self._promise()
        visit.with_context(pylot_inform_customer=False).action_cancel_visit()
        self.assertEqual(visit.ics_sequence, 1)
        self.assertFalse(self._get_new_mails(self._send_due))

    def test_past(self):
        visit = self._promise()
        with freeze_time(self._at(11)):
            visit.write({"start": self._at(8), "stop": self._at(9)})
            visit.action_cancel_visit()
        self.assertTold(visit, None, 0)

    def test_past_visit_gets_a_new_time(self):
        visit = self._promise()
        with freeze_time(self._at(11)):
            visit.write({"start": self._at(9, days=1), "stop": self._at(10, days=1)})
        self.assertTold(visit, "moved")

    def test_not_promised(self):
        visit = self._create_visit(self.anna)
        visit.write({"start": self._at(10), "stop": self._at(11)})
        visit.action_cancel_visit()
        self.assertFalse(visit.notice_ids)
        self.assertFalse(visit.ics_sequence)

    def test_copy_is_not_promised(self):
        copy = self._promise().copy({"start": self._at(12), "stop": self._at(13)})
        self.assertFalse(copy.ics_uid)
        self.assertFalse(copy.notice_ids)

    def test_refused_change_changes_nothing(self):
        visit = self._promise()
        self._create_visit(self.anna, hour=10)
        with self.assertRefused("already booked"):
            visit.write({"start": self._at(10), "stop": self._at(11)})
        self.assertTold(visit, None, 0)
        visit.write({"start": self._at(11), "stop": self._at(12)})
        self.assertTold(visit, "moved")

    # === DELETION ===

    def test_unlink(self):
        visit = self._promise()
        self._send_due()
        mail = self._get_new_mails(visit.unlink)
        self.assertEqual(len(mail), 1)
        self.assertIn("cancelled", mail.body_html)
        [attachment] = mail.attachment_ids
        self.assertIn(b"METHOD:CANCEL", attachment.raw)
        self.assertIn(b"SEQUENCE:1", attachment.raw)

    def test_unlink_what_was_cancelled(self):
        """The notice had not been sent yet: it is not lost with the visit, and not doubled."""
        visit = self._promise()
        visit.action_cancel_visit()
        self.assertEqual(len(self._get_new_mails(visit.unlink)), 1)

    def test_unlink_past(self):
        visit = self._promise()
        self._send_due()
        with freeze_time(self._at(11)):
            self.assertFalse(self._get_new_mails(visit.unlink))

    # === BATCHES ===

    def _count(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _promise_many(self, number, week):
        visits = self.env["calendar.event"].browse(
            [
                self._create_visit(
                    self.bert,
                    hour=8 + place % 9,
                    days=7 * week + place // 9,
                    appointment_type_id=self.type.id,
                    customer_id=self.customer.id,
                ).id
                for place in range(number)
            ]
        )
        visits._promise("confirmed")
        return visits

    def test_batch(self):
        few, many = self._promise_many(3, 1), self._promise_many(40, 2)
        one = self._count(few.action_cancel_visit)
        all_of_them = self._count(many.action_cancel_visit)
        # an INSERT of notices and triggers is one statement for each hundred
        self.assertLessEqual(all_of_them, one)
        self.assertEqual(set(many.mapped("ics_sequence")), {1})
        self.assertEqual(len(many.notice_ids.filtered(lambda each: each.kind == "cancelled")), 40)

    def test_plain_events_cost_nothing(self):
        """Neither to move nor to archive, measured against the same without what is promised. To
        delete a batch asks once whether something was promised."""
        model = type(self.env["calendar.event"])

        def measure():
            costs = []
            for _warm in range(2):
                event = self.env["calendar.event"].create(
                    {"name": "Meeting", "start": self._at(9), "stop": self._at(10)}
                )
                values = {"start": self._at(10), "stop": self._at(11)}
                costs = [
                    self._count(partial(event.write, values)),
                    self._count(event.action_archive),
                    self._count(event.unlink),
                ]
            return costs

        with_promises = measure()
        self.patch(model, "_promise_batch", lambda self: nullcontext())
        self.patch(model, "_cancel_before_unlink", lambda self: None)
        without = measure()
        self.assertEqual(with_promises[:2], without[:2])
        self.assertLessEqual(with_promises[2], without[2] + 1)
