from odoo import api, fields, models


class PylotAssignTime(models.TransientModel):
    """A free time in the dialog: one click, and the candidates are those of that time."""

    _name = "pylot.assign.time"
    _description = "Free Time for a Visit"
    _order = "start, id"

    assign_id = fields.Many2one("pylot.assign", required=True, index=True, ondelete="cascade")
    start = fields.Datetime(required=True)
    name = fields.Char(compute="_compute_name")
    is_chosen = fields.Boolean(compute="_compute_is_chosen")

    @api.depends("start")
    def _compute_name(self):
        for time in self:
            time.name = time.start and time.assign_id._describe_time(
                time.start, time.assign_id.duration
            )

    @api.depends("start", "assign_id.start")
    def _compute_is_chosen(self):
        for time in self:
            time.is_chosen = time.start == time.assign_id.start

    def action_choose(self):
        wizard = self.assign_id
        wizard.start = self.start
        return wizard._reopen()
