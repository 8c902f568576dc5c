from odoo import fields, models


class PylotPhoneBookingCandidate(models.TransientModel):
    """Who may be calling to book a visit."""

    _name = "pylot.phone.booking.candidate"
    _description = "Possible Caller"
    _inherit = ["pylot.phone.caller.candidate"]
    _order = "id"

    booking_id = fields.Many2one(
        "pylot.phone.booking", required=True, index=True, ondelete="cascade"
    )
