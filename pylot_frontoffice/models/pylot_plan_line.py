from odoo import api, fields, models


class PylotPlanLine(models.Model):
    """What a plan proposes for one visit: where it was when that was computed, where it shall go,
    or why it goes nowhere."""

    _name = "pylot.plan.line"
    _description = "Planned Visit"
    _order = "plan_id desc, kind, start, id"
    _rec_name = "event_id"

    plan_id = fields.Many2one("pylot.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    event_id = fields.Many2one(
        "calendar.event", string="Visit", required=True, index=True, ondelete="cascade"
    )
    customer_id = fields.Many2one(related="event_id.customer_id")
    kind = fields.Selection(
        [("change", "Change"), ("left_out", "Left Out"), ("unchanged", "Unchanged")],
        required=True,
        readonly=True,
    )
    old_state = fields.Char(readonly=True)
    old_resource_id = fields.Many2one("resource.resource", string="Until Now", readonly=True)
    old_start = fields.Datetime(string="Time Until Now", readonly=True)
    old_stop = fields.Datetime(readonly=True)
    # where a draft stood in the calendar, which is no time anybody has to keep to
    draft_resource_id = fields.Many2one("resource.resource", readonly=True)
    draft_start = fields.Datetime(readonly=True)
    draft_stop = fields.Datetime(readonly=True)
    resource_id = fields.Many2one("resource.resource", string="Technician", readonly=True)
    helper_ids = fields.Many2many(
        "resource.resource", string="Helpers and Equipment", readonly=True
    )
    start = fields.Datetime(readonly=True)
    stop = fields.Datetime(readonly=True)
    is_accepted = fields.Boolean(string="Accept", default=True)
    is_told = fields.Boolean(
        string="Tell",
        compute="_compute_is_told",
        compute_sudo=True,
        help="The customer gets a message when this is accepted.",
    )
    reason = fields.Char(readonly=True)
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("applied", "Carried Out"),
            ("refused", "Not Possible Any More"),
            ("undone", "Taken Back"),
        ],
        default="proposed",
        required=True,
        readonly=True,
    )

    _once = models.UniqueIndex("(plan_id, event_id)", "A visit stands in a plan once.")

    @api.depends(
        "plan_id.is_telling", "kind", "start", "event_id.ics_uid", "old_start", "old_state"
    )
    def _compute_is_told(self):
        for line in self:
            event = line.event_id
            line.is_told = (
                line.kind == "change"
                and bool(event._get_notice_email())
                and (
                    line.plan_id._tells_changes() and self._is_new_time(line)
                    if event.ics_uid
                    else self._is_first_time(line)
                )
            )

    def _is_first_time(self, line):
        """Whether the customer shall hear now of a visit they know nothing of."""
        return line.plan_id.is_telling and line.old_state == "draft"

    def _is_new_time(self, line):
        """Whether what the customer was promised changes: who comes is not part of it, nor when
        within the window."""
        event = line.event_id
        if line.old_state == "draft":
            return True
        window = event.window_start and event.window_stop
        return line.start != line.old_start and not (
            window and event.window_start <= line.start <= event.window_stop
        )

    def action_assign_visit(self):
        """Open the proposals for this visit: who could do it, when, and why."""
        return self.event_id.action_assign()
