from odoo import api, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """How much of an invoice can still be refunded, whoever has credited the rest, and what a
    credit note means for the complaint it settles."""

    _name = "account.move"
    _inherit = ["account.move", "pylot.complaint.settlement"]

    _remedy_field = "refund_move_id"

    # === HOW MUCH IS LEFT ===

    def _get_credit_notes(self):
        """:return: drafts too: whoever makes them means to give the money back"""
        return self.reversal_move_ids.filtered(
            lambda move: move.move_type == "out_refund" and move.state != "cancel"
        )

    def _get_refundable_amount(self, besides=None):
        """:param besides: a credit note that does not count
        :return: what was invoiced and not credited yet, taxes included, in the currency of the
            invoice"""
        self.ensure_one()
        credits = self._get_credit_notes()
        if besides:
            credits -= besides
        taken = sum(
            credit.currency_id._convert(
                credit.amount_total, self.currency_id, self.company_id, credit.date
            )
            for credit in credits
        )
        receivable = self.line_ids.filtered(lambda line: line.display_type == "payment_term")
        for partial in receivable.matched_credit_ids:
            other = partial.credit_move_id.move_id
            if other.move_type == "out_refund" and other not in self.reversal_move_ids:
                taken += partial.debit_amount_currency
        return max(self.currency_id.round(self.amount_total - taken), 0.0)

    def _get_refundable_quantities(self):
        """:return: dict of each line of goods or work to the quantity that is not credited yet"""
        self.ensure_one()
        left = {
            line: line.quantity
            for line in self.invoice_line_ids
            if line.display_type == "product" and line.quantity > 0
        }
        unknown = []
        credited = self._get_credit_notes().invoice_line_ids.filtered("quantity")
        for line in credited.filtered(lambda line: line.display_type == "product"):
            if line.refunded_line_id in left:
                left[line.refunded_line_id] -= line._get_quantity_in(line.refunded_line_id)
            elif line.product_id:
                unknown.append(line)
        for line in unknown:
            self._subtract_by_product(left, line)
        for line in left:
            if line.sale_line_ids:  # credited by way of the order
                left[line] = min(left[line], sum(line.sale_line_ids.mapped("qty_invoiced")))
        return {line: max(quantity, 0.0) for line, quantity in left.items()}

    def _subtract_by_product(self, left, credited):
        """Credit notes typed by hand do not say which line they are about."""
        for line in left:
            if line.product_id == credited.product_id and left[line] > 0:
                quantity = credited._get_quantity_in(line)
                left[line] -= quantity
                return

    # === WHAT IT MEANS FOR THE COMPLAINT ===

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._get_remedies_sudo()._sync_state()
        return result

    def _post(self, soft=True):
        for remedy in self._get_remedies_sudo():
            if remedy.state == "approval":
                raise UserError(
                    self.env._(
                        "%(remedy)s waits for the approval of somebody else.",
                        remedy=remedy.display_name,
                    )
                )
        return super()._post(soft=soft)

    @api.ondelete(at_uninstall=False)
    def _unlink_and_open_remedies(self):
        """Without its credit note a refund is to be done again, and to be approved again."""
        self._get_remedies_sudo()._forget_credit_note()
