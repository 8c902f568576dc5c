import os
import signal
import threading
from unittest.mock import patch

from odoo import sql_db
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.account_payment.models.payment_transaction import (
    PaymentTransaction as AccountTransaction,
)

from .invoicing_common import InvoicingRecords
from .race_case import PATIENCE, RaceCase

ORDERS = 4
WORKERS = 3
LOGS = ("odoo.sql_db", "odoo.addons.pylot_frontoffice.models.sale_order_invoicing_run")


@tagged("post_install", "-at_install")
class TestInvoicingRace(RaceCase):
    """Real transactions at the same moment, and a worker that is killed: never two invoices, and
    none is forgotten."""

    @classmethod
    def _prepare(cls):
        cls.classPatch(AccountTransaction, "_create_payment", lambda self, **values: None)
        cls.classPatch(cls.registry["mail.mail"], "send", lambda self, **values: None)
        # nobody but the tests runs the jobs
        cls.common.env["ir.cron"].search([]).active = False
        bases = (InvoicingRecords,)
        cls.records = type("Records", bases, {**vars(cls.common), "env": cls.common.env})
        for name in ("company", "customer", "salesperson_user", "_create_type"):
            setattr(cls.records, name, getattr(cls.common, name))
        cls.records._prepare_invoicing()
        cls.groups = {
            name: [order.id for order in cls._sell_some(when)]
            for name, when in {
                "workers": "delivered",
                "killed": "delivered",
                "hand": "delivered",
                "paid": "paid",
                "visits": "visits",
                "cancelled": "delivered",
                "rerun": "visits",
            }.items()
        }

    @classmethod
    def _sell_some(cls, when):
        records = cls.records
        product = records.service if when == "visits" else records.pump
        orders = [records._sell((product, 2), invoice_when=when) for _number in range(ORDERS)]
        for order in orders:
            order.auto_invoice_at = False
            if when == "delivered":
                records._deliver(order)
            elif when == "paid":
                records._create_payment(order, amount=order.amount_total)
            order.env.cr.flush()
        return orders

    def setUp(self):
        super().setUp()
        with self._transaction() as env:  # each test looks at its own
            env["sale.order"].search([]).auto_invoice_at = False

    def _find(self, env, name):
        return env["sale.order"].browse(self.groups[name])

    def _mark(self, name):
        with self._transaction() as env:
            self._find(env, name)._mark_for_invoice()

    def _run_job(self):
        with self._transaction() as env:
            env["sale.order"]._cron_invoice_orders()

    def _run_rest(self):
        """What was left because somebody else was writing it is looked at by the next run."""
        self._run_job()
        with self._transaction() as env:
            self.assertFalse(env["sale.order"].search([("auto_invoice_at", "!=", False)]))

    def _count_invoices(self, name):
        """:return: number of invoices that are posted and not cancelled, for each order"""
        with self._transaction() as env:
            return [
                len(order.invoice_ids.filtered(lambda move: move.state == "posted"))
                for order in self._find(env, name)
            ]

    def assertOneEach(self, name):
        self.assertEqual(self._count_invoices(name), [1] * ORDERS)

    def _together(self, *actions):
        outcomes = self._run_at_once(
            *actions,
            look=lambda env: env["sale.order"].search([]).mapped("order_line.qty_invoiced"),
        )
        return [outcome for outcome in outcomes if outcome]

    @mute_logger(*LOGS)
    def test_several_workers(self):
        self._mark("workers")
        job = [lambda env: env["sale.order"]._cron_invoice_orders()] * WORKERS
        self.assertFalse(self._together(*job))
        self._run_rest()
        self.assertOneEach("workers")

    @mute_logger(*LOGS)
    def test_by_hand_at_the_same_moment(self):
        """Whoever presses "Create Invoice" while the job makes it gets that one."""
        self._mark("hand")

        def make(env):
            for order in self._find(env, "hand"):
                invoices = order.with_context(raise_if_nothing_to_invoice=False)._create_invoices()
                invoices.action_post()
                env.flush_all()

        errors = self._together(make, lambda env: env["sale.order"]._cron_invoice_orders(), make)
        self.assertFalse(errors)
        self._run_rest()
        self.assertOneEach("hand")

    @mute_logger(*LOGS)
    def test_payment_comes_twice(self):
        def post_process(env):
            self._find(env, "paid").transaction_ids._post_process()

        self.assertFalse(
            self._together(
                post_process,
                post_process,
                lambda env: env["sale.order"]._cron_invoice_orders(),
            )
        )
        self._run_rest()
        self.assertOneEach("paid")

    @mute_logger(*LOGS)
    def test_last_two_visits_finish_at_once(self):
        """Neither technician sees that the other one has finished; the job does."""

        def finish(number, env):
            for order in self._find(env, "visits"):
                visit = order.visit_ids.sorted("id")[number]
                visit.with_context(pylot_inform_customer=False).visit_state = "done"

        errors = self._together(
            lambda env: finish(0, env),
            lambda env: finish(1, env),
            lambda env: env["sale.order"]._cron_invoice_orders(),
        )
        self.assertFalse(errors)
        self._run_rest()
        self.assertOneEach("visits")

    @mute_logger(*LOGS)
    def test_finished_while_the_job_looks(self):
        """The job has seen an open visit and is about to forget the order: whoever finishes the
        visit at this moment has to wait, and marks the order again."""
        with self._transaction() as env:
            for order in self._find(env, "rerun"):
                order.visit_ids.sorted("id")[0].visit_state = "done"
        model = self.registry["sale.order"]
        is_due = model._is_invoice_due
        is_looking, is_writing = threading.Event(), threading.Event()

        def look(order):
            due = is_due(order)
            is_looking.set()
            is_writing.wait(2)
            return due

        def finish(env):
            orders = self._find(env, "rerun")
            orders.mapped("auto_invoice_at")  # from here on it sees what stands there now
            is_writing.set()
            orders.visit_ids.visit_state = "done"
            env.cr.flush()

        def finish_later():
            is_looking.wait(PATIENCE)
            with self._transaction() as env:
                retrying(lambda: finish(env), env)

        with patch.object(model, "_is_invoice_due", look):
            thread = threading.Thread(target=finish_later, daemon=True)
            thread.start()
            self._run_job()
            thread.join(PATIENCE)
        self._run_rest()
        self.assertOneEach("rerun")

    @mute_logger(*LOGS)
    def test_cancelled_at_the_same_moment(self):
        """Cancelled or invoiced: an order that is invoiced is not cancelled unseen."""
        self._mark("cancelled")

        def cancel(env):
            for order in self._find(env, "cancelled"):
                if not order.invoice_ids:
                    order._action_cancel()
                    env.flush_all()

        self.assertFalse(
            self._together(cancel, lambda env: env["sale.order"]._cron_invoice_orders())
        )
        self._run_rest()
        with self._transaction() as env:
            for order in self._find(env, "cancelled"):
                self.assertEqual(len(order.invoice_ids), int(order.state == "sale"))

    @mute_logger(*LOGS)
    def test_killed(self):
        """A process of its own is killed when its second invoice is posted and handed to the
        queue, before that is committed."""
        self._mark("killed")
        pid = os.fork()
        if not pid:  # pragma: no cover
            # connections of the parent must be neither used nor closed by the child
            _kept, sql_db._Pool = sql_db._Pool, None
            self.registry._db = sql_db.db_connect(self.scratch)
            model = self.registry["sale.order"]
            look, count = model._look_at_invoice, []

            def kill(order):
                look(order)
                order.env.flush_all()
                count.append(1)
                if len(count) == ORDERS // 2:
                    os.kill(os.getpid(), signal.SIGKILL)

            model._look_at_invoice = kill
            try:
                self._run_job()
            finally:
                os._exit(1)
        _pid, status = os.waitpid(pid, 0)
        self.assertEqual(os.WTERMSIG(status), signal.SIGKILL)
        self.assertEqual(sum(self._count_invoices("killed")), ORDERS // 2 - 1)
        self._run_rest()
        self.assertOneEach("killed")
        with self._transaction() as env:
            invoices = self._find(env, "killed").invoice_ids
            self.assertEqual(len([move for move in invoices if move.sending_data]), 0)
            self.assertEqual(len(invoices.activity_ids), ORDERS, "the queue is switched off here")
