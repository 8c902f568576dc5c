from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import FrontofficeCommon


@tagged("post_install", "-at_install")
class TestTours(FrontofficeCommon, HttpCase):
    """The way of an order through the front office, clicked in a real browser."""

    def test_sold_visit_is_planned_as_proposed(self):
        repair = self._create_type("Repair")
        product = self.env["product.product"].create(
            {"name": "Repair", "type": "service", "appointment_type_id": repair.id}
        )
        self.customer.preferred_technician_id = self.bert
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.salesperson_user.id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        self.start_tour(
            "/odoo/action-sale.action_quotations_with_onboarding",
            "pylot_sell_tour",
            login=self.salesperson_user.login,
        )
        self.assertEqual(order.state, "sale")
        visit = order.visit_ids
        self.assertEqual(visit.mapped("visit_state"), ["draft"])

        self.start_tour("/odoo/to-plan", "pylot_assign_tour", login=self.dispatcher_user.login)
        self.assertRecordValues(visit, [{"visit_state": "planned", "technician_id": self.bert.id}])
        self.assertBooked(visit, (self.bert, visit.start, visit.stop))

    def test_collision_is_answered_with_free_times(self):
        leak = self._create_visit(self.anna, 13, name="Leak in the cellar")
        visit = self._create_visit(self.anna, 9, name="Burner change")
        self.start_tour(
            f"/odoo/visits/{visit.id}",
            "pylot_collision_tour",
            login=self.dispatcher_user.login,
        )
        self.assertRecordValues(
            visit,
            [
                {
                    "name": "Burner and pump",
                    "start": self._at(15),
                    "stop": self._at(16),
                    "technician_id": self.anna.id,
                }
            ],
        )
        self.assertBooked(visit, (self.anna, self._at(15), self._at(16)))
        self.assertBooked(leak, (self.anna, self._at(13), self._at(14)))


@tagged("post_install", "-at_install")
class TestPhoneTours(FrontofficeCommon, HttpCase):
    browser_size = "360x740"
    touch_enabled = True

    def test_technician_works_off_a_visit_on_the_phone(self):
        visit = self._create_visit(self.anna, 9, name="Burner change", customer_id=self.customer.id)
        self.start_tour("/odoo/my-visits", "pylot_phone_tour", login=self.technician_user.login)
        self.assertEqual(visit.visit_state, "done")
