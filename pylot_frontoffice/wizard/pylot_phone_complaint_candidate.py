from odoo import fields, models


class PylotPhoneComplaintCandidate(models.TransientModel):
    """Who may be calling to complain."""

    _name = "pylot.phone.complaint.candidate"
    _description = "Possible Caller With a Complaint"
    _inherit = ["pylot.phone.caller.candidate"]
    _order = "id"
    _dialog_field = "call_id"

    call_id = fields.Many2one(
        "pylot.phone.complaint", required=True, index=True, ondelete="cascade"
    )
