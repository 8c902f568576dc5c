from odoo import fields, models

from ..const import COMPLAINT_STATES


class PylotComplaintStage(models.Model):
    """A column of the board. What it means is in ``state``, so that stages can be renamed, added
    and taken away without anything else knowing them."""

    _name = "pylot.complaint.stage"
    _description = "Complaint Stage"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    fold = fields.Boolean(string="Folded on the Board")
    state = fields.Selection(
        COMPLAINT_STATES,
        string="Meaning",
        required=True,
        default="working",
        help="Waiting for the customer stops the clock of the targets; solved and closed end it.",
    )
    team_ids = fields.Many2many(
        "pylot.team", string="Only for Teams", help="Empty: a stage of every team."
    )
