from odoo import fields, models


class PylotAssignLine(models.TransientModel):
    """The proposal for one of many visits."""

    _name = "pylot.assign.line"
    _description = "Proposal for a Visit"
    _order = "start, id"

    assign_id = fields.Many2one("pylot.assign", required=True, index=True, ondelete="cascade")
    visit_id = fields.Many2one("calendar.event", required=True)
    is_accepted = fields.Boolean(string="Accept", default=True)
    resource_id = fields.Many2one(
        "resource.resource", string="Technician", domain="[('is_technician', '=', True)]"
    )
    start = fields.Datetime()
    reasons = fields.Char()
