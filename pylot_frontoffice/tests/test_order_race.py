from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_case import RaceCase


@tagged("post_install", "-at_install")
class TestOrderRace(RaceCase):
    """A double click on "Confirm", or the customer in the portal and the seller in the office at
    the same moment: two real transactions, neither of which sees what the other does."""

    @classmethod
    def _prepare(cls):
        kind = cls.common._create_type("Maintenance")
        product = cls.common.env["product.product"].create(
            {"name": "Maintenance", "type": "service", "appointment_type_id": kind.id}
        )
        line = {"product_id": product.id, "product_uom_qty": 2}
        cls.order_id = (
            cls.common.env["sale.order"]
            .create(
                {"partner_id": cls.common.customer.id, "order_line": [Command.create(line)]},
            )
            .id
        )

    @mute_logger("odoo.sql_db")
    def _run_both(self, *actions):
        """:param actions: functions of the order; see ``_run_at_once``"""

        def find(env):
            return env["sale.order"].browse(self.order_id)

        return self._run_at_once(
            *(lambda env, action=action: action(find(env)) for action in actions),
            look=lambda env: find(env).mapped("order_line.visit_ids"),
        )

    def _get_visits(self):
        with self._transaction() as env:
            return env["sale.order"].browse(self.order_id).visit_ids.mapped("visit_state")

    def test_double_click(self):
        outcomes = self._run_both(*[lambda order: order.action_confirm()] * 2)
        self.assertEqual(sorted(map(type, outcomes), key=str), [type(None), UserError])
        self.assertEqual(self._get_visits(), ["draft", "draft"])

        # the same with the quantity: two windows, one order
        def set_quantity(order, quantity=5):
            order.order_line.product_uom_qty = quantity

        self.assertEqual(self._run_both(set_quantity, set_quantity), [None, None])
        self.assertEqual(self._get_visits(), ["draft"] * 5)
