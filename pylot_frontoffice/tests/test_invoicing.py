from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command, Datetime
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .invoicing_common import InvoicingCommon

RUN_LOG = "odoo.addons.pylot_frontoffice.models.sale_order_invoicing_run"


@tagged("post_install", "-at_install")
class TestInvoicing(InvoicingCommon):
    """Orders are invoiced when what they wait for has happened, once, and never wrongly."""

    def assertInvoiced(self, order, *totals):
        """:param totals: with taxes, of the invoices in their order; credit notes below zero"""
        invoices = order.invoice_ids.sorted("id")
        self.assertEqual(set(invoices.mapped("state")) or {"posted"}, {"posted"})
        self.assertEqual(
            [round(invoice.amount_total_in_currency_signed, 2) for invoice in invoices],
            list(totals),
        )

    # === WHEN ===

    def test_by_hand_unless_chosen(self):
        order = self._sell((self.service, 1))
        self._finish(order.visit_ids)
        self._deliver(order)
        self._pay(order, amount=order.amount_total)
        self.env.cr.flush()
        self.assertFalse(order.auto_invoice_at)
        self._run()
        self.assertInvoiced(order)
        self.assertFalse(order.auto_invoice_info)

    def test_when_all_visits_are_done(self):
        self.company.pylot_invoice_when = "visits"
        order = self._sell((self.service, 3))
        first, second, third = order.visit_ids
        self._finish(first)
        self._run()
        self.assertInvoiced(order)
        self.assertEqual(order.order_line.qty_delivered, 1)
        third.action_cancel_visit()
        self._run()
        self.assertInvoiced(order)
        second.write({"technician_id": self.anna.id, "start": self._at(14)})
        second.with_user(self.technician_user).action_finish_visit()
        self._run()
        self.assertEqual(order.order_line.qty_delivered, 2)
        self.assertInvoiced(order, 714.0)  # sold by what was ordered
        self.assertEqual(order.auto_invoice_state, "made")

    def test_visits_that_are_invoiced_by_what_was_delivered(self):
        self.company.pylot_invoice_when = "visits"
        self.service.invoice_policy = "delivery"
        order = self._sell((self.service, 2.5))
        self._finish(order.visit_ids[:2])
        self.assertEqual(order.order_line.qty_delivered, 1.67)
        order.visit_ids[2].action_cancel_visit()
        self._run()
        self.assertInvoiced(order, 397.46)

    def test_nobody_at_home_is_not_done(self):
        self.company.pylot_invoice_when = "visits"
        order = self._sell((self.service, 2))
        order.visit_ids[0].write({"technician_id": self.bert.id, "start": self._at(15)})
        order.visit_ids[0].action_no_show()
        self._finish(order.visit_ids[1])
        self._run()
        self.assertInvoiced(order)

    def test_what_was_counted_by_hand_stays(self):
        order = self._sell((self.service, 3))
        order.order_line.qty_delivered = 2
        self._finish(order.visit_ids[0])
        self.assertEqual(order.order_line.qty_delivered, 2)

    def test_when_everything_is_delivered(self):
        self.company.pylot_invoice_when = "delivered"
        order = self._sell((self.pump, 2), (self.service, 1))
        order.order_line[0].qty_delivered = 2
        self._run()
        self.assertInvoiced(order)
        self._finish(order.visit_ids)
        self._run()
        self.assertInvoiced(order, 476.0)

    def test_delivery_that_is_counted_by_odoo(self):
        """As the stock or timesheets do it: nobody writes the quantity."""
        self.company.pylot_invoice_when = "delivered"
        order = self._sell()
        line = order.order_line
        with patch.object(type(line), "_prepare_qty_delivered", lambda lines: {line: 1.0}):
            self.env.add_to_compute(line._fields["qty_delivered"], line)
            self.env.flush_all()
        self._run()
        self.assertInvoiced(order, 119.0)

    def test_discount_and_fee_are_not_delivered(self):
        self.company.pylot_invoice_when = "delivered"
        order = self._sell((self.pump, 2))
        wizard = self.env["sale.order.discount"].create(
            {"sale_order_id": order.id, "discount_type": "amount", "discount_amount": 50}
        )
        wizard.action_apply_discount()
        order.order_line.filtered("is_deliverable").qty_delivered = 2
        self._run()
        self.assertEqual(len(order.order_line), 2)
        self.assertInvoiced(order, order.amount_total)

    def test_when_paid(self):
        self.company.pylot_invoice_when = "paid"
        self.pump.invoice_policy = "delivery"
        order = self._sell(confirm=False)
        self._pay(order, amount=order.amount_total)
        self.assertEqual(order.state, "sale")
        self._run()
        self.assertInvoiced(order, 119.0)
        self.assertIn(order.invoice_ids.payment_state, ("paid", "in_payment"), "never reminded")

    def test_paid_before_it_is_confirmed(self):
        self.company.pylot_invoice_when = "paid"
        order = self._sell(confirm=False, require_payment=False)
        self._create_payment(order, amount=order.amount_total)
        order.action_confirm()
        self._run()
        self.assertInvoiced(order, 119.0)

    def test_not_paid(self):
        self.company.pylot_invoice_when = "paid"
        order = self._sell()
        self._pay(order, amount=50)
        self._pay(order, amount=69, state="pending")
        self._run()
        self.assertInvoiced(order)
        self.assertEqual(order.auto_invoice_info, "Waiting: When the Order Is Paid")

    def test_paid_back_before(self):
        self.company.pylot_invoice_when = "paid"
        order = self._sell()
        payment = self._pay(order, amount=119)
        back = payment._create_child_transaction(19, is_refund=True)
        back.state = "done"
        self._run()
        self.assertInvoiced(order)

    def test_order_says_otherwise(self):
        order = self._sell(invoice_when="delivered")
        self.company.pylot_invoice_when = "delivered"
        by_hand = self._sell(invoice_when="never")
        self._deliver(order | by_hand)
        self._run()
        self.assertInvoiced(order, 119.0)
        self.assertInvoiced(by_hand)

    def test_what_happened_before_stays(self):
        order = self._sell()
        self._deliver(order)
        self.env.cr.flush()
        self.company.pylot_invoice_when = "delivered"
        self._run()
        self.assertInvoiced(order)

    # === ONCE ===

    def test_callback_comes_twice(self):
        self.company.pylot_invoice_when = "paid"
        order = self._sell()
        payment = self._pay(order, amount=119)
        with self._mails_stay():
            payment._post_process()
            self._run()
            payment._post_process()
            self._run()
        self.assertInvoiced(order, 119.0)

    def test_together_with_the_automatic_invoice_of_odoo(self):
        self.company.pylot_invoice_when = "paid"
        self.env["ir.config_parameter"].set_param("sale.automatic_invoice", "True")
        self.pump.invoice_policy = "delivery"
        order = self._sell()
        self._pay(order, amount=119)
        self.assertInvoiced(order, 119.0)
        self._run()
        self.assertInvoiced(order, 119.0)
        self._deliver(order)
        order.invoice_when = "delivered"
        order.order_line.qty_delivered = 1.5
        order.order_line.qty_delivered = 1
        self._run()
        self.assertInvoiced(order, 119.0)

    def test_refunded_is_not_invoiced_again(self):
        """OCA/sale-workflow#2109"""
        self.company.pylot_invoice_when = "delivered"
        order = self._sell()
        self._deliver(order)
        self._run()
        self._credit(order.invoice_ids)
        self.assertEqual(order.invoice_status, "to invoice", "what core thinks")
        order.order_line.qty_delivered = 2
        order._mark_for_invoice()
        self._run()
        self.assertInvoiced(order, 119.0, -119.0)
        self.assertEqual(order.auto_invoice_state, "made")
        self.assertIn("by hand", order.auto_invoice_info)

    def test_cancelled_invoice_is_not_made_again(self):
        self.company.pylot_invoice_when = "delivered"
        order = self._sell()
        self._deliver(order)
        self._run()
        invoice = order.invoice_ids
        invoice.button_draft()
        invoice.button_cancel()
        order._mark_for_invoice()
        self._run()
        self.assertEqual(order.invoice_ids, invoice)

    def test_more_is_sold_afterwards(self):
        self.company.pylot_invoice_when = "delivered"
        order = self._sell()
        self._deliver(order)
        self._run()
        order.order_line = [Command.create({"product_id": self.pump.id, "product_uom_qty": 2})]
        self._run()
        self.assertInvoiced(order, 119.0)
        self._deliver(order)
        self._run()
        self.assertInvoiced(order, 119.0, 238.0)

    # === WHAT ELSE WAS INVOICED ===

    def test_rest_of_what_was_invoiced_by_hand(self):
        self.company.pylot_invoice_when = "delivered"
        self.pump.invoice_policy = "delivery"
        order = self._sell((self.pump, 3))
        order.order_line.qty_delivered = 1
        order._create_invoices().action_post()
        self._deliver(order)
        self._run()
        self.assertInvoiced(order, 119.0, 238.0)

    def test_down_payment_is_deducted(self):
        self.company.pylot_invoice_when = "delivered"
        order = self._sell()
        self._down_pay(order, 50)
        self._deliver(order)
        self._run()
        self.assertInvoiced(order, 50.0, 69.0)

    def test_all_was_paid_down(self):
        self.company.pylot_invoice_when = "delivered"
        order = self._sell()
        self._down_pay(order, 119)
        self._deliver(order)
        self._run()
        self.assertInvoiced(order, 119.0, 0.0)

    @mute_logger(RUN_LOG)
    def test_a_credit_note_is_made_by_hand(self):
        self.company.pylot_invoice_when = "delivered"
        order = self._sell()
        self._down_pay(order, 119)
        order.order_line.filtered("is_deliverable").price_unit = 10
        self._deliver(order)
        self._run()
        self.assertInvoiced(order, 119.0)
        self.assertEqual(order.auto_invoice_state, "failed")
        self.assertIn("credit note", order.auto_invoice_reason)

    def test_costs_nothing(self):
        self.company.pylot_invoice_when = "delivered"
        gift = self._create_goods("Gift", 0.0)
        order = self._sell((gift, 1))
        self._deliver(order)
        self._run()
        self.assertInvoiced(order)
        self.assertFalse(order.auto_invoice_state)

    def test_cancelled_or_locked_meanwhile(self):
        self.company.pylot_invoice_when = "delivered"
        cancelled, locked = self._sell(), self._sell()
        self._deliver(cancelled | locked)
        self.env.cr.flush()
        cancelled._action_cancel()
        locked.action_lock()
        self._run()
        self.assertInvoiced(cancelled)
        self.assertFalse(cancelled.auto_invoice_at)
        self.assertInvoiced(locked, 119.0)

    def test_order_of_another_company(self):
        self.env["account.chart.template"].try_loading(
            "generic_coa", company=self.other_company, install_demo=False
        )
        self.other_company.pylot_invoice_when = "delivered"
        self.env.user.company_ids |= self.other_company
        order = self._sell(company_id=self.other_company.id, user_id=False)
        order.order_line.tax_ids = False
        self._deliver(order)
        self._run()
        self.assertInvoiced(order, 100.0)
        self.assertEqual(order.invoice_ids.company_id, self.other_company)

    # === WHAT GOES WRONG ===

    @mute_logger(RUN_LOG)
    def test_one_bad_order_stops_nobody(self):
        self.company.pylot_invoice_when = "delivered"
        orders = self._sell() | self._sell() | self._sell()
        model, bad = type(orders), orders[1]
        prepare = model._prepare_invoice

        def fail(order):
            if order.id == bad.id:
                raise ZeroDivisionError
            return prepare(order)

        self._deliver(orders)
        with patch.object(model, "_prepare_invoice", fail):
            self._run()
        self.assertEqual(
            orders.mapped("auto_invoice_state"), ["made", "failed", "made"], "as before and after"
        )
        self.assertEqual(bad.auto_invoice_reason, "ZeroDivisionError")
        self._run()
        self.assertInvoiced(bad)
        with freeze_time(Datetime.now() + timedelta(hours=4, minutes=1)):
            self._run()
        self.assertInvoiced(bad, 119.0)
        self.assertFalse(bad.auto_invoice_reason)

    @mute_logger(RUN_LOG)
    def test_draft_is_looked_at_first(self):
        self.company.pylot_invoice_when = "delivered"
        order = self._sell((self.pump, 1), (self.service, 1))
        draft = self._down_pay(order, 50)
        draft.button_draft()
        self._deliver(order)
        self._run()
        failed = self.env["sale.order"].search([("auto_invoice_state", "=", "failed")])
        self.assertEqual(failed, order, "in the work list")
        self.assertIn("draft", order.auto_invoice_info)
        draft.action_post()
        order.with_user(self.seller).action_retry_invoice()
        self._run()
        self.assertInvoiced(order, 50.0, 307.0)

    def test_click_is_not_stopped(self):
        """Whatever is wrong with the invoice: who finishes a visit does not hear of it."""
        self.company.pylot_invoice_when = "visits"
        order = self._sell((self.service, 1))
        with patch.object(type(order), "_create_invoices", side_effect=UserError("No")):
            self._finish(order.visit_ids)
            self.env.cr.flush()
        self.assertEqual(order.visit_ids.visit_state, "done")
        self.assertTrue(order.auto_invoice_at)
        self.assertInvoiced(order)

    def test_copy_begins_anew(self):
        order = self._sell(invoice_when="delivered")
        self._deliver(order)
        self._run()
        copy = order.copy()
        self.assertEqual(copy.invoice_when, "delivered")
        self.assertFalse(copy.auto_invoice_state or copy.auto_invoice_at)

    # === WHO SEES IT ===

    def test_form_of_the_seller(self):
        order = self._sell(invoice_when="delivered")
        self._run()
        with Form(order.with_user(self.seller)) as form:
            self.assertEqual(form.auto_invoice_info, "Waiting: When Everything Is Delivered")
        self.assertNotIn("auto_invoice_reason", order.with_user(self.technician_user).fields_get())

    def test_stranger_cannot_retry(self):
        order = self._sell()
        with self.assertRefused("not allowed", UserError):
            order.with_user(self.plain_user).action_retry_invoice()

    # === WHAT IT COSTS ===

    def _count(self, action):
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before

    def test_budget_of_marking(self):
        """Confirmed in one go, a hundred cost what one costs, however they are invoiced."""
        self.company.pylot_invoice_when = "paid"
        orders = self.env["sale.order"].union(*(self._sell() for _number in range(32)))
        orders[0]._queue_invoice("paid")
        one = self._count(lambda: orders[1]._queue_invoice("paid"))
        many = self._count(lambda: orders[2:]._queue_invoice("paid"))
        self.assertEqual(many, one)
        self.assertLessEqual(one, 6)
        self.assertTrue(all(orders.mapped("auto_invoice_at")))

    def test_budget_of_deliveries(self):
        self.company.pylot_invoice_when = "delivered"
        orders = self.env["sale.order"].union(*(self._sell() for _number in range(32)))
        lines = orders.order_line
        lines[0].write({"qty_delivered": 1})
        self.env.cr.flush()
        few = self._count(lambda: lines[1:3].write({"qty_delivered": 1}))
        many = self._count(lambda: lines[3:].write({"qty_delivered": 1}))
        self.assertLessEqual(many, few)

    def _run_all(self, orders):
        """A run ends after ten seconds; it would be called again."""
        while any(orders.mapped("auto_invoice_at")):
            self._run()

    def test_budget_of_the_job(self):
        """Thirty in one run: each costs a few queries more (lock, commit, queue) than what Odoo
        needs to make and post one invoice, and a look at one that is not due yet next to
        nothing."""
        self.company.pylot_invoice_when = "delivered"
        orders = self.env["sale.order"].union(*(self._sell() for _number in range(32)))
        idle = self.env["sale.order"].union(*(self._sell() for _number in range(30)))
        first, second, due = orders[0], orders[1], orders[2:]
        first._create_invoices(final=True).action_post()
        core = self._count(lambda: second._create_invoices(final=True).action_post())
        self._deliver(due)
        each = self._count(lambda: self._run_all(due)) / len(due)
        self.assertEqual(set(due.mapped("auto_invoice_state")), {"made"})
        idle._mark_for_invoice()
        looked = self._count(lambda: self._run_all(idle)) / len(idle)
        self.assertFalse(any(idle.mapped("auto_invoice_at")))
        self.assertLessEqual(each, core + 30)
        self.assertLessEqual(looked, 15)
