from odoo import models
from odoo.exceptions import UserError
from odoo.tools import float_compare, float_is_zero


class SaleOrder(models.Model):
    """Whether an invoice is due, and making it with Odoo's own means."""

    _inherit = "sale.order"

    # === IS IT DUE ===

    def _is_invoice_due(self):
        """:return: whether what this order waits for has happened. ``_is_due_<when>`` says it for
        each choice. Orders that cost nothing are not invoiced."""
        self.ensure_one()
        if self.state != "sale" or self.currency_id.is_zero(self.amount_total):
            return False
        is_due = getattr(self, f"_is_due_{self._get_invoice_when()}", None)
        return bool(is_due and is_due())

    def _is_due_paid(self):
        """Money that is here, not money that is only reserved, less what has been paid back."""
        done = self.transaction_ids.filtered(
            lambda payment: payment.state == "done" and payment.operation != "validation"
        )
        # paying back is a transaction of its own, with an amount below zero, that core does not
        # link with the order
        done |= done.child_transaction_ids.filtered(
            lambda payment: payment.state == "done" and payment.operation == "refund"
        )
        paid = sum(done.mapped("amount"))
        return self.currency_id.compare_amounts(paid, self.amount_total) >= 0

    def _is_due_delivered(self):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        lines = self.order_line.filtered("is_deliverable")
        return bool(lines) and all(
            float_compare(line.qty_delivered, line.product_uom_qty, digits) >= 0 for line in lines
        )

    def _is_due_visits(self):
        """All that were not cancelled are done. One where nobody was at home is not: somebody
        plans it anew, or cancels it."""
        visits = self.visit_ids.filtered(lambda visit: visit.visit_state != "cancelled")
        return bool(visits) and set(visits.mapped("visit_state")) == {"done"}

    def _has_taken_back(self):
        """:return: whether somebody has credited or cancelled something of this order. Core then
        counts it as not invoiced; a job must not invoice it again."""
        return any(
            move.state == "cancel" if move.move_type == "out_invoice" else move.state != "cancel"
            for move in self.order_line.invoice_lines.move_id
            if move.move_type in ("out_invoice", "out_refund")
        )

    # === MAKING IT ===

    def _create_due_invoice(self):
        """:return: the invoice, posted; none when nothing is left to invoice
        :raise UserError: when a person has to look at it first"""
        invoices = self._prepare_due_invoice()
        invoices.action_post()
        return invoices

    def _prepare_due_invoice(self):
        """Of several orders of one company, an invoice together where core can write one.

        :return: the invoice, a draft; none when nothing is left to invoice
        :raise UserError: when a person has to look at it first"""
        orders = self.with_company(self.company_id)
        if any(move.state == "draft" for move in orders.order_line.invoice_lines.move_id):
            raise UserError(
                self.env._("There is a draft of an invoice for this order: post or delete it.")
            )
        for order in orders:
            if order._get_invoice_when() == "paid":
                # as core does: paid is paid, whether delivered or not
                order._force_lines_to_invoice_policy_order()
        due = orders.filtered(lambda order: order._has_something_to_invoice())
        if not due:
            return self.env["account.move"]
        invoices = due._create_invoices(grouped=len(due) == 1, final=True)
        if any(move.move_type != "out_invoice" for move in invoices):
            raise UserError(
                self.env._("More has been invoiced than is due: a credit note is made by hand.")
            )
        return invoices

    def _has_something_to_invoice(self):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return any(
            line.qty_to_invoice > 0 and not float_is_zero(line.qty_to_invoice, digits)
            for line in self.order_line
            if not line.display_type and not line.is_downpayment
        )
