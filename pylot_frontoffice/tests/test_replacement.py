from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .remedies_common import RemedyCommon


@tagged("post_install", "-at_install")
class TestReplacement(RemedyCommon):
    """Goods again, for nothing, and never more than there were."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "order_line": [Command.create({"product_id": cls.pump.id, "product_uom_qty": 3})],
            }
        )
        cls.order.action_confirm()
        cls.complaint = cls._create_complaint(sale_order_id=cls.order.id)

    def _replace(self, quantity, **values):
        return self._add_remedy(self.complaint, "replacement", quantities=(quantity,), **values)

    def test_an_order_that_costs_nothing(self):
        remedy = self._replace(2)
        remedy.action_do()
        remedy.action_do()
        order = remedy.sudo().sale_order_id
        self.assertRecordValues(
            order,
            [
                {
                    "state": "sale",
                    "amount_total": 0,
                    "partner_id": self.customer.id,
                    "origin": f"{self.order.name}, {self.complaint.number}",
                    "complaint_id": self.complaint.id,
                }
            ],
        )
        self.assertRecordValues(
            order.order_line,
            [
                {
                    "product_id": self.pump.id,
                    "product_uom_qty": 2,
                    "discount": 100,
                    "price_unit": 100,
                    "replaced_line_id": self.order.order_line.id,
                }
            ],
        )
        self.assertRecordValues(
            remedy, [{"state": "done", "cost": 120, "done_by_id": self.agent_user.id}]
        )
        found = self.env["sale.order"].search([("complaint_id", "=", self.complaint.id)])
        self.assertEqual(found, order)

    def test_never_more_than_there_were(self):
        self._replace(2).action_do()
        again = self._replace(2)
        self.assertEqual(again.line_ids.max_quantity, 1)
        with self.assertRefused("1.0 can still be replaced, not 2.0", UserError):
            again.action_do()
        self.order.order_line.qty_delivered = 2
        again.line_ids.quantity = 1
        with self.assertRefused("can still be replaced", UserError):
            again.action_do()
        self.order.order_line.qty_delivered = 3
        again.action_do()
        self.assertEqual(again.state, "done")
        again.sudo().sale_order_id._action_cancel()
        self.assertEqual(again.state, "cancelled")
        self.assertEqual(self.order.order_line._get_replaceable_quantity(), 1)

    def test_what_was_refunded_is_not_replaced(self):
        self.order.order_line.qty_delivered = 3
        invoice = self.order._create_invoices()
        invoice.action_post()
        self._add_remedy(self._complain(invoice), "refund", quantities=(2,), move_id=invoice.id)
        refund = self._add_remedy(self.complaint, "refund", quantities=(2,), move_id=invoice.id)
        refund.action_do()
        self.assertEqual(self.order.order_line._get_replaceable_quantity(), 1)

    def test_confirmed_by_somebody_else_later(self):
        remedy = self._replace(1, confirm_order=False)
        remedy.action_do()
        order = remedy.sudo().sale_order_id
        self.assertEqual((remedy.state, order.state), ("draft", "draft"))
        self.assertTrue(self.complaint._has_open_actions())
        order.action_confirm()
        self.assertEqual((remedy.state, remedy.cost), ("done", 60))

    def test_given_up(self):
        remedy = self._replace(1, confirm_order=False)
        remedy.action_do()
        remedy.action_cancel()
        self.assertEqual((remedy.state, remedy.sudo().sale_order_id.state), ("cancelled", "cancel"))

    def test_what_cannot_be_replaced(self):
        stranger = self.env["res.partner"].create({"name": "Somebody"})
        foreign = self.order.copy({"partner_id": stranger.id})
        foreign.action_confirm()
        for text, quantity, values in (
            ("Choose how much", 0, {}),
            ("Choose the confirmed order", 0, {"origin_order_id": False}),
            ("Choose the confirmed order", 1, {"origin_order_id": self.order.copy().id}),
            ("no order of this customer", 0, {"origin_order_id": foreign.id}),
        ):
            with self.subTest(text=text, values=values):
                with self.assertRefused(text, UserError):
                    self._replace(quantity, **values).action_do()

    def test_a_better_one(self):
        better = self._create_goods("Better Pump", 200)
        remedy = self._replace(1)
        remedy.line_ids.product_id = better
        remedy.action_do()
        self.assertEqual(remedy.sudo().sale_order_id.order_line.product_id, better)
