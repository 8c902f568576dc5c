from odoo import api, fields, models


class PylotAssignTime(models.TransientModel):
    """A free time in the dialog: one click, and the candidates are those of that time."""

    _name = "pylot.assign.time"
    _description = "Free Time for a Visit"
    _order = "start, id"

    assign_id = fields.Many2one("pylot.assign", required=True, index=True, ondelete="cascade")
    start = fields.Datetime(required=True)
    name = fields.Char(compute="_compute_name")

    @api.depends("start")
    def _compute_name(self):
        for time in self:
            time.name = time.start and time.assign_id._describe_time(
                time.start, time.assign_id.duration
            )

    def action_choose(self):
        wizard = self.assign_id
        wizard.start = self.start
        wizard._onchange_time()
        return wizard._reopen()
