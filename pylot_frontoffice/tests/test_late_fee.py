from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .orders_common import OrdersCommon


@tagged("post_install", "-at_install")
class TestLateFee(OrdersCommon):
    """What it costs to cancel when somebody is nearly on the way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create(
            {
                "name": "19 %",
                "amount": 19,
                "amount_type": "percent",
                "type_tax_use": "sale",
                "price_include_override": "tax_excluded",
                "country_id": cls.company.account_fiscal_country_id.id,
            }
        )
        cls.fee = cls._create_product(
            "Late Cancellation", list_price=10.0, taxes_id=[Command.set(cls.tax.ids)]
        )
        cls.type.write({"late_fee_product_id": cls.fee.id, "cancel_hours": 24})

    def _book(self, **values):
        return self._create_visit(
            self.anna,
            9,
            **{
                "appointment_type_id": self.type.id,
                "customer_id": self.customer.id,
                "visit_state": "confirmed",
                **values,
            },
        )

    def _lines(self, visit):
        return self.env["sale.order.line"].search([("late_fee_event_id", "=", visit.id)])

    def test_amount_is_what_the_order_says(self):
        visit = self._book()
        amount, currency = visit._get_late_fee()
        self.assertEqual((amount, currency), (11.9, self.company.currency_id))
        line = visit._add_late_fee()
        self.assertEqual(line.order_id.amount_total, amount)

    def test_new_order_when_there_is_none(self):
        visit = self._book()
        line = visit._add_late_fee()
        self.assertEqual(line.order_id.state, "draft")
        self.assertEqual(line.order_id.partner_id, self.customer)
        self.assertEqual(visit._add_late_fee(), line)
        self.assertEqual(self._lines(visit), line, "a double click is one fee")

    def test_on_the_order_of_the_visit(self):
        order = self._create_order()
        visit = order.visit_ids
        visit._plan_visit(self.anna, self._at(9))
        self.fee.appointment_type_id = self.type  # a fee is never visited
        line = visit._add_late_fee()
        self.assertEqual(line.order_id, order)
        self.assertEqual(order.visit_ids, visit)

    def test_locked_order_stays_as_it_is(self):
        order = self._create_order()
        order.action_lock()
        order.visit_ids._plan_visit(self.anna, self._at(9))
        line = order.visit_ids._add_late_fee()
        self.assertNotEqual(line.order_id, order)

    def test_nothing_for_what_was_not_binding(self):
        for awaiting in ("customer", "payment"):
            visit = self._book(visit_state="cancelled", awaiting=awaiting)
            self.assertEqual(visit._get_late_fee()[0], 0)
            self.assertFalse(visit._add_late_fee())
        self.type.late_fee_product_id = False
        self.assertFalse(self._book()._add_late_fee())

    def test_customer_cancels(self):
        in_time, late = self._book(), self._book(technician_id=self.bert.id)
        in_time._cancel_by_customer()
        self.assertFalse(self._lines(in_time))
        with freeze_time(self._at(10, days=-1)):
            late._cancel_by_customer()
            late._cancel_by_customer()
        self.assertEqual(late.visit_state, "cancelled")
        self.assertEqual(len(self._lines(late)), 1)
