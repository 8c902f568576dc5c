from odoo import api, fields, models


class PylotReplanLine(models.TransientModel):
    """What becomes of one visit."""

    _name = "pylot.replan.line"
    _description = "Visit of a Changed Day"
    _order = "old_start, id"

    replan_id = fields.Many2one("pylot.replan", required=True, index=True, ondelete="cascade")
    visit_id = fields.Many2one("calendar.event", required=True, readonly=True)
    customer_id = fields.Many2one(related="visit_id.customer_id")
    promise = fields.Char(string="Promised", readonly=True)
    # as it was when the proposal was made, to see whether somebody else has changed it since
    old_resource_id = fields.Many2one("resource.resource", string="Until Now", readonly=True)
    old_start = fields.Datetime(string="Begins Until Now", readonly=True)
    old_state = fields.Char(readonly=True)
    role = fields.Selection([("lead", "Leads"), ("helper", "Helps")], default="lead", readonly=True)
    outcome = fields.Selection(
        [("move", "Plan Anew"), ("tray", "Back to the Tray"), ("keep", "Leave")],
        string="What to Do",
        required=True,
        default="move",
    )
    resource_id = fields.Many2one(
        "resource.resource", string="Technician", domain="[('is_technician', '=', True)]"
    )
    start = fields.Datetime(string="Begins")
    candidate_ids = fields.Many2many("resource.resource", string="Can Come", readonly=True)
    candidates = fields.Text(
        string="Who Else", readonly=True, help="Who can come then, and why others cannot."
    )
    reasons = fields.Text(readonly=True)
    next_start = fields.Datetime(string="Next Free Time", readonly=True)
    next_resource_id = fields.Many2one("resource.resource", readonly=True)
    is_told = fields.Boolean(
        string="Customer Is Told",
        compute="_compute_is_told",
        help="They know the time until now, and it changes; or they get their first one.",
    )

    @api.depends("outcome", "start", "old_start", "visit_id", "replan_id.inform_customers")
    def _compute_is_told(self):
        for line in self:
            visit = line.visit_id.sudo()
            if visit.ics_uid:
                changes = line.outcome == "tray" or (
                    line.outcome == "move" and line._breaks_promise(line.start)
                )
            else:
                is_first = line.old_state == "draft" and line.outcome == "move"
                changes = is_first and bool(visit._get_notice_email())
            line.is_told = line.replan_id.inform_customers and changes

    def _breaks_promise(self, start):
        return bool(start) and self.visit_id._breaks_promise(start)

    def action_take_next(self):
        """The next time somebody is free, whatever was promised."""
        self.ensure_one()
        if self.next_start:
            self.write(
                {
                    "outcome": "move",
                    "resource_id": self.next_resource_id.id,
                    "start": self.next_start,
                }
            )
        return True

    def _is_unchanged(self):
        visit = self.visit_id
        now = (visit.start, visit.visit_state, self.old_resource_id in visit.technician_ids)
        return now == (self.old_start, self.old_state, bool(self.old_resource_id))

    def _prepare_tray_vals(self):
        """Back to where it waits for somebody to have time."""
        return {
            "visit_state": "draft",
            "technician_id": False,
            "helper_ids": [fields.Command.clear()],
        }
