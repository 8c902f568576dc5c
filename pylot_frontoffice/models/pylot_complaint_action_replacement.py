from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_compare


class PylotComplaintAction(models.Model):
    """Replacement: an order that costs nothing, of what was ordered and is defective."""

    _inherit = "pylot.complaint.action"

    origin_order_id = fields.Many2one(
        "sale.order",
        string="Original Order",
        index="btree_not_null",
        check_company=True,
        domain="[('state', '=', 'sale')]",
    )
    confirm_order = fields.Boolean(
        string="Confirm at Once",
        default=True,
        help="Otherwise the order stays a quotation, and the remedy open, until somebody confirms.",
    )
    sale_order_id = fields.Many2one(
        "sale.order",
        string="Replacement Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model
    def _get_result_fields(self):
        return super()._get_result_fields() | {"sale_order_id"}

    def _get_result(self):
        return self.sudo().sale_order_id or super()._get_result()

    def _is_own_order(self):
        """:return: whether the order is one of this customer, or the one complained about"""
        action = self.sudo()
        order, complaint = action.origin_order_id, action.complaint_id
        customer = complaint.partner_id.commercial_partner_id
        return bool(order) and (
            order == complaint.sale_order_id
            or (customer and order.partner_id.commercial_partner_id == customer)
        )

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions.filtered(
            lambda action: action.kind == "replacement" and not action.line_ids
        )._offer_order_lines_sudo()
        return actions

    def write(self, vals):
        result = super().write(vals)
        if "origin_order_id" in vals:
            self.filtered(lambda each: each.kind == "replacement")._offer_order_lines_sudo()
        return result

    def _offer_order_lines_sudo(self):
        """Show what was ordered and how much of it can still be replaced."""
        for action in self.sudo():
            action.line_ids.unlink()
            if not action._is_own_order():
                continue
            left = action.origin_order_id._get_replaceable_quantities()
            action.env["pylot.complaint.action.line"].create(
                [
                    {
                        "action_id": action.id,
                        "sale_line_id": line.id,
                        "product_id": line.product_id.id,
                        "name": line.product_id.display_name,
                        "max_quantity": quantity,
                        "price": line.price_unit,
                    }
                    for line, quantity in left.items()
                ]
            )

    def _check_replacement(self):
        """:raise UserError: when the order or the quantities cannot be replaced"""
        action = self.sudo()
        order, chosen = action.origin_order_id, action._get_chosen_lines()
        if not order or order.state != "sale" or order.company_id != action.company_id:
            raise UserError(self.env._("Choose the confirmed order of what is replaced."))
        if not self._is_own_order():
            raise UserError(self.env._("%(order)s is no order of this customer.", order=order.name))
        if not chosen:
            raise UserError(self.env._("Choose how much of what is replaced."))
        order._lock_for_remedy()
        left = order._get_replaceable_quantities()
        for line in chosen:
            possible = left.get(line.sale_line_id, 0.0)
            unit = line.sale_line_id.product_uom_id.rounding or 0.01
            if float_compare(line.quantity, possible, precision_rounding=unit) > 0:
                raise UserError(
                    self.env._(
                        "Of “%(item)s”, %(possible)s can still be replaced, not %(wanted)s.",
                        item=line.name,
                        possible=possible,
                        wanted=line.quantity,
                    )
                )

    def _do_replacement(self):
        self._create_replacement_sudo()

    def _create_replacement_sudo(self):
        """Elevated, after all checks: agents settle complaints without the rights of sales."""
        action = self.sudo().with_company(self.company_id)
        customer = action.origin_order_id.partner_id
        orders = action.env["sale.order"].with_context(
            lang=customer.lang or self.env.lang, mail_create_nosubscribe=True
        )
        order = orders.create(action._prepare_replacement_vals())
        action._write_result_sudo({"sale_order_id": order.id})
        if action.confirm_order:
            order.action_confirm()

    def _prepare_replacement_vals(self):
        origin = self.origin_order_id
        lines = self._get_chosen_lines()
        return {
            "partner_id": origin.partner_id.id,
            "partner_invoice_id": origin.partner_invoice_id.id,
            "partner_shipping_id": origin.partner_shipping_id.id,
            "company_id": self.company_id.id,
            "pricelist_id": origin.pricelist_id.id,
            "origin": f"{origin.name}, {self.complaint_id.number}",
            "complaint_id": self.complaint_id.id,
            "require_signature": False,
            "require_payment": False,
            "order_line": [
                Command.create(self._prepare_replacement_line_vals(line)) for line in lines
            ],
        }

    def _prepare_replacement_line_vals(self, line):
        """The customer reads what it is worth, and that it costs nothing."""
        return {
            "product_id": (line.product_id or line.sale_line_id.product_id).id,
            "product_uom_id": line.sale_line_id.product_uom_id.id,
            "product_uom_qty": line.quantity,
            "discount": 100.0,
            "replaced_line_id": line.sale_line_id.id,
        }

    def _cancel_replacement(self):
        order = self.sudo().sale_order_id
        if order.state in ("draft", "sent"):
            order._action_cancel()

    def _get_result_state(self):
        if self.kind != "replacement":
            return super()._get_result_state()
        state = self.sudo().sale_order_id.state
        return {"sale": "done", "cancel": "cancelled"}.get(state, "draft")

    def _get_replacement_cost(self):
        """What the goods cost us."""
        return sum(
            line.product_uom_id._compute_quantity(
                line.product_uom_qty, line.product_id.uom_id, round=False
            )
            * line.product_id.with_company(self.company_id).standard_price
            for line in self.sale_order_id.order_line
            if line.product_id
        )
