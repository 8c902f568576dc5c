from datetime import timedelta
from itertools import permutations

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import tagged

from .common import FrontofficeCommon
from .day_common import DayRecords, make_photo, make_signature

STEPS = (("on_the_way", 90), ("start", 60), ("pause", 40), ("resume", 30), ("finish", 0))


class DayCase(DayRecords, FrontofficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._fill_day()

    def get_notices(self, visit=None, kind="on_the_way"):
        return (visit or self.visit).notice_ids.filtered(lambda notice: notice.kind == kind)


@tagged("post_install", "-at_install")
class TestDaySteps(DayCase):
    """From "on my way" to "finish": states and times."""

    def test_whole_visit(self):
        self.answer_all()
        states = []
        for kind, ago in STEPS:
            self.assertTrue(self.tap(kind, minutes_ago=ago))
            states.append((self.visit.visit_state, self.visit.is_paused))
        self.assertEqual(
            states,
            [
                ("on_the_way", False),
                ("in_progress", False),
                ("in_progress", True),
                ("in_progress", False),
                ("done", False),
            ],
        )
        self.assertEqual(
            self.get_times(), [("travel", 30), ("work", 20), ("pause", 10), ("work", 30)]
        )

    def test_every_order_of_arrival(self):
        """Late taps change the times, and never turn the visit back."""
        self.answer_all()
        wanted = [("travel", 30), ("work", 20), ("pause", 10), ("work", 30)]
        orders = list(permutations(STEPS))
        for order in orders[::7]:
            visit = self._create_today(9, is_blocking=False, not_blocking_reason="Test")
            self.answer_all(visit)
            for kind, ago in order:
                self.tap(kind, visit, minutes_ago=ago)
            self.assertEqual(visit.visit_state, "done", order)
            self.assertEqual(self.get_times(visit), wanted, order)

    def test_sent_twice(self):
        key = self.make_key()
        self.assertTrue(self.tap("start", key=key, minutes_ago=10))
        self.assertFalse(self.tap("start", key=key, minutes_ago=5))
        self.assertEqual(self.get_times(), [("work", 0)])
        self.assertEqual(len(self.visit.act_ids), 1)

    def test_key_of_another_visit(self):
        key = self.make_key()
        self.tap("start", key=key)
        with self.assertRaises(UserError):
            self.tap("start", self._create_today(14), key=key)

    def test_keys_that_are_none(self):
        for key in ("short", "x" * 65, "with space and more", "'; DROP TABLE x; --", 5):
            with self.assertRaises(UserError):
                self.visit._take_day_act(self.anna, "start", key)

    def test_moments_are_plausible(self):
        moment = self.env["pylot.visit.act"]._get_plausible_moment
        now = fields.Datetime.now()
        slack = timedelta(seconds=5)
        self.assertAlmostEqual(moment("60"), now - timedelta(minutes=1), delta=slack)
        self.assertAlmostEqual(moment("1e300"), now - timedelta(days=4), delta=slack)
        for odd in (None, "", "x", "-5", "nan", "inf", "-inf", [], "1e999"):
            self.assertAlmostEqual(moment(odd), now, delta=slack)

    def test_the_office_was_faster(self):
        """A state the office has set is not turned back."""
        self.visit.action_start_visit()
        self.tap("on_the_way", minutes_ago=30)
        self.assertEqual(self.visit.visit_state, "in_progress")

    def test_taken_off_the_day(self):
        self.visit.action_to_plan()
        with self.assertRaisesRegex(UserError, "call the office"):
            self.tap("start")
        self.assertFalse(self.visit.time_ids)

    def test_buttons_of_the_form_count_too(self):
        mine = self.visit.with_user(self.technician_user)
        mine.action_on_the_way()
        mine.action_start_visit()
        self.assertEqual(self.visit.act_ids.sorted("id").mapped("kind"), ["on_the_way", "start"])
        self.assertEqual(self.visit.time_ids[-1:].kind, "work")
        with self.assertRaisesRegex(UserError, "Pressure"):
            mine.action_finish_visit()

    def test_the_office_has_no_times(self):
        other = self._create_today(14)
        other.with_user(self.agent_user).action_start_visit()
        self.assertFalse(other.time_ids)

    def test_helper(self):
        visit = self._create_today(14, helper_ids=[fields.Command.link(self.bert.id)])
        self.tap("start", visit, minutes_ago=30)
        self.tap("start", visit, self.bert, minutes_ago=20)
        self.answer_all(visit)
        self.tap("finish", visit, self.bert)
        times = {time.resource_id: round(time.minutes) for time in visit.time_ids}
        self.assertEqual(times, {self.anna: 30, self.bert: 20})
        self.assertEqual(visit.visit_state, "done")

    def test_corrected_by_the_office(self):
        self.tap("start", minutes_ago=60)
        time = self.visit.time_ids.with_user(self.dispatcher_user)
        time.start = time.start - timedelta(minutes=30)
        self.assertTrue(self.visit.time_ids.is_corrected)
        self.tap("pause")
        self.assertEqual(len(self.visit.time_ids), 1, "taps leave it as it is")
        self.assertTrue(self.visit.is_paused)


@tagged("post_install", "-at_install")
class TestDayForgotten(DayCase):
    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("pylot_frontoffice.ir_cron_pylot_visit_time_cut").method_direct_trigger()
        self.env.invalidate_all()

    def test_forgotten_at_midnight(self):
        self.tap("start", minutes_ago=60 * 48)
        self.run_cron()
        time = self.visit.time_ids
        self.assertTrue(time.is_forgotten, self.visit.run_error)
        self.assertEqual(time.stop, time._get_midnight())
        self.assertEqual(self.visit.visit_state, "in_progress")
        self.assertTrue(self.visit.is_paused)
        activities = self.customer.activity_ids.filtered(lambda each: "Anna" in each.summary)
        self.assertEqual(len(activities), 1)
        self.run_cron()
        self.assertEqual(len(self.customer.activity_ids), 1, "once")
        self.tap("resume", minutes_ago=10)
        self.assertEqual(len(self.visit.time_ids), 2)

    def test_the_same_day_goes_on(self):
        self.tap("start")
        self.run_cron()
        self.assertFalse(self.visit.time_ids.stop)

    def test_pause_is_cut_too(self):
        self.tap("start", minutes_ago=60 * 49)
        self.tap("pause", minutes_ago=60 * 48)
        self.run_cron()
        running = self.env["pylot.visit.time"].search(Domain("stop", "=", False))
        self.assertFalse(running & self.visit.time_ids)


@tagged("post_install", "-at_install")
class TestDayArrival(DayCase):
    def send(self, notice):
        notice._send_locked()
        return notice.mail_id

    def test_told_once(self):
        self.tap("on_the_way")
        self.tap("on_the_way")
        notice = self.get_notices()
        self.assertEqual(len(notice), 1)
        self.assertGreater(self.visit.expected_arrival, fields.Datetime.now())
        mail = self.send(notice)
        body = str(mail.body_html)
        self.assertIn("Anna", body)
        self.assertIn(self.visit._describe_expected_arrival(), body)
        self.assertIn(self.visit.customer_token, body)
        self.assertFalse(mail.attachment_ids)

    def test_estimate_by_the_last_stop(self):
        self.customer.write({"partner_latitude": 52.53, "partner_longitude": 13.40})
        near = self.env["res.partner"].create(
            {"name": "Near", "partner_latitude": 52.531, "partner_longitude": 13.401}
        )
        now = fields.Datetime.now()
        before = self._create_today(
            7, customer_id=near.id, visit_state="done", is_blocking=False, not_blocking_reason="x"
        )
        before.write({"start": now - timedelta(minutes=5), "stop": now + timedelta(minutes=5)})
        soon = self.visit._estimate_arrival(now)
        before.visit_state = "cancelled"
        self.anna.home_partner_id = self.env["res.partner"].create(
            {"name": "Far", "partner_latitude": 48.13, "partner_longitude": 11.57}
        )
        self.assertLess(soon, now + timedelta(minutes=20))
        self.assertGreater(self.visit._estimate_arrival(now), now + timedelta(hours=4))

    def test_too_late_to_tell(self):
        """Sent from the queue of a phone when the technician is there already."""
        self.tap("on_the_way", minutes_ago=600)
        self.assertFalse(self.get_notices())

    def test_arrived_before_it_was_sent(self):
        self.tap("on_the_way")
        self.tap("start")
        notice = self.get_notices()
        notice._send_locked()
        self.assertEqual(notice.state, "skipped")

    def test_messages_switched_off(self):
        self.tap("on_the_way")
        self.visit._get_customer_company().pylot_visit_messages = False
        notice = self.get_notices()
        notice._send_locked()
        self.assertEqual(notice.state, "skipped")

    def test_customers_are_led_to_their_own_page(self):
        self.assertEqual(self.visit._get_status_url(), f"{self.visit.customer_url}/status")


@tagged("post_install", "-at_install")
class TestDayNobody(DayCase):
    def get_following(self, visit=None):
        return self.env["calendar.event"].search([("follows_id", "=", (visit or self.visit).id)])

    def test_nobody_home(self):
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        self.visit.write({"sale_order_id": order.id, "notes": "Ring twice"})
        self.visit._promise("confirmed")
        token = self.visit.customer_token
        self.tap("start", minutes_ago=10)
        self.tap("nobody_home", reason="Nobody opens", photo=make_photo())
        self.assertEqual(self.visit.visit_state, "no_show")
        self.assertEqual(self.visit.photo_ids.kind, "door")
        self.assertEqual(self.get_times(), [("work", 10)])
        following = self.get_following()
        self.assertEqual(following.visit_state, "draft")
        self.assertFalse(following.technician_id)
        for name in ("customer_id", "appointment_type_id", "visit_address_id", "sale_order_id"):
            self.assertEqual(following[name], self.visit[name], name)
        self.assertIn("Ring twice", following.notes)
        self.assertEqual(following.customer_token, token, "the link the customer has goes on")
        self.assertFalse(self.visit.customer_token)
        notice = self.get_notices(following, "missed")
        notice._send_locked()
        self.assertEqual(notice.state, "sent", notice.reason)
        self.assertIn(token, str(notice.mail_id.body_html))
        self.assertIn("Nobody", self.customer.activity_ids.summary)
        self.assertEqual(self.customer.no_show_count, 1)

    def test_nobody_home_twice(self):
        self.tap("nobody_home", reason="Nobody opens")
        self.tap("nobody_home", reason="Really nobody")
        self.assertEqual(len(self.get_following()), 1)

    def test_a_late_start_does_not_reopen(self):
        self.tap("nobody_home", reason="Nobody opens")
        self.tap("start", minutes_ago=15)
        self.assertEqual(self.visit.visit_state, "no_show")
        self.assertEqual(self.get_times(), [("work", 15)])

    def test_what_was_sold_goes_along(self):
        product = self.env["product.product"].create(
            {"name": "Repair", "type": "service", "appointment_type_id": self.repair.id}
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [fields.Command.create({"product_id": product.id})],
            }
        )
        order.action_confirm()
        visit = order.visit_ids
        self.assertEqual(len(visit), 1)
        visit.write({"technician_id": self.carla.id, "start": self._at(9), "stop": self._at(10)})
        self.tap("nobody_home", visit, self.carla, reason="Nobody")
        self.assertEqual(order.order_line.visit_ids, self.get_following(visit))
        order.order_line.product_uom_qty = 2
        open_visits = order.visit_ids.filtered(lambda each: each.visit_state == "draft")
        self.assertEqual(len(open_visits), 2)

    def test_needs_a_reason(self):
        for kind in ("nobody_home", "decline", "follow_up"):
            with self.assertRaisesRegex(UserError, "why"):
                self.tap(kind, reason=" ")
        self.assertEqual(self.visit.visit_state, "planned")

    def test_decline(self):
        self.visit._promise("confirmed")
        self.visit.notice_ids.write({"state": "sent"})
        self.tap("on_the_way", minutes_ago=3)
        self.tap("decline", minutes_ago=2, reason="Car broke down")
        self.assertEqual(self.visit.visit_state, "draft")
        self.assertFalse(self.visit.technician_id)
        self.assertFalse(self.visit.booking_ids)
        self.assertIn("Car broke down", self.customer.activity_ids.summary)
        told = self.visit.notice_ids.filtered(lambda notice: notice.state == "planned")
        self.assertNotIn("postponed", told.mapped("kind"))
        self.visit._plan_visit(self.bert, self._at(9))
        self.tap("start", technician=self.bert)
        self.assertEqual(self.visit.visit_state, "in_progress")

    def test_decline_what_has_begun(self):
        self.tap("start")
        with self.assertRaisesRegex(UserError, "begun"):
            self.tap("decline", reason="No")

    def test_helper_declines(self):
        visit = self._create_today(14, helper_ids=[fields.Command.link(self.bert.id)])
        self.tap("decline", visit, self.bert, reason="Ill")
        self.assertEqual(visit.visit_state, "planned")
        self.assertEqual(visit.technician_ids, self.anna)

    def test_follow_up(self):
        self.tap("start")
        key = self.make_key()
        for _time in range(2):
            self.tap("follow_up", reason="Second radiator", key=key)
        following = self.get_following()
        self.assertEqual(len(following), 1)
        self.assertEqual(following.follow_note, "Second radiator")
        self.assertEqual(following.customer_id, self.customer)
        self.assertEqual(self.visit.visit_state, "in_progress")

    def test_signature_needs_all_that_was_tapped_before(self):
        self.answer_all()
        first = self.make_key()
        with self.assertRaisesRegex(UserError, "Earlier steps"):
            self.tap("finish", signed_by="Frieda", signature=make_signature(), after=(first,))
        self.assertEqual(self.visit.visit_state, "planned")
        self.tap("note", text="New valve", key=first)
        self.tap("finish", signed_by="Frieda", signature=make_signature(), after=(first,))
        self.assertEqual(self.visit.visit_state, "done")
        self.assertIn("New valve", self.visit.report_ids.text)
