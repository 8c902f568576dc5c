from odoo import fields, models


class PylotComplaintAnonymise(models.TransientModel):
    """The dialog that asks before complaints are made anonymous."""

    _name = "pylot.complaint.anonymise"
    _description = "Make Complaints Anonymous"

    complaint_ids = fields.Many2many("pylot.complaint", context={"active_test": False})

    def action_anonymise(self):
        self.complaint_ids._anonymise()
        return {"type": "ir.actions.act_window_close"}
