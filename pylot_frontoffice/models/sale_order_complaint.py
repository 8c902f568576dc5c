from odoo import models


class SaleOrder(models.Model):
    """How much of an order can still be replaced, and orders that replace something."""

    _name = "sale.order"
    _inherit = ["sale.order", "pylot.complaint.settlement"]

    _remedy_field = "sale_order_id"

    def _get_replaceable_quantities(self):
        """:return: dict of each line of goods or work to the quantity that can be replaced"""
        self.ensure_one()
        return {
            line: line._get_replaceable_quantity()
            for line in self.order_line
            if not line.display_type and line.product_id and not line.is_downpayment
        }

    def write(self, vals):
        """A replacement is done when its order is confirmed."""
        result = super().write(vals)
        if "state" in vals:
            self._get_remedies_sudo()._sync_state()
        return result
