from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .cash_common import CashRecords
from .invoicing_common import InvoicingRecords
from .race_case import RaceCase


@tagged("post_install", "-at_install")
class TestCashRace(RaceCase):
    """Real transactions at the same moment: a double tap is one invoice and one payment."""

    @classmethod
    def _prepare(cls):
        cls.classPatch(cls.registry["mail.mail"], "send", lambda self, **values: None)
        cls.common.env["ir.cron"].search([]).active = False
        bases = (CashRecords, InvoicingRecords)
        cls.records = type("Records", bases, {**vars(cls.common), "env": cls.common.env})
        names = ("company", "customer", "salesperson_user", "anna", "_create_type", "_at")
        for name in names:
            setattr(cls.records, name, getattr(cls.common, name))
        cls.records._prepare_invoicing()
        cls.records._prepare_cash()
        cls.ids = {}
        for number, name in enumerate(("invoice", "tap", "forms", "count", "job")):
            visit = cls.records._do_visit(hour=8 + number)
            if name not in ("invoice", "job"):
                visit._invoice_visit()
            cls.ids[name] = visit.id
        cls.anna_id, cls.bert_id = cls.common.anna.id, cls.common.bert.id
        cls.accountant_id = cls.records.accountant_user.id

    def _visit(self, env, name):
        return env["calendar.event"].browse(self.ids[name])

    def _take(self, name, amount, key, technician_id=None):
        def act(env):
            technician = env["resource.resource"].browse(technician_id or self.anna_id)
            env["pylot.cash.entry"]._take(self._visit(env, name), technician, Decimal(amount), key)

        return act

    def _together(self, *actions, **options):
        return self._run_at_once(
            *actions,
            look=lambda env: env["account.move"].search([]).mapped("amount_residual"),
            **options,
        )

    def _read(self, name):
        """:return: (amounts taken, what is open) of an invoice"""
        with self._transaction() as env:
            invoice = self._visit(env, name).visit_invoice_id
            return sorted(invoice.pylot_cash_ids.mapped("amount")), invoice.amount_residual

    @mute_logger("odoo.sql_db")
    def test_invoice_tapped_twice(self):
        outcomes = self._together(*[lambda env: self._visit(env, "invoice")._invoice_visit()] * 3)
        self.assertEqual(outcomes, [None] * 3)
        with self._transaction() as env:
            visit = self._visit(env, "invoice")
            self.assertEqual(len(visit.sale_order_id.invoice_ids), 1)

    @mute_logger("odoo.sql_db")
    def test_invoice_while_the_job_makes_it(self):
        with self._transaction() as env:
            order = self._visit(env, "job").sale_order_id
            order.invoice_when = "visits"
            order._mark_for_invoice()
        outcomes = self._together(
            lambda env: self._visit(env, "job")._invoice_visit(),
            lambda env: env["sale.order"]._cron_invoice_orders(),
        )
        self.assertEqual(outcomes, [None] * 2)
        with self._transaction() as env:
            env["sale.order"]._cron_invoice_orders()
        with self._transaction() as env:
            visit = self._visit(env, "job")
            self.assertEqual(len(visit.sale_order_id.invoice_ids), 1)

    @mute_logger("odoo.sql_db")
    def test_payment_tapped_twice(self):
        outcomes = self._together(*[self._take("tap", "100", "t" * 32)] * 3)
        self.assertEqual(outcomes, [None] * 3)
        self.assertEqual(self._read("tap"), ([100], 138))

    @mute_logger("odoo.sql_db")
    def test_two_technicians_take_all_of_it(self):
        outcomes = self._together(
            self._take("forms", "238", "a" * 32),
            self._take("forms", "238", "b" * 32, self.bert_id),
        )
        refused = [outcome for outcome in outcomes if outcome]
        self.assertEqual(len(refused), 1)
        self.assertIsInstance(refused[0], UserError)
        self.assertEqual(self._read("forms"), ([238], 0))
        with self._transaction() as env:
            numbers = env["pylot.cash.entry"].search([]).mapped("name")
            self.assertEqual(len(set(numbers)), len(numbers))

    @mute_logger("odoo.sql_db")
    def test_counted_twice_while_more_is_taken(self):
        self._take_committed("count", "50")
        with self._transaction() as env:
            handover = env["pylot.cash.handover"].create(
                {"resource_id": self.anna_id, "counted": 50}
            )
            before = sum(
                env["pylot.cash.entry"]
                .search([("resource_id", "=", self.anna_id), ("handover_id", "=", False)])
                .mapped("amount")
            )
            handover.counted = before
            handover_id = handover.id

        def count(env):
            env["pylot.cash.handover"].browse(handover_id).action_confirm()

        outcomes = self._together(count, count, self._take("count", "60", "c" * 32))
        self.assertEqual(len([outcome for outcome in outcomes if outcome]), 1)
        with self._transaction() as env:
            handover = env["pylot.cash.handover"].browse(handover_id)
            entries = env["pylot.cash.entry"].search([("resource_id", "=", self.anna_id)])
            left = entries - handover.entry_ids
            self.assertEqual(handover.state, "done")
            # whether it came a moment before or after: it is counted, or still in the pocket
            self.assertEqual(
                sum(handover.entry_ids.mapped("amount")) + sum(left.mapped("amount")), before + 60
            )
            self.assertEqual(handover.expected, sum(handover.entry_ids.mapped("amount")))

    def _take_committed(self, name, amount):
        with self._transaction() as env:
            self._take(name, amount, name * 8)(env)
