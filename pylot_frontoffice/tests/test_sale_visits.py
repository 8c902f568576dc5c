from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command, Datetime
from odoo.tests import new_test_user, tagged

from ..models.sale_order_line import SaleOrderLine
from .orders_common import OrdersCommon


@tagged("post_install", "-at_install")
class TestSaleVisits(OrdersCommon):
    """Orders in the life of a business: odd quantities, second thoughts, hundreds at once."""

    # === HOW MANY ===

    def test_one_more_than_the_limit(self):
        self.assertEqual(self._create_order(1000).visit_count, 1000)
        order = self._create_order(1001, confirm=False)
        with self.assertRefused("would need 1001 visits. One line plans 1000 at most", UserError):
            order.action_confirm()
        self.assertEqual(order.state, "draft")

    def test_one_order_too_big_stops_the_batch(self):
        orders = self._create_orders(3) + self._create_orders(1, 1001)
        with self.assertRefused("1001 visits", UserError):
            orders.action_confirm()
        self.assertEqual(set(orders.mapped("state")), {"draft"})
        self.assertFalse(orders.visit_ids)

    def test_typing_mistake_on_a_confirmed_order(self):
        order = self._create_order(2)
        with self.assertRefused("2000 visits", UserError):
            order.order_line.product_uom_qty = 2000
        self.assertEqual(order.order_line.product_uom_qty, 2)
        self.assertEqual(order.visit_count, 2)

    def test_a_dozen_is_twelve(self):
        order = self._create_order(confirm=False)
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        order.action_confirm()
        self.assertEqual(order.visit_count, 12)

    def test_sold_by_days_and_minutes(self):
        for unit, quantity, hours in (("day", 2, [8.0, 8.0]), ("minute", 90, [1.5])):
            with self.subTest(unit=unit):
                unit = self.env.ref(f"uom.product_uom_{unit}")
                product = self._create_product(
                    "Work", appointment_type_id=self.type.id, uom_id=unit.id
                )
                durations = self._create_order(quantity, product).visit_ids.mapped("duration")
                self.assertEqual([round(duration, 2) for duration in durations], hours)

    def test_next_to_nothing_is_one_visit(self):
        """A hundredth of a minute is less than what hours are counted in."""
        minute = self.env.ref("uom.product_uom_minute")
        product = self._create_product("Glance", appointment_type_id=self.type.id, uom_id=minute.id)
        self.assertEqual(self._create_order(0.01, product).visit_count, 1)

    def test_hours_follow_the_length_of_the_working_day(self):
        hour = self.env.ref("uom.product_uom_hour")
        product = self._create_product("Work", appointment_type_id=self.type.id, uom_id=hour.id)
        self.company.resource_calendar_id.attendance_ids.filtered(
            lambda line: line.day_period == "afternoon"
        ).unlink()
        self.assertEqual(self.company.resource_calendar_id.hours_per_day, 4)
        self.assertEqual(self._create_order(8, product).visit_ids.mapped("duration"), [4, 4])

    def test_more_hours_reach_visits_in_the_tray(self):
        hour = self.env.ref("uom.product_uom_hour")
        product = self._create_product("Work", appointment_type_id=self.type.id, uom_id=hour.id)
        order = self._create_order(10, product)
        planned, draft = order.visit_ids
        planned._plan_visit(self.anna, self._at(8))
        order.order_line.product_uom_qty = 14
        self.assertEqual((planned.duration, draft.duration), (5, 7))
        self.assertEqual((draft.stop - draft.start).total_seconds(), 7 * 3600)
        self.assertBooked(planned, (self.anna, self._at(8), self._at(13)))

    def test_notes_and_sections_are_no_services(self):
        order = self._create_order(1, confirm=False)
        order.order_line = [
            Command.create({"display_type": kind, "name": kind, "product_uom_qty": 0})
            for kind in ("line_section", "line_note")
        ]
        order.action_confirm()
        self.assertEqual(order.visit_count, 1)

    # === SECOND THOUGHTS ===

    def test_running_visits_are_never_touched(self):
        order = self._create_order(4)
        states = ("on_the_way", "in_progress", "no_show", "planned")
        for hour, visit, state in zip((8, 10, 13, 15), order.visit_ids, states, strict=True):
            visit._plan_visit(self.anna, self._at(hour))
            visit.visit_state = state
        order.order_line.product_uom_qty = 0
        self.assertEqual(self._states(order), ["cancelled", "in_progress", "no_show", "on_the_way"])
        order._action_cancel()
        self.assertEqual(len(order.visit_ids.booking_ids), 2, "who is there, is there")

    def test_one_is_done_and_the_rest_comes_again(self):
        order = self._create_order(3)
        done = order.visit_ids[0]
        done._plan_visit(self.anna, self._at(9))
        done.action_finish_visit()
        order._action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertEqual(self._states(order), ["done", "draft", "draft"])

    def test_quantity_changed_between_two_confirmations(self):
        order = self._create_order(3)
        order._action_cancel()
        order.action_draft()
        order.order_line.product_uom_qty = 1
        order.action_confirm()
        self.assertEqual(self._states(order), ["draft"])

    def test_second_click_changes_nothing(self):
        order = self._create_order(2)
        visits = order.visit_ids
        with self.assertRaises(UserError):
            order.action_confirm()
        self.assertEqual(order.visit_ids, visits)

    def test_planned_visit_of_a_product_that_was_exchanged(self):
        """What was agreed with the customer stays until somebody decides otherwise."""
        repair = self._create_product("Repair", appointment_type_id=self._create_type().id)
        order = self._create_order(2)
        planned = order.visit_ids[0]
        planned._plan_visit(self.anna, self._at(9))
        order.order_line.product_id = repair
        self.assertEqual(self._states(order), ["draft", "planned"])
        draft = order.visit_ids - planned
        self.assertEqual(draft.appointment_type_id, repair.appointment_type_id)
        order.order_line.product_id = self.goods
        self.assertEqual(planned.visit_state, "cancelled")
        self.assertFalse(draft.exists())
        self.assertBooked(planned)

    def test_deleted_order_leaves_no_orphans(self):
        order = self._create_order(2)
        planned, draft = order.visit_ids
        planned._plan_visit(self.anna, self._at(9))
        order._action_cancel()
        order.unlink()
        self.assertFalse(draft.exists())
        self.assertEqual(planned.visit_state, "cancelled", "history stays")
        self.assertFalse(planned.sale_order_id or planned.sale_line_id)
        self.assertFalse(
            self.env["calendar.event"].search(
                [("customer_id", "=", self.customer.id), ("visit_state", "=", "draft")]
            )
        )

    def test_line_of_a_confirmed_order_stays(self):
        """Core's rule, on which ours is built: a line that promised visits is set to zero."""
        order = self._create_order(2)
        with self.assertRaises(UserError):
            order.order_line.unlink()
        self.assertEqual(order.visit_count, 2)

    def test_deleted_visit_is_not_made_again_by_itself(self):
        order = self._create_order(2)
        order.visit_ids[0].unlink()
        self.assertEqual(order.visit_count, 1)
        order.order_line.product_uom_qty = 3
        self.assertEqual(order.visit_count, 3)

    def test_copied_visit_is_not_sold_again(self):
        order = self._create_order(1)
        copy = order.visit_ids.copy()
        self.assertFalse(copy.sale_order_id or copy.sale_line_id)
        self.assertEqual(order.visit_count, 1)

    # === WHO CONFIRMS ===

    def test_customer_confirms_in_the_portal(self):
        portal = new_test_user(self.env, "pylot_portal", groups="base.group_portal")
        for user in (portal, self.env.ref("base.public_user")):
            with self.subTest(user=user.login):
                order = self._create_order(2, confirm=False, technician_id=self.anna.id)
                order.with_user(user).sudo().action_confirm()
                self.assertEqual(order.state, "sale")
                self.assertEqual(self._states(order), ["draft", "draft"])
                self.assertEqual(order.visit_ids.technician_id, self.anna)
                self.assertFalse(order.visit_ids.partner_ids | order.visit_ids.user_id.partner_id)

    def test_salesperson_without_a_role_gives_it_to_somebody_else(self):
        """The order's technician is the salesperson's to choose; it reaches the visits."""
        order = self._create_order(2, user_id=self.salesperson_user.id)
        planned = order.visit_ids[0]
        planned._plan_visit(self.anna, self._at(9))
        order.with_user(self.salesperson_user).technician_id = self.bert
        self.assertEqual(order.visit_ids.technician_id, self.bert)
        self.assertBooked(planned, (self.bert, self._at(9), self._at(10)))

    def test_technician_is_chosen_for_open_visits_only(self):
        order = self._create_order(3, technician_id=self.anna.id)
        for hour, visit in zip((8, 10, 13), order.visit_ids, strict=True):
            visit._plan_visit(self.anna, self._at(hour))
        done, running, later = order.visit_ids
        done.action_finish_visit()
        running.action_start_visit()
        order.technician_id = self.bert
        self.assertEqual((done | running).technician_id, self.anna)
        self.assertEqual(later.technician_id, self.bert)

    def test_technician_taken_off_the_order_keeps_what_is_planned(self):
        order = self._create_order(1, technician_id=self.anna.id)
        order.visit_ids._plan_visit(self.anna, self._at(9))
        order.technician_id = False
        self.assertBooked(order.visit_ids, (self.anna, self._at(9), self._at(10)))

    def test_technician_of_another_company_on_a_confirmed_order(self):
        order = self._create_order(1, technician_id=self.anna.id)
        stranger = self._create_technician("Stranger", company=self.other_company)
        with self.assertRefused("company", UserError):
            order.technician_id = stranger
        self.assertEqual(order.visit_ids.technician_id, self.anna)

    # === HOW MUCH IT COSTS ===

    def _count_queries(self, orders):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        orders.action_confirm()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_many_orders_cost_the_queries_of_one(self):
        self._count_queries(self._create_orders(1))  # warm caches
        one = self._count_queries(self._create_orders(1))
        orders = self._create_orders(100, technician_id=self.anna.id)
        # a hundred rows are one INSERT; the technician is looked up once
        self.assertLessEqual(self._count_queries(orders), one + 4)
        self.assertEqual(len(orders.visit_ids), 100)

    def test_orders_for_goods_cost_what_they_cost_before(self):
        self._count_queries(self._create_orders(1, product=self.goods))  # warm caches
        ours = self._count_queries(self._create_orders(20, product=self.goods))
        with patch.object(SaleOrderLine, "_create_visits", lambda lines: None):
            core = self._count_queries(self._create_orders(20, product=self.goods))
        self.assertEqual(ours, core)

    def test_a_visit_starts_when_the_order_says(self):
        promised = Datetime.to_datetime("2031-05-05 08:00:00")
        order = self._create_order(1, commitment_date=promised)
        self.assertEqual(order.visit_ids.start, promised)
