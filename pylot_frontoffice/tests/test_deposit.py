from datetime import timedelta
from unittest.mock import patch

from odoo.fields import Datetime
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.account_payment.models.payment_transaction import (
    PaymentTransaction as AccountTransaction,
)

from ..exceptions import CollisionError
from .common import FrontofficeCommon
from .payment_common import DepositRecords

CRON = "pylot_frontoffice.ir_cron_calendar_event_lapse_unpaid"


@tagged("post_install", "-at_install")
class TestDeposit(DepositRecords, FrontofficeCommon):
    """From the booking to the money, or to the end of the time it was kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._prepare_deposits()
        # no journal is set up for the provider: the booking of money is core's affair
        cls.classPatch(AccountTransaction, "_create_payment", lambda self, **values: None)

    def _ask(self, **values):
        visit = self._book(**values)
        visit._ask_for_deposit()
        visit._promise("payment")
        return visit

    def _pay(self, visit, **values):
        payment = self._create_payment(visit.sale_order_id, **values)
        with patch.object(type(self.env["mail.mail"]), "send", lambda self, **kwargs: None):
            payment._post_process()
        return payment

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def _later(self, minutes=61):
        return freeze_time(Datetime.now() + timedelta(minutes=minutes))

    def _kinds(self, visit):
        notices = visit.notice_ids
        return notices.filtered(lambda notice: notice.state == "planned").mapped("kind")

    def _asked(self):
        return self.customer.activity_ids.mapped("summary")

    # === WHEN ===

    def test_asked_for_with_percent_price_and_provider(self):
        visit = self._book()
        self.assertTrue(visit._requires_deposit())
        self.type.deposit_percent = 0
        self.assertFalse(visit._requires_deposit())
        self.type.deposit_percent = 30
        self.product.list_price = 0
        self.assertFalse(visit._requires_deposit(), "nothing to pay")

    def test_works_without_a_provider(self):
        visit = self._book()
        for values in ({"is_published": False}, {"state": "disabled"}):
            self.provider.write({"state": "test", "is_published": True})
            self.type.invalidate_recordset()
            self.assertTrue(visit._requires_deposit())
            self.assertFalse(self.type.deposit_problem)
            self.provider.write(values)
            self.type.invalidate_recordset()
            self.assertFalse(visit._requires_deposit())
            self.assertIn("payment provider", self.type.deposit_problem)

    def test_only_from_those_who_were_not_there(self):
        self.type.deposit_after_no_shows = 2
        visit = self._book()
        self._book(hour=10, visit_state="no_show")
        self.assertFalse(visit._requires_deposit())
        contact = self.env["res.partner"].create({"name": "Wife", "parent_id": self.customer.id})
        self._book(hour=11, visit_state="no_show", customer_id=contact.id)
        self.assertTrue(visit._requires_deposit())
        self.customer.action_forgive_no_shows()
        self.assertFalse(visit._requires_deposit())

    def test_not_from_whom_it_has_been_sold_already(self):
        visit = self._ask()
        self.assertFalse(visit._requires_deposit())

    def test_public_visitor_needs_no_rights(self):
        visit = self._book()
        public = self.env.ref("base.public_user")
        visit = visit.with_user(public).sudo()
        self.assertTrue(visit._requires_deposit())
        order = visit._ask_for_deposit()
        self.assertEqual(order.state, "sent")
        self.assertFalse(order.user_id)

    # === THE ORDER ===

    def test_order(self):
        now = Datetime.now().replace(microsecond=0)
        with freeze_time(now):
            visit = self._ask()
        order = visit.sale_order_id
        self.assertRecordValues(
            order,
            [
                {
                    "partner_id": self.customer.id,
                    "state": "sent",
                    "require_payment": True,
                    "require_signature": False,
                    "prepayment_percent": 0.3,
                    "amount_total": 100.0,
                }
            ],
        )
        self.assertEqual(order._get_prepayment_required_amount(), 30)
        self.assertEqual(visit.awaiting, "payment")
        self.assertEqual(visit.visit_state, "planned")
        self.assertEqual(visit.hold_until, now + timedelta(hours=1))
        self.assertTrue(visit._get_payment_url().startswith(f"/my/orders/{order.id}?access_token="))
        self.assertTrue(order._has_to_be_paid())

    def test_time_is_not_kept_beyond_the_visit(self):
        visit = self._book()
        with freeze_time(visit.start - timedelta(minutes=20)):
            visit._ask_for_deposit()
        self.assertEqual(visit.hold_until, visit.start)

    def test_sold_by_the_hour(self):
        self.type.duration = 10
        self.product.write(
            {
                "uom_id": self.env.ref("uom.product_uom_hour").id,
                "appointment_type_id": self.type.id,
            }
        )
        visit = self._book(hour=8, hours=10)
        order = visit._ask_for_deposit()
        self.assertEqual(order.amount_total, 1000)
        order.action_confirm()
        self.assertEqual(order.visit_ids, visit, "ten hours are more than a day, but one visit")

    # === HOLD ===

    def test_time_is_held(self):
        visit = self._ask()
        self.assertRecordValues(
            visit.booking_ids, [{"state": "hold", "expires_at": visit.hold_until}]
        )
        with self.assertRaises(CollisionError):
            self._create_visit(self.anna, 9)
        with self._later():
            other = self._create_visit(self.anna, 9)
            visit.name = "Nobody minds"
            visit.write({"start": visit.start, "stop": visit.stop})
        self.assertEqual(other.booking_ids.state, "booked")
        self.assertFalse(visit.booking_ids)

    def test_kept_longer(self):
        visit = self._ask()
        visit.hold_until += timedelta(hours=1)
        self.assertEqual(visit.booking_ids.expires_at, visit.hold_until)

    # === PAID ===

    def test_payment_confirms_order_and_visit(self):
        for product_type in (False, self.type):
            with self.subTest(product_type=product_type):
                self.product.appointment_type_id = product_type
                visit = self._ask(hour=9 if product_type else 10)
                self._pay(visit)
                self.assertEqual(visit.sale_order_id.state, "sale")
                self.assertEqual(visit.sale_order_id.visit_ids, visit, "no second visit")
                self.assertEqual(visit.visit_state, "confirmed")
                self.assertFalse(visit.awaiting or visit.hold_until)
                self.assertEqual(visit.booking_ids.state, "booked")
                self.assertFalse(visit.booking_ids.expires_at)
                self.assertEqual(self._kinds(visit), ["confirmed"])

    def test_too_little_confirms_nothing(self):
        visit = self._ask()
        self._pay(visit, amount=29.99)
        self.assertEqual(visit.sale_order_id.state, "sent")
        self.assertEqual(visit.awaiting, "payment")

    def test_salesperson_confirms(self):
        visit = self._ask()
        visit.sale_order_id.with_user(self.salesperson_user).sudo(False)
        visit.sale_order_id.user_id = self.salesperson_user
        visit.sale_order_id.with_user(self.salesperson_user).action_confirm()
        self.assertEqual(visit.visit_state, "confirmed")
        self.assertEqual(visit.booking_ids.state, "booked")

    def test_paid_request_still_waits_for_us(self):
        self.type.confirm_mode = "request"
        visit = self._ask(visit_state="planned", awaiting="business")
        self._pay(visit)
        self.assertEqual((visit.visit_state, visit.awaiting), ("planned", "business"))
        self.assertEqual(visit.booking_ids.state, "booked")

    def test_paid_late_but_the_time_is_still_free(self):
        visit = self._ask()
        with self._later():
            self._pay(visit)
        self.assertEqual(visit.visit_state, "confirmed")
        self.assertBooked(visit, (self.anna, visit.start, visit.stop))

    def test_paid_late_and_the_time_is_taken(self):
        visit = self._ask()
        with self._later():
            other = self._create_visit(self.anna, 9)
            self._pay(visit)
        self.assertEqual(visit.sale_order_id.state, "sale", "the money is never refused")
        self.assertEqual(visit.visit_state, "draft")
        self.assertFalse(visit.awaiting or visit.hold_until)
        self.assertEqual(self._kinds(visit), ["postponed"])
        self.assertTrue(any("find a new one" in text for text in self._asked()))
        self.assertBooked(other, (self.anna, other.start, other.stop))
        # nor does a change of the order take the visit away from whoever has paid
        visit.sale_order_id.order_line.price_unit = 90
        visit.sale_order_id.order_line.product_uom_qty = 1
        self.assertTrue(visit.exists())
        visit.sale_order_id._action_cancel()
        self.assertEqual(visit.visit_state, "cancelled", "told, and not forgotten")

    def test_paid_after_it_has_lapsed(self):
        for taken, state in ((False, "confirmed"), (True, "draft")):
            with self.subTest(taken=taken):
                visit = self._ask(hour=14 if taken else 9)
                with self._later():
                    self._run()
                    self.assertEqual(visit.sale_order_id.state, "cancel")
                    if taken:
                        self._create_visit(self.anna, 14)
                    self._pay(visit)
                self.assertEqual(visit.sale_order_id.state, "sale")
                self.assertEqual(visit.visit_state, state)
                self.assertEqual(visit.sale_order_id.visit_ids, visit)
                self.assertEqual(self._kinds(visit), ["postponed" if taken else "confirmed"])

    def test_paid_after_we_have_cancelled(self):
        visit = self._ask()
        visit.action_cancel_visit()
        self._pay(visit)
        self.assertEqual(visit.visit_state, "cancelled")
        self.assertTrue(any("pay the money back" in text for text in self._asked()))

    # === NOT PAID ===

    def test_lapses(self):
        visit = self._ask()
        self._run()
        self.assertEqual(visit.awaiting, "payment", "not yet")
        with self._later():
            self._run()
            self._run()
        self.assertEqual((visit.visit_state, visit.cancelled_by), ("cancelled", "system"))
        self.assertEqual(visit.sale_order_id.state, "cancel")
        self.assertFalse(visit.awaiting or visit.hold_until or visit.booking_ids)
        self.assertEqual(self._kinds(visit), ["lapsed"])

    def test_money_on_its_way_keeps_the_order(self):
        visit = self._ask()
        self._create_payment(visit.sale_order_id, state="pending")
        with self._later():
            self._run()
        self.assertEqual(visit.visit_state, "cancelled")
        self.assertEqual(visit.sale_order_id.state, "sent")

    def test_money_that_has_arrived_lapses_nothing(self):
        visit = self._ask()
        payment = self._create_payment(visit.sale_order_id)
        with self._later():
            self._run()
            self.assertEqual(visit.awaiting, "payment")
            with patch.object(type(self.env["mail.mail"]), "send", lambda self, **kwargs: None):
                payment._post_process()
        self.assertEqual(visit.visit_state, "confirmed")

    @mute_logger("odoo.addons.pylot_frontoffice.models.calendar_event_run")
    def test_one_bad_visit_stops_nothing(self):
        bad, good = self._ask(), self._ask(hour=11)
        lapse = type(bad)._lapse

        def stumble(visit):
            if visit == bad:
                raise ValueError("Broken")
            return lapse(visit)

        with self._later():
            with patch.object(type(bad), "_lapse", stumble):
                self._run()
            self.assertEqual(bad.run_error, "Broken")
            self.assertEqual(bad.visit_state, "planned")
            self.assertEqual(good.visit_state, "cancelled")
            self._run()
        self.assertEqual(bad.visit_state, "cancelled")
        self.assertFalse(bad.run_error)

    def test_cancelled_before_it_is_paid(self):
        visit = self._ask()
        visit.with_user(self.dispatcher_user).action_cancel_visit()
        self.assertEqual(visit.sale_order_id.state, "cancel")
        self.assertFalse(visit.awaiting or visit.hold_until)

    def test_order_cancelled_before_it_is_paid(self):
        visit = self._ask()
        visit.sale_order_id._action_cancel()
        self.assertEqual(visit.visit_state, "cancelled")
        self.assertEqual(visit.sale_order_id.state, "cancel")

    def test_dispatcher_waives_it(self):
        visit = self._ask()
        visit.with_user(self.dispatcher_user).action_confirm_visit()
        self.assertFalse(visit.awaiting or visit.hold_until)
        self.assertEqual(visit.booking_ids.state, "booked")
        with self._later():
            self._run()
        self.assertEqual(visit.visit_state, "confirmed")
