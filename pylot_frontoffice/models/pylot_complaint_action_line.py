from odoo import api, fields, models
from odoo.exceptions import AccessError

# What people decide; the rest comes from the invoice or the order.
CHOSEN_FIELDS = {"quantity", "product_id"}


class PylotComplaintActionLine(models.Model):
    """An item that is refunded or replaced: a line of the invoice or of the order. Prices and
    quantities come from there, elevated: who works on a complaint need not have the rights of
    accounting or sales."""

    _name = "pylot.complaint.action.line"
    _description = "Item of a Remedy"
    _order = "id"

    action_id = fields.Many2one(
        "pylot.complaint.action", required=True, index=True, ondelete="cascade"
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Invoice Line",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    sale_line_id = fields.Many2one(
        "sale.order.line",
        string="Order Line",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    product_id = fields.Many2one("product.product", readonly=True, index="btree_not_null")
    name = fields.Char(string="Item", readonly=True)
    # what can be chosen when the row is made; the limit that counts is checked when it is done
    max_quantity = fields.Float(string="Possible", digits="Product Unit", readonly=True)
    quantity = fields.Float(digits="Product Unit")
    price = fields.Float(
        string="Unit Price", readonly=True, help="Of the invoice or order, taxes included."
    )
    currency_id = fields.Many2one("res.currency", related="action_id.currency_id")
    amount = fields.Monetary(compute="_compute_amount", store=True, precompute=True)

    _quantity_positive = models.Constraint("CHECK(quantity >= 0)", "A quantity cannot be negative.")

    @api.depends("quantity", "price", "action_id.kind", "action_id.currency_id")
    def _compute_amount(self):
        for line in self:
            amount = line.quantity * line.price if line.action_id.kind == "refund" else 0.0
            line.amount = line.currency_id.round(amount) if line.currency_id else amount

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - CHOSEN_FIELDS:
                raise AccessError(
                    self.env._("Items come from the invoice or the order; choose quantities.")
                )
            self.action_id._check_editable()
        return super().write(vals)
