from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..exceptions import CollisionError
from .orders_common import OrdersCommon


@tagged("post_install", "-at_install")
class TestOrders(OrdersCommon):
    """A confirmed order has the visits it promises: no more, no fewer, none orphaned."""

    def test_quantities(self):
        for quantity, visits in ((0, 0), (-1, 0), (1, 1), (2.5, 3), (500, 500)):
            with self.subTest(quantity=quantity):
                order = self._create_order(quantity)
                self.assertEqual(order.visit_count, visits)
                self.assertEqual(order.unplanned_visit_count, visits)

    def test_too_many_is_a_clear_answer(self):
        order = self._create_order(12000, confirm=False)
        with self.assertRefused("12000 visits", UserError):
            order.action_confirm()
        self.assertFalse(order.visit_ids)

    def test_sold_by_the_hour(self):
        hour = self.env.ref("uom.product_uom_hour")
        product = self._create_product(
            "Work by the hour", appointment_type_id=self.type.id, uom_id=hour.id
        )
        self.assertEqual(self._create_order(2.5, product).visit_ids.mapped("duration"), [2.5])
        long = self._create_order(20, product)
        self.assertEqual(len(long.visit_ids), 3, "20 hours are three working days of 8 hours")
        self.assertAlmostEqual(sum(long.visit_ids.mapped("duration")), 20, 1)

    def test_the_visit_knows_its_order(self):
        visit = self._create_order(technician_id=self.anna.id).visit_ids
        self.assertRecordValues(
            visit,
            [
                {
                    "visit_state": "draft",
                    "show_as": "free",
                    "appointment_type_id": self.type.id,
                    "customer_id": self.customer.id,
                    "visit_address_id": self.customer.id,
                    "technician_id": self.anna.id,
                    "visit_company_id": self.company.id,
                    "location": "10115 Berlin",
                    "duration": 1.0,
                }
            ],
        )
        self.assertFalse(visit.partner_ids, "nobody attends what has no time yet")
        self.assertBooked(visit)

    def test_other_products_bring_no_visits(self):
        self.assertFalse(self._create_order(3, self.goods).visit_ids)

    def test_quantity_raised_and_lowered(self):
        order = self._create_order(2)
        first, second = order.visit_ids
        first._plan_visit(self.anna, self._at(9))
        second._plan_visit(self.anna, self._at(14))
        order.order_line.product_uom_qty = 4
        self.assertEqual(self._states(order), ["draft", "draft", "planned", "planned"])
        order.order_line.product_uom_qty = 2
        self.assertEqual(self._states(order), ["planned", "planned"], "unplanned ones go first")
        order.order_line.product_uom_qty = 1
        self.assertEqual(first.visit_state, "planned")
        self.assertEqual(second.visit_state, "cancelled", "of the planned ones the latest")
        self.assertBooked(second)

    def test_finished_visits_are_never_touched(self):
        order = self._create_order(2)
        for visit, hour in zip(order.visit_ids, (9, 11), strict=True):
            visit._plan_visit(self.anna, self._at(hour))
        order.visit_ids.action_finish_visit()
        order.order_line.product_uom_qty = 0
        self.assertEqual(self._states(order), ["done", "done"])
        order._action_cancel()
        self.assertEqual(self._states(order), ["done", "done"])

    def test_copy_takes_no_visits_along(self):
        order = self._create_order(2, technician_id=self.anna.id)
        copy = order.copy()
        self.assertFalse(copy.visit_ids)
        copy.action_confirm()
        self.assertEqual((len(order.visit_ids), len(copy.visit_ids)), (2, 2))
        self.assertFalse(order.visit_ids & copy.visit_ids)

    def test_cancel_reset_confirm_again(self):
        order = self._create_order(2)
        planned = order.visit_ids[0]
        planned._plan_visit(self.anna, self._at(9))
        order._action_cancel()
        self.assertEqual(self._states(order), ["cancelled"], "what was never planned disappears")
        self.assertBooked(planned)
        order.action_draft()
        order.action_confirm()
        self.assertEqual(self._states(order), ["cancelled", "draft", "draft"])
        self.assertEqual(order.visit_count, 2)

    def test_confirming_twice_plans_once(self):
        order = self._create_order(2)
        order._action_confirm()
        self.assertEqual(order.visit_count, 2)

    def test_line_added_to_a_confirmed_order(self):
        order = self._create_order(1)
        order.order_line = [Command.create({"product_id": self.product.id})]
        self.assertEqual(order.visit_count, 2)

    def test_product_changed_on_a_confirmed_line(self):
        other = self._create_product("Repair", appointment_type_id=self._create_type().id)
        order = self._create_order(1)
        order.order_line.product_id = other
        self.assertEqual(order.visit_ids.appointment_type_id.name, "Repair")
        order.order_line.product_id = self.goods
        self.assertFalse(order.visit_ids)

    def test_technician_written_through(self):
        order = self._create_order(2)
        planned, draft = order.visit_ids
        planned._plan_visit(self.anna, self._at(9))
        order.technician_id = self.bert
        self.assertEqual(order.visit_ids.technician_id, self.bert)
        self.assertEqual((planned.visit_state, draft.visit_state), ("planned", "draft"))
        self.assertBooked(planned, (self.bert, self._at(9), self._at(10)))

    def test_technician_who_is_busy_is_refused_as_a_whole(self):
        order = self._create_order(2)
        planned, draft = order.visit_ids
        planned._plan_visit(self.anna, self._at(9))
        self._create_visit(self.bert, 9.5)
        with self.assertRefused("Bert is already booked", CollisionError):
            order.technician_id = self.bert
        self.assertEqual(order.visit_ids.mapped("technician_id"), self.anna)
        self.assertFalse(draft.technician_id)

    def test_technician_of_another_company(self):
        stranger = self._create_technician("Stranger", company=self.other_company)
        with self.assertRefused("company", UserError):
            self._create_order(technician_id=stranger.id)

    def test_plan_visits_opens_the_proposals(self):
        order = self._create_order(2)
        action = order.action_plan_visits()
        self.assertEqual(action["res_model"], "pylot.assign")
        wizard = self.env["pylot.assign"].browse(action["res_id"])
        self.assertEqual(wizard.visit_ids, order.visit_ids)
        wizard.action_assign_all()
        self.assertEqual(self._states(order), ["planned", "planned"])
        self.assertEqual(order.action_plan_visits()["res_model"], "calendar.event")

    def test_quotations_are_not_planned(self):
        with self.assertRefused("Confirm the order first", UserError):
            self._create_order(confirm=False).action_plan_visits()

    def test_salesperson_without_a_role_confirms(self):
        user = self.salesperson_user
        order = self._create_order(2, confirm=False, user_id=user.id)
        order.with_user(user).action_confirm()
        self.assertEqual(order.visit_count, 2)
        order.with_user(user).order_line.product_uom_qty = 1
        self.assertEqual(order.visit_count, 1)
        order.with_user(user)._action_cancel()
        self.assertEqual(order.visit_count, 0)

    def test_product_shared_by_companies(self):
        """The type says nothing about the company; the visit is of the order's company."""
        user = new_test_user(
            self.env,
            "pylot_next_door",
            groups="sales_team.group_sale_manager,pylot_frontoffice.group_dispatcher",
            company_id=self.other_company.id,
            company_ids=[Command.set(self.other_company.ids)],
        )
        order = (
            self.env["sale.order"]
            .with_user(user)
            .create(
                {
                    "partner_id": self.customer.id,
                    "order_line": [Command.create({"product_id": self.product.id})],
                }
            )
        )
        order.action_confirm()
        self.assertEqual(order.visit_ids.visit_company_id, self.other_company)
        unseen = self.env["calendar.event"].with_user(self.dispatcher_user)
        self.assertFalse(unseen.search([("id", "in", order.visit_ids.ids)]))
