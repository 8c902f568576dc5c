from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .payment_common import PaymentRecords
from .race_case import RaceCase


@tagged("post_install", "-at_install")
class TestOrderConfirmationRace(RaceCase):
    """Law 3 for orders, with real transactions that do not see each other."""

    @classmethod
    def _prepare(cls):
        env = cls.common.env
        env["ir.cron"].search([]).active = False
        cls.common.customer.email = "frieda@example.com"
        cls.product_id = env["product.product"].create({"name": "Pump", "type": "consu"}).id
        common = type("Payments", (PaymentRecords,), {"env": env, "company": env.company})
        cls.provider_id = common._create_provider().id

    def setUp(self):
        super().setUp()
        with self._transaction() as env:
            line = {"product_id": self.product_id, "product_uom_qty": 1, "price_unit": 10}
            order = env["sale.order"].create(
                {"partner_id": self.common.customer.id, "order_line": [Command.create(line)]}
            )
            self.order_id = order.id

    @mute_logger("odoo.sql_db")
    def _run_both(self, *actions):
        def find(env):
            return env["sale.order"].browse(self.order_id)

        return self._run_at_once(
            *(lambda env, action=action: action(find(env)) for action in actions),
            look=lambda env: find(env).state,
        )

    def _send(self):
        with self._transaction() as env:
            reminders = env["pylot.reminder"].search([("res_id", "=", self.order_id)])
            reminders.due_at = env.cr.now().replace(microsecond=0)

    def _cron_send(self, env):
        env["pylot.reminder"]._cron_send()

    def assertConfirmedOnce(self):
        with self._transaction() as env:
            order = env["sale.order"].browse(self.order_id)
            self.assertEqual(order.state, "sale")
            mails = env["mail.mail"].search(
                [
                    ("model", "=", "sale.order"),
                    ("res_id", "=", self.order_id),
                    ("subject", "=", f"Your order {order.name}"),
                ]
            )
            self.assertEqual(len(mails), 1)
            rows = env["pylot.reminder"].search([("res_id", "=", self.order_id)])
            self.assertEqual(rows.mapped("state"), ["sent"])

    def _run_jobs(self):
        self._send()
        outcomes = self._run_at_once(*[self._cron_send] * 3, retry=False)
        self.assertFalse([error for error in outcomes if error])
        with self._transaction() as env:
            self._cron_send(env)

    def test_double_click(self):
        errors = self._run_both(*[lambda order: order.action_confirm()] * 2)
        self.assertEqual(len([error for error in errors if error]), 1)
        self._run_jobs()
        self.assertConfirmedOnce()

    def test_customer_and_seller(self):
        """Two tabs: one signs, one presses the button. Whoever comes second finds it done."""
        self._run_both(lambda order: order.action_confirm(), lambda order: order._validate_order())
        self._run_jobs()
        self.assertConfirmedOnce()

    def test_callbacks(self):
        with self._transaction() as env:
            order = env["sale.order"].browse(self.order_id)
            provider = env["payment.provider"].browse(self.provider_id)
            payment = env["payment.transaction"].create(
                {
                    "provider_id": provider.id,
                    "payment_method_id": provider.payment_method_ids[:1].id,
                    "amount": order.amount_total,
                    "currency_id": order.currency_id.id,
                    "partner_id": order.partner_id.id,
                    "reference": order.name,
                    "operation": "online_redirect",
                    "sale_order_ids": [Command.set(order.ids)],
                    "state": "done",
                }
            )
            payment_id = payment.id

        def call_back(order):
            order.env["payment.transaction"].browse(payment_id)._post_process()

        # no journal is set up for the provider: the booking of money is core's affair
        model = self.registry["payment.transaction"]
        with patch.object(model, "_create_payment", lambda self, **values: None):
            errors = self._run_both(call_back, call_back)
        self.assertFalse([error for error in errors if error])
        self._run_jobs()
        self.assertConfirmedOnce()
