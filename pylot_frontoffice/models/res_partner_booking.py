from odoo import models


class ResPartner(models.Model):
    """What an agent does for a customer, from the contact."""

    _inherit = "res.partner"

    def action_book_by_phone(self):
        """Open the booking dialog with this customer chosen."""
        self.ensure_one()
        return self.env["pylot.phone.booking"]._open({"partner_id": self.id})

    def action_send_booking_link(self):
        """Open a personal booking link for this customer, to be sent or copied."""
        self.ensure_one()
        return self.env["pylot.invitation"]._open(partner=self)
