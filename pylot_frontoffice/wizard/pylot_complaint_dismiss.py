from odoo import fields, models

from ..const import DISMISSALS


class PylotComplaintDismiss(models.TransientModel):
    """The dialog "No Complaint": why these end without a decision."""

    _name = "pylot.complaint.dismiss"
    _description = "End Complaints Without a Decision"

    complaint_ids = fields.Many2many("pylot.complaint", required=True)
    reason = fields.Selection(DISMISSALS[:3], required=True, default="spam")
    note = fields.Char(help="For whoever looks at it later. The customer hears nothing.")

    def action_dismiss(self):
        self.complaint_ids._dismiss(self.reason, self.note)
        return {"type": "ir.actions.act_window_close"}
