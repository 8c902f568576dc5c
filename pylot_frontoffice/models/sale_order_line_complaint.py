from odoo import fields, models


class SaleOrderLine(models.Model):
    """What a line has been replaced by."""

    _inherit = "sale.order.line"

    replaced_line_id = fields.Many2one(
        "sale.order.line",
        string="Replaces",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def _get_replaceable_quantity(self):
        """:return: what was delivered, or ordered where nobody writes deliveries down, without
        what has been replaced or refunded"""
        self.ensure_one()
        line = self.sudo()
        there = line.qty_delivered or line.product_uom_qty
        replacing = line.search(
            [("replaced_line_id", "=", line.id), ("order_id.state", "!=", "cancel")]
        )
        there -= sum(
            other.product_uom_id._compute_quantity(
                other.product_uom_qty, line.product_uom_id, round=False
            )
            for other in replacing
        )
        refunded = line.invoice_lines.filtered(
            lambda credit: (
                credit.move_id.move_type == "out_refund" and credit.move_id.state != "cancel"
            )
        )
        there -= sum(
            credit.product_uom_id._compute_quantity(
                credit.quantity, line.product_uom_id, round=False
            )
            for credit in refunded
        )
        return max(there, 0.0)
