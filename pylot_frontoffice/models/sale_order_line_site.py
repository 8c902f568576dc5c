from odoo import fields, models


class SaleOrderLine(models.Model):
    """Parts and extra work that a technician has added at the customer's."""

    _inherit = "sale.order.line"

    added_event_id = fields.Many2one(
        "calendar.event",
        string="Added on Site",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The visit during which this line was added.",
    )

    def _get_visit_type(self):
        """What is added at the customer's is done there, and needs no visit."""
        if self.added_event_id:
            return self.env["pylot.appointment.type"]
        return super()._get_visit_type()

    def _deliver_added(self):
        """What was added on site has been used there, unless something else counts it."""
        for line in self.filtered(lambda line: line.qty_delivered_method == "manual"):
            if line.qty_delivered < line.product_uom_qty:
                line.qty_delivered = line.product_uom_qty
