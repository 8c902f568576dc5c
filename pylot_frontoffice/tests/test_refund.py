from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .remedies_common import RemedyCommon


@tagged("post_install", "-at_install")
class TestRefund(RemedyCommon):
    """Money back, exactly, once, and never more than was invoiced."""

    def test_an_amount_is_credited_with_its_taxes(self):
        """Of an invoice with two taxes, each in its proportion; to the cent, for any amount."""
        for amount in (0.01, 33.33, 100.0, 226.0):
            with self.subTest(amount=amount):
                invoice = self._create_invoice((100, 1, self.vat), (50, 2, self.reduced_vat))
                refund = self._add_remedy(self._complain(invoice), "refund", amount=amount)
                refund.action_do()
                credit = refund.sudo().refund_move_id
                self.assertRecordValues(
                    refund, [{"state": "done", "amount": amount, "done_by_id": self.agent_user.id}]
                )
                self.assertRecordValues(
                    credit,
                    [
                        {
                            "move_type": "out_refund",
                            "state": "posted",
                            "amount_total": amount,
                            "reversed_entry_id": invoice.id,
                            "complaint_id": refund.complaint_id.id,
                        }
                    ],
                )
                self.assertAlmostEqual(invoice.amount_residual, 226 - amount)
        by_tax = {
            line.tax_line_id: abs(line.balance) for line in credit.line_ids if line.tax_line_id
        }
        self.assertEqual(by_tax, {self.vat: 19.0, self.reduced_vat: 7.0})

    def test_chosen_lines(self):
        invoice = self._create_invoice((100, 3, self.vat), (10, 1, self.vat))
        refund = self._add_remedy(self._complain(invoice), "refund", quantities=(1,))
        self.assertEqual(refund.line_ids.mapped("max_quantity"), [3, 1])
        self.assertEqual(refund.amount, 119)
        refund.action_do()
        credit = refund.sudo().refund_move_id
        self.assertRecordValues(
            credit.invoice_line_ids,
            [
                {
                    "quantity": 1,
                    "price_unit": 100,
                    "tax_ids": self.vat.ids,
                    "refunded_line_id": invoice.invoice_line_ids[0].id,
                }
            ],
        )
        self.assertEqual(credit.amount_total, 119)
        self.assertEqual(refund.cost, 100, "taxes come back from the tax office")
        self.assertEqual(refund.complaint_id.cost_total, 100)

    def test_never_more_of_a_line_than_was_invoiced(self):
        invoice = self._create_invoice((10, 3, self.vat))
        complaint = self._complain(invoice)
        self._add_remedy(complaint, "refund", quantities=(2,)).action_do()
        again = self._add_remedy(complaint, "refund", quantities=(2,))
        self.assertEqual(again.line_ids.max_quantity, 1)
        with self.assertRefused("1.0 can still be refunded, not 2.0", UserError):
            again.action_do()
        again.line_ids.quantity = 1
        again.action_do()
        self.assertEqual(again.state, "done")
        self.assertEqual(invoice.payment_state, "reversed")

    def test_parts_come_to_the_whole(self):
        """19 % of 9.99 three times is one cent more than of 29.97."""
        invoice = self._create_invoice((9.99, 3, self.vat))
        self.assertEqual(invoice.amount_total, 35.66)
        complaint = self._complain(invoice)
        refunds = [self._add_remedy(complaint, "refund", quantities=(1,)) for _part in range(3)]
        for refund in refunds:
            refund.action_do()
        self.assertEqual([each.amount for each in refunds], [11.89, 11.89, 11.88])
        self.assertEqual(invoice.amount_residual, 0)

    def test_never_more_than_the_invoice_whoever_has_credited_it(self):
        """By Odoo's own button, posted or still a draft, or typed by hand and reconciled."""
        invoice = self._create_invoice((100, 2, self.vat))
        complaint = self._complain(invoice)
        draft = invoice._reverse_moves([{"invoice_date": fields.Date.today()}])
        draft.invoice_line_ids.quantity = 1
        by_hand = self._create_invoice((50, 1, self.vat), move_type="out_refund", post=True)
        receivable = (invoice | by_hand).line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        receivable.reconcile()
        refund = self._add_remedy(complaint, "refund", amount=59.51)
        self.assertEqual(refund.refundable, 59.5)
        with self.assertRefused("can still be refunded", UserError):
            refund.action_do()
        lines = self._add_remedy(complaint, "refund", quantities=(1,))
        self.assertEqual(lines.line_ids.max_quantity, 1, "the draft has taken the other")
        with self.assertRefused("can still be refunded", UserError):
            lines.action_do()
        refund.amount = 59.5
        refund.action_do()
        self.assertEqual(refund.state, "done")
        draft.button_cancel()
        self.assertEqual(invoice._get_refundable_amount(), 119)

    def test_credited_by_way_of_the_order(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.pump.id, "product_uom_qty": 3})],
            }
        )
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        order.order_line.qty_delivered = 3
        credit = self._create_invoice((100, 2, self.vat), move_type="out_refund", post=False)
        credit.invoice_line_ids.sale_line_ids = order.order_line
        refund = self._add_remedy(self._complain(invoice), "refund")
        self.assertEqual(refund.line_ids.max_quantity, 1)

    def test_other_currency(self):
        """The limit is in the company's currency, the credit note in the invoice's."""
        currency = self.env["res.currency"].create(
            {
                "name": "XPL",
                "symbol": "P",
                "rounding": 0.01,
                "rate_ids": [Command.create({"name": "2020-01-01", "rate": 2.0})],
            }
        )
        invoice = self._create_invoice((1000, 1, self.vat), currency_id=currency.id)
        complaint = self._complain(invoice)
        refund = self._add_remedy(complaint, "refund", amount=500)
        self.assertEqual(refund.currency_id, currency)
        refund.action_do()
        credit = refund.sudo().refund_move_id
        self.assertRecordValues(credit, [{"currency_id": currency.id, "amount_total": 500}])
        self.assertEqual(refund.state, "done", "500 are 250")
        self.assertAlmostEqual(refund.cost, 210.08)
        more = self._add_remedy(complaint, "refund", amount=0.02)
        more.action_do()
        self.assertEqual(more.state, "approval", "many small ones are a big one")

    def test_what_cannot_be_refunded(self):
        stranger = self.env["res.partner"].create({"name": "Somebody"})
        foreign = self._create_invoice(partner_id=stranger.id)
        draft = self._create_invoice(post=False)
        complaint = self._complain(self._create_invoice())
        for text, values in (
            ("Choose the invoice", {"move_id": False, "amount": 1}),
            ("no invoice of this customer", {"move_id": foreign.id, "amount": 1}),
            ("no posted invoice", {"move_id": draft.id, "amount": 1}),
            ("Choose how much", {}),
            ("Choose how much", {"amount": -1}),
        ):
            with self.subTest(values=values):
                refund = self._add_remedy(complaint, "refund", **values)
                with self.assertRefused(text, UserError):
                    refund.action_do()
                self.assertEqual(refund.state, "draft")
        of_stranger = self._add_remedy(complaint, "refund", move_id=foreign.id)
        self.assertFalse(of_stranger.line_ids, "nothing of it is shown")
        self.assertFalse(of_stranger.refundable)

    # === FOUR EYES ===

    def _ask(self, user=None, amount=300):
        invoice = self._create_invoice((1000, 1, self.vat))
        refund = self._add_remedy(
            self._complain(invoice), "refund", user, amount=amount, note="Broken"
        )
        refund.action_do()
        return refund

    def test_above_the_limit_somebody_else_approves(self):
        refund = self._ask()
        credit = refund.sudo().refund_move_id
        self.assertEqual((refund.state, credit.state), ("approval", "draft"))
        self.assertTrue(refund.complaint_id._has_open_actions())
        activity = refund.complaint_id.activity_ids
        self.assertEqual(activity.user_id, self.dispatcher_user)
        self.assertIn("300", activity.summary)
        approving = refund.with_user(self.dispatcher_user)
        approving.action_approve()
        approving.action_approve()
        self.assertRecordValues(
            refund,
            [
                {
                    "state": "done",
                    "asked_by_id": self.agent_user.id,
                    "approved_by_id": self.dispatcher_user.id,
                    "done_by_id": self.dispatcher_user.id,
                }
            ],
        )
        self.assertEqual((credit.state, credit.amount_total), ("posted", 300))
        self.assertFalse(refund.complaint_id.activity_ids)
        self.assertFalse(refund.complaint_id._has_open_actions())

    def test_at_the_limit_one_is_enough(self):
        self.assertEqual(self._ask(amount=250).state, "done")
        self.assertEqual(self._ask(amount=250.01).state, "approval")

    def test_who_asked_does_not_approve(self):
        refund = self._ask(self.dispatcher_user)
        self.assertEqual(refund.state, "approval")
        self.assertNotEqual(refund.complaint_id.activity_ids.user_id, self.dispatcher_user)
        with self.assertRefused("somebody else", UserError):
            refund.action_approve()
        with self.assertRefused("somebody else", UserError):
            refund.sudo().action_approve()
        refund.with_user(self.manager_user).action_approve()
        self.assertEqual(refund.state, "done")

    def test_agents_do_not_approve(self):
        refund = self._ask(self.dispatcher_user)
        with self.assertRefused("Dispatchers and managers", AccessError):
            refund.with_user(self.agent_user).action_approve()

    def test_accounting_does_not_slip_past(self):
        """The draft can be found in the journal; posted or changed there it is not approved."""
        refund = self._ask()
        credit = refund.sudo().refund_move_id
        with self.assertRefused("waits for the approval", UserError):
            credit.action_post()
        credit.invoice_line_ids.price_unit = 500
        with self.assertRefused("changed since", UserError):
            refund.with_user(self.dispatcher_user).action_approve()
        credit.unlink()
        self.assertRecordValues(refund, [{"state": "draft", "approved_at": False}])
        refund.action_do()
        self.assertEqual(refund.state, "approval")

    def test_credited_meanwhile(self):
        refund = self._ask(amount=1000)
        invoice = refund.sudo().move_id
        elsewhere = invoice._reverse_moves([{"invoice_date": fields.Date.today()}])
        with self.assertRefused("More has been credited", UserError):
            refund.with_user(self.dispatcher_user).action_approve()
        elsewhere.button_cancel()
        refund.with_user(self.dispatcher_user).action_approve()
        self.assertEqual(refund.state, "done")

    def test_given_up(self):
        refund = self._ask()
        credit = refund.sudo().refund_move_id
        refund.action_cancel()
        self.assertEqual((refund.state, credit.state), ("cancelled", "cancel"))
        self.assertFalse(refund.complaint_id.activity_ids)
        refund.with_user(self.dispatcher_user).action_approve()
        self.assertEqual(refund.state, "cancelled")

    # === AFTERWARDS ===

    def test_accounting_posts(self):
        self.company.pylot_refund_post = False
        refund = self._ask(amount=100)
        credit = refund.sudo().refund_move_id
        self.assertEqual((refund.state, credit.state), ("draft", "draft"))
        refund.action_do()
        self.assertEqual(refund.sudo().refund_move_id, credit, "not a second one")
        credit.action_post()
        self.assertEqual(refund.state, "done")
        credit.button_draft()
        self.assertEqual(refund.state, "draft")
        self.assertEqual(refund.complaint_id.cost_total, 0)
        credit.button_cancel()
        self.assertEqual(refund.state, "cancelled")

    def test_done_is_done(self):
        refund = self._ask(amount=100)
        refund.action_do()
        self.assertEqual(len(refund.sudo().move_id.reversal_move_ids), 1, "a second click")
        for change in ({"amount": 1}, {"note": "x"}, {"kind": "other"}, {"move_id": False}):
            with self.subTest(change=change), self.assertRefused("cannot be changed", UserError):
                refund.write(change)
        with self.assertRefused("cannot be changed", UserError):
            refund.line_ids.write({"quantity": 1})
        with self.assertRefused("is done", UserError):
            refund.action_cancel()
        with self.assertRefused("cannot be changed", UserError):
            refund.with_user(self.manager_user).unlink()
        self.assertIn("100.00", refund.complaint_id.message_ids[0].body)
