import threading
from functools import partial

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from .scratch_case import ScratchCase

# Longer than any of this takes, so that a deadlock ends the test instead of hanging it.
PATIENCE = 120


@tagged("post_install", "-at_install")
class TestOrderRace(ScratchCase):
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

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def _run_both(self, *actions):
        """:return: what each of the functions of an order raised, or None; each runs as a request
        does, which means again when PostgreSQL could not bring it in line with the others"""
        barrier = threading.Barrier(len(actions))
        outcomes = [None] * len(actions)

        def run(number, action):
            try:
                with self._transaction() as env:
                    order = env["sale.order"].browse(self.order_id)
                    order.mapped("order_line.visit_ids")  # looked at before the other one writes
                    barrier.wait(PATIENCE)
                    retrying(partial(action, order), env)
            except Exception as error:
                outcomes[number] = error

        threads = [
            threading.Thread(target=run, args=each, daemon=True) for each in enumerate(actions)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        self.assertFalse(any(thread.is_alive() for thread in threads), "still waiting: deadlock")
        return outcomes

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
