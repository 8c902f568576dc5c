from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..const import DONE_STATES


class PylotComplaint(models.Model):
    """What the stage means: when it was solved and closed, and how it comes back."""

    _inherit = "pylot.complaint"

    stage_id = fields.Many2one(
        "pylot.complaint.stage",
        compute="_compute_stage",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
        copy=False,
        ondelete="restrict",
        domain="['|', ('team_ids', '=', False), ('team_ids', 'in', team_id)]",
        group_expand="_read_group_stage",
    )
    state = fields.Selection(
        related="stage_id.state",
        string="Meaning of the Stage",
        store=True,
        precompute=True,
        index=True,
    )
    solved_at = fields.Datetime(string="Solved On", readonly=True, copy=False)
    closed_at = fields.Datetime(string="Closed On", readonly=True, copy=False)
    reopen_count = fields.Integer(string="Times Reopened", readonly=True, copy=False)
    first_response_at = fields.Datetime(
        string="First Answer",
        readonly=True,
        copy=False,
        help="When somebody of us wrote to the customer; no automatic message counts.",
    )
    customer_message_at = fields.Datetime(
        string="Last Heard of the Customer", readonly=True, copy=False
    )

    @api.depends("team_id")
    def _compute_stage(self):
        for team, complaints in self.grouped("team_id").items():
            stage = None
            for complaint in complaints:
                fits = not complaint.stage_id.team_ids or team in complaint.stage_id.team_ids
                if complaint.stage_id and fits:
                    continue
                if stage is None:
                    stage = self._find_stage("new", team)
                complaint.stage_id = stage

    @api.model
    def _read_group_stage(self, stages, domain):
        """All columns of the board, the empty ones too."""
        team_id = self.env.context.get("default_team_id")
        if not team_id:
            return stages.search(Domain.TRUE)
        return stages.search(["|", ("team_ids", "=", False), ("team_ids", "in", team_id)])

    @api.model
    def _find_stage(self, state, team):
        """:return: first stage of ``team`` that means ``state``, or none"""
        return self.env["pylot.complaint.stage"].search_fetch(
            [("state", "=", state), "|", ("team_ids", "=", False), ("team_ids", "in", team.ids)],
            ["state"],
            limit=1,
        )

    def _set_state(self, state):
        """Move to the first stage of the team that means ``state``; those in one stay."""
        for team, complaints in (
            self.filtered(lambda each: each.state != state).grouped("team_id").items()
        ):
            stage = self._find_stage(state, team)
            if stage:
                complaints.write({"stage_id": stage.id})

    def write(self, vals):
        before = {complaint: complaint.state for complaint in self} if "stage_id" in vals else {}
        result = super().write(vals)
        for complaint, state in before.items():
            if state != complaint.state:
                complaint._on_state(state)
        return result

    def _on_state(self, before):
        """Hook: the meaning of the stage has changed from ``before`` to ``state``."""
        self.ensure_one()
        now = fields.Datetime.now()
        was_done, is_done = before in DONE_STATES, self.state in DONE_STATES
        values = {}
        if is_done and not was_done:
            values["solved_at"] = now
        if was_done and not is_done:
            values.update(solved_at=False, reopen_count=self.reopen_count + 1)
        if (self.state == "closed") != bool(self.closed_at):
            values["closed_at"] = now if self.state == "closed" else False
        if values:
            self.write(values)

    def _is_reopenable(self):
        """:return: whether a word of the customer opens this one again, and no new one"""
        self.ensure_one()
        days = self.company_id.pylot_reopen_days
        return bool(
            self.solved_at and self.solved_at + timedelta(days=days) >= fields.Datetime.now()
        )

    def _receive_customer_message(self):
        """The customer has written or called, by whatever way: note it, go on, open again. What
        has been over for too long is the business of the caller, see ``_is_reopenable``."""
        self.customer_message_at = fields.Datetime.now()
        resumed = self.filtered(
            lambda each: (
                each.state == "waiting_customer"
                or (each.state in DONE_STATES and each._is_reopenable())
            )
        )
        resumed._set_state("working")

    def _mark_first_response(self):
        """Somebody of us has written to the customer."""
        self.filtered(lambda each: not each.first_response_at).write(
            {"first_response_at": fields.Datetime.now()}
        )
