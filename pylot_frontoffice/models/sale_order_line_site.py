from odoo import fields, models


class SaleOrderLine(models.Model):
    """What is charged for a visit that nobody has sold before."""

    _inherit = "sale.order.line"

    done_event_id = fields.Many2one(
        "calendar.event",
        string="Charged for",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The visit that this line was made for, after it was done.",
    )

    def _get_visit_type(self):
        """It has been visited, and needs no visit."""
        if self.done_event_id:
            return self.env["pylot.appointment.type"]
        return super()._get_visit_type()

    def _deliver_done(self):
        """It has been done, unless something else counts it."""
        for line in self.filtered(lambda line: line.qty_delivered_method == "manual"):
            if line.qty_delivered < line.product_uom_qty:
                line.qty_delivered = line.product_uom_qty
