from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """Letting the customer choose the times of what has been sold."""

    _inherit = "sale.order"

    def action_send_booking_link(self):
        """Open the personal link that plans the visits of this order, one after the other."""
        self.ensure_one()
        if self.state != "sale":
            raise UserError(
                self.env._("Confirm the order first: its visits are booked once it is binding.")
            )
        return self.env["pylot.invitation"]._open(visits=self.visit_ids)
