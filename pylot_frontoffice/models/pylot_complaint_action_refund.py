from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare


class PylotComplaintAction(models.Model):
    """Refund: a credit note of chosen lines, or of an amount, of one invoice."""

    _inherit = "pylot.complaint.action"

    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        index="btree_not_null",
        check_company=True,
        domain="[('move_type', '=', 'out_invoice'), ('state', '=', 'posted')]",
        help="What is refunded or reduced.",
    )
    refund_move_id = fields.Many2one(
        "account.move",
        string="Credit Note",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    refundable = fields.Monetary(
        string="Can Be Refunded",
        compute="_compute_refundable",
        compute_sudo=True,
        help="What was invoiced, without what has been credited already.",
    )

    @api.model
    def _get_result_fields(self):
        return super()._get_result_fields() | {"refund_move_id"}

    def _get_result(self):
        return self.sudo().refund_move_id or super()._get_result()

    @api.depends("move_id")
    def _compute_currency(self):
        invoiced = self.filtered("move_id")
        for action in invoiced:
            action.currency_id = action.move_id.currency_id
        return super(PylotComplaintAction, self - invoiced)._compute_currency()

    @api.depends("move_id", "refund_move_id")
    def _compute_refundable(self):
        for action in self:
            move = action.move_id if action._is_own_invoice() else action.move_id.browse()
            action.refundable = move and move._get_refundable_amount()

    def _is_own_invoice(self):
        """:return: whether the invoice is one of this customer, or the one complained about"""
        action = self.sudo()
        move, complaint = action.move_id, action.complaint_id
        customer = complaint.partner_id.commercial_partner_id
        return bool(move) and (
            move == complaint.move_id or (customer and move.commercial_partner_id == customer)
        )

    # === CHOOSING ===

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions.filtered(
            lambda action: action.kind == "refund" and not action.line_ids
        )._offer_invoice_lines_sudo()
        return actions

    def write(self, vals):
        result = super().write(vals)
        if "move_id" in vals:
            self.filtered(lambda action: action.kind == "refund")._offer_invoice_lines_sudo()
        return result

    def _offer_invoice_lines_sudo(self):
        """Show what is on the invoice and how much of it can still be refunded."""
        for action in self.sudo():
            action.line_ids.unlink()
            if not action._is_own_invoice():
                continue
            left = action.move_id._get_refundable_quantities()
            action.env["pylot.complaint.action.line"].create(
                [
                    action._prepare_invoice_line_vals(line, quantity)
                    for line, quantity in left.items()
                ]
            )

    def _prepare_invoice_line_vals(self, line, quantity):
        return {
            "action_id": self.id,
            "move_line_id": line.id,
            "product_id": line.product_id.id,
            "name": (line.name or line.product_id.display_name or "").split("\n")[0],
            "max_quantity": quantity,
            "price": line.price_total / line.quantity if line.quantity else 0.0,
        }

    # === CHECKS ===

    def _check_refund(self):
        """:raise UserError: when the invoice, the lines or the amount cannot be refunded"""
        self._check_invoice()
        move = self.sudo().move_id
        move._lock_for_remedy()
        chosen = self.sudo()._get_chosen_lines()
        if not chosen:
            return self._check_amount(self.amount)
        left = move._get_refundable_quantities()
        for line in chosen:
            possible = left.get(line.move_line_id, 0.0)
            unit = line.move_line_id.product_uom_id.rounding or 0.01
            if float_compare(line.quantity, possible, precision_rounding=unit) > 0:
                raise UserError(
                    self.env._(
                        "Of “%(item)s”, %(possible)s can still be refunded, not %(wanted)s.",
                        item=line.name,
                        possible=possible,
                        wanted=line.quantity,
                    )
                )
        return None

    def _check_invoice(self):
        move = self.sudo().move_id
        if not move:
            raise UserError(self.env._("Choose the invoice that is credited."))
        is_posted = move.move_type == "out_invoice" and move.state == "posted"
        if not is_posted or move.company_id != self.sudo().company_id:
            raise UserError(
                self.env._("%(invoice)s is no posted invoice of the company.", invoice=move.name)
            )
        if not self._is_own_invoice():
            raise UserError(
                self.env._("%(invoice)s is no invoice of this customer.", invoice=move.name)
            )

    def _check_amount(self, amount):
        """:param float amount: that is to be credited, in the currency of the invoice"""
        action = self.sudo()
        currency, left = action.currency_id, action.move_id._get_refundable_amount()
        if currency.compare_amounts(amount, 0) <= 0:
            raise UserError(self.env._("Choose how much of which line, or an amount."))
        if currency.compare_amounts(amount, left) > 0:
            raise UserError(
                self.env._(
                    "Of %(invoice)s, %(left)s can still be refunded, not %(amount)s.",
                    invoice=action.move_id.name,
                    left=currency.format(left),
                    amount=currency.format(amount),
                )
            )

    # === DOING ===

    def _draft_refund(self):
        """The credit note, not posted: whoever approves reads what is given."""
        self._create_credit_note_sudo()

    def _recheck_refund(self):
        """What is approved is what was asked for."""
        action = self.sudo()
        credit = action.refund_move_id
        if credit.state != "draft" or action.currency_id.compare_amounts(
            credit.amount_total, action.amount
        ):
            raise UserError(
                self.env._(
                    "The credit note has been changed since it was asked for. Cancel this remedy "
                    "and add another one."
                )
            )
        action.move_id._lock_for_remedy()
        left = action.move_id._get_refundable_amount(besides=credit)
        if action.currency_id.compare_amounts(credit.amount_total, left) > 0:
            raise UserError(
                self.env._("More has been credited meanwhile: cancel this remedy and ask anew.")
            )

    def _do_refund(self):
        action = self.sudo()
        if action.company_id.pylot_refund_post and action.refund_move_id.state == "draft":
            action.refund_move_id.action_post()

    def _cancel_refund(self):
        credit = self.sudo().refund_move_id
        if credit.state == "draft":
            credit.button_cancel()

    def _get_result_state(self):
        if self.kind not in ("refund", "reduction"):
            return super()._get_result_state()
        state = self.sudo().refund_move_id.state
        if state in ("posted", "cancel"):
            return "done" if state == "posted" else "cancelled"
        return "approval" if self.state == "approval" else "draft"

    def _get_refund_cost(self):
        return abs(self.refund_move_id.amount_untaxed_signed)

    def _forget_credit_note(self):
        """Somebody has deleted it: nothing has been given, nothing is approved."""
        for action in self:
            action.write(
                {
                    "refund_move_id": False,
                    "state": "draft",
                    "asked_at": False,
                    "approved_by_id": False,
                    "approved_at": False,
                }
            )
            action._close_approval()
