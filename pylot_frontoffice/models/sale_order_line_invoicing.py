from odoo import api, fields, models
from odoo.tools import float_round

# Ids of lines whose delivery has changed are kept here until the end of the transaction.
NOTED = "pylot_frontoffice.delivered_lines"


class SaleOrderLine(models.Model):
    """What has been delivered, and that the invoice may be due then."""

    _inherit = "sale.order.line"

    is_deliverable = fields.Boolean(compute="_compute_is_deliverable")

    @api.depends("display_type", "is_downpayment", "product_id", "product_uom_qty")
    def _compute_is_deliverable(self):
        """Discounts, freight, fees and the head of a combination are not delivered themselves."""
        for line in self:
            line.is_deliverable = bool(
                line.product_id
                and line.product_id.type != "combo"
                and not line.display_type
                and not line.is_downpayment
                and not line.late_fee_event_id
                and line.product_uom_qty > 0
                and line._can_be_invoiced_alone()
            )

    def write(self, vals):
        result = super().write(vals)
        if {"qty_delivered", "product_uom_qty"} & vals.keys():
            self._note_delivery()
        return result

    def _compute_qty_delivered(self):
        """Goods from the stock, hours from timesheets: they are counted, not written."""
        result = super()._compute_qty_delivered()
        self._note_delivery()
        return result

    def _note_delivery(self):
        """At the end of the transaction, as nothing may be written while Odoo computes. Orders
        that are not invoiced by delivery cost nothing."""
        lines = self.sudo()._origin.filtered(
            lambda line: (
                line.order_id.state == "sale" and line.order_id._get_invoice_when() == "delivered"
            )
        )
        if not lines:
            return
        precommit = self.env.cr.precommit
        if NOTED not in precommit.data:
            precommit.data[NOTED] = set()
            precommit.add(lines.browse()._queue_noted)
        precommit.data[NOTED].update(lines.ids)

    @api.model
    def _queue_noted(self):
        noted = self.env.cr.precommit.data.pop(NOTED, ())
        self.browse(noted).exists().order_id._queue_invoice("delivered")

    # === DELIVERED BY VISITS ===

    def _deliver_visits(self):
        """What was sold as visits is delivered with them, unless somebody or something else has
        counted more. It never goes down: whoever reopens a visit says what was delivered."""
        lines = self.filtered(
            lambda line: line.state == "sale" and line.qty_delivered_method == "manual"
        )
        for quantity, same in lines.grouped(lambda line: line._count_delivered()).items():
            same.filtered(
                lambda line, quantity=quantity: line.qty_delivered < quantity
            ).qty_delivered = quantity

    def _count_delivered(self):
        """:return: quantity that the finished visits of this line are worth, in its unit"""
        self.ensure_one()
        count, _hours = self._get_visit_plan()
        done = len(self.visit_ids.filtered(lambda visit: visit.visit_state == "done"))
        if not count:
            return 0.0
        if done >= count:
            return self.product_uom_qty
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return float_round(self.product_uom_qty * done / count, precision_digits=digits)
