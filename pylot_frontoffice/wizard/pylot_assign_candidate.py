from odoo import fields, models


class PylotAssignCandidate(models.TransientModel):
    """One technician in the dialog, with the reasons for the rank."""

    _name = "pylot.assign.candidate"
    _description = "Candidate for a Visit"
    _order = "id"

    assign_id = fields.Many2one("pylot.assign", required=True, index=True, ondelete="cascade")
    resource_id = fields.Many2one("resource.resource", string="Technician", required=True)
    score = fields.Float(string="Fit", digits=(5, 0), help="0 to 100, see the reasons.")
    is_qualified = fields.Boolean(string="Qualified")
    is_free = fields.Boolean(string="Free")
    reasons = fields.Char()

    def action_assign(self):
        return self.assign_id._assign(self.resource_id)
