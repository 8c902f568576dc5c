from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import price_reduction


class PylotComplaintAction(models.Model):
    """Price reduction: the customer keeps it and pays less, in the proportion of § 441 (3) BGB."""

    _inherit = "pylot.complaint.action"

    price = fields.Monetary(
        string="Agreed Price",
        compute="_compute_price",
        store=True,
        readonly=False,
        precompute=True,
        help="Of what is defective, taxes included.",
    )
    sound_value = fields.Monetary(
        string="Value without the Defect", help="What it would be worth if it were in order."
    )
    actual_value = fields.Monetary(
        help="What it is worth with the defect, at the time of the contract."
    )
    reduced_price = fields.Monetary(compute="_compute_reduced_price")

    @api.depends("kind", "move_id")
    def _compute_price(self):
        for action in self:
            if action.kind == "reduction" and not action.price and action._is_own_invoice():
                product = action.complaint_id.product_id
                lines = action.move_id.invoice_line_ids.filtered(
                    lambda line, product=product: product and line.product_id == product
                )
                action.price = sum(lines.mapped("price_total")) or action.move_id.amount_total
            else:
                action.price = action.price or 0.0

    @api.depends("kind", "price", "sound_value", "actual_value")
    def _compute_amount(self):
        reduced = self.filtered(lambda action: action.kind == "reduction")
        for action in reduced:
            action.amount = action._get_reduction() or 0.0
        return super(PylotComplaintAction, self - reduced)._compute_amount()

    @api.depends("price", "amount")
    def _compute_reduced_price(self):
        for action in self:
            action.reduced_price = action.price - action.amount

    def _get_reduction(self):
        """:return: what the customer gets back; None when the values do not fit together"""
        unit = self.currency_id.rounding or 0.01
        try:
            refund = price_reduction.refund(self.price, self.sound_value, self.actual_value, unit)
        except ValueError:
            return None
        return float(refund)

    def _check_reduction(self):
        self._check_invoice()
        if self._get_reduction() is None:
            raise UserError(
                self.env._(
                    "Enter what it would be worth without the defect, and what it is worth with "
                    "it: not less than nothing, and not more than without."
                )
            )
        self.sudo().move_id._lock_for_remedy()
        self._check_amount(self.amount)

    def _draft_reduction(self):
        self._create_credit_note_sudo()

    def _recheck_reduction(self):
        self._recheck_refund()

    def _do_reduction(self):
        self._do_refund()

    def _cancel_reduction(self):
        self._cancel_refund()

    def _get_reduction_cost(self):
        return self._get_refund_cost()
