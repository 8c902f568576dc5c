import threading
from datetime import timedelta
from functools import partial
from unittest.mock import patch

from odoo.fields import Datetime
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.account_payment.models.payment_transaction import (
    PaymentTransaction as AccountTransaction,
)

from ..exceptions import CollisionError
from .payment_common import DepositRecords
from .race_case import RaceCase
from .records import FrontofficeRecords


@tagged("post_install", "-at_install")
class TestDepositRace(RaceCase):
    """The money arrives at the moment the visit lapses, or somebody else takes its time. Whoever
    is first, the money is never lost and nobody is booked twice."""

    @classmethod
    def _prepare(cls):
        cls.classPatch(AccountTransaction, "_create_payment", lambda self, **values: None)
        cls.classPatch(cls.registry["mail.mail"], "send", lambda self, **values: None)
        cls.records = type("Deposits", (DepositRecords, FrontofficeRecords), dict(vars(cls.common)))
        cls.records._prepare_deposits()
        cls.visits = []
        cls.expired_at = Datetime.now() + timedelta(seconds=2)
        for hour in range(8, 12):
            visit = cls.records._book(hour=hour)
            visit._ask_for_deposit()
            visit._promise("payment")
            cls.records._create_payment(visit.sale_order_id)
            visit.hold_until = cls.expired_at
            cls.visits.append(visit.id)
        cls.anna_id = cls.common.anna.id

    @mute_logger("odoo.sql_db")
    def _run_all(self, *actions):
        return self._run_at_once(
            *actions,
            look=lambda env: env["sale.order"].search([]).mapped("order_line.visit_ids.awaiting"),
        )

    def _pay(self, visit_id, env):
        env["calendar.event"].browse(visit_id).sale_order_id.transaction_ids._post_process()

    def _lapse(self, visit_id, env):
        """As the job does it, when the money was not there yet when it looked."""
        orders = type(env["sale.order"])
        with patch.object(orders, "_has_reached_deposit", lambda order: False):
            env["calendar.event"].browse(visit_id)._run_one(lambda visit: visit._lapse())

    def _take(self, visit_id, env):
        visit = env["calendar.event"].browse(visit_id)
        env["calendar.event"].create(
            {
                "name": "Somebody else",
                "start": visit.start,
                "stop": visit.stop,
                "technician_id": self.anna_id,
            }
        )

    def _get_state(self, visit_id):
        """:return: (visit's state, order's state, number of bookings of that time)"""
        with self._transaction() as env:
            visit = env["calendar.event"].browse(visit_id)
            bookings = env["pylot.booking"].search(
                [("resource_id", "=", self.anna_id), ("start", "=", visit.start)]
            )
            return visit.visit_state, visit.sale_order_id.state, len(bookings)

    def _wait_until_expired(self):
        while Datetime.now() <= self.expired_at:
            threading.Event().wait(0.1)

    def test_payment_meets_the_end_of_its_time(self):
        self._wait_until_expired()
        for visit_id in self.visits[:2]:
            outcomes = self._run_all(partial(self._pay, visit_id), partial(self._lapse, visit_id))
            self.assertEqual(outcomes, [None, None])
            self.assertEqual(self._get_state(visit_id), ("confirmed", "sale", 1))

    def test_payment_meets_another_booking(self):
        self._wait_until_expired()
        for visit_id in self.visits[2:]:
            paid, taken = self._run_all(partial(self._pay, visit_id), partial(self._take, visit_id))
            self.assertIsNone(paid, "a payment is never refused")
            state, order, bookings = self._get_state(visit_id)
            self.assertEqual((order, bookings), ("sale", 1))
            if taken:
                self.assertIsInstance(taken, CollisionError)
            self.assertEqual(state, "confirmed" if taken else "draft")
