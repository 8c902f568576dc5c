from odoo import fields, models


class SaleOrderLine(models.Model):
    """Lines that came with a visit, not before it."""

    _inherit = "sale.order.line"

    booked_type_id = fields.Many2one(
        "pylot.appointment.type",
        string="Booked As",
        copy=False,
        index="btree_not_null",
        help="The appointment that was booked before it was sold with this line.",
    )
    late_fee_event_id = fields.Many2one(
        "calendar.event",
        string="Cancelled Late",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The visit this fee is for.",
    )

    _late_fee_once = models.UniqueIndex(
        "(late_fee_event_id) WHERE late_fee_event_id IS NOT NULL",
        "The fee for this visit has been charged already.",
    )

    def write(self, vals):
        if "product_id" in vals and "booked_type_id" not in vals:
            # something else is sold now
            booked = self.filtered(
                lambda line: line.booked_type_id and line.product_id.id != vals["product_id"]
            )
            booked.booked_type_id = False
        return super().write(vals)

    def _get_visit_type(self):
        if self.late_fee_event_id:
            return self.env["pylot.appointment.type"]
        return self.booked_type_id or super()._get_visit_type()

    def _get_visit_plan(self):
        """However it is measured: what was booked once is one visit."""
        count, hours = super()._get_visit_plan()
        booked = self.booked_type_id
        if not count or not booked:
            return count, hours
        return self._count_begun(count * hours / booked.duration), booked.duration
