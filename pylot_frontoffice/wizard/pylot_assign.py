from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import OPEN_STATES
from ..wording import describe_period

# More visits than this are a day's plan, not a dialog: each costs a look for free times.
MAX_VISITS = 100


class PylotAssign(models.TransientModel):
    """The dialog "Assign": who can do it, when, and why. Nothing is written before a click."""

    _name = "pylot.assign"
    _description = "Assign Visits"

    visit_ids = fields.Many2many("calendar.event", string="Visits")
    visit_id = fields.Many2one("calendar.event", compute="_compute_visit_id")
    is_single = fields.Boolean(compute="_compute_visit_id")
    start = fields.Datetime(help="When the visit shall start. Change it to see who is free then.")
    duration = fields.Float(string="Hours")
    candidate_ids = fields.One2many("pylot.assign.candidate", "assign_id", string="Technicians")
    time_ids = fields.One2many("pylot.assign.time", "assign_id", string="Next Free Times")
    line_ids = fields.One2many("pylot.assign.line", "assign_id", string="Proposals")

    @api.depends("visit_ids")
    def _compute_visit_id(self):
        for wizard in self:
            wizard.is_single = len(wizard.visit_ids) == 1
            wizard.visit_id = wizard.visit_ids if wizard.is_single else False

    @api.model
    def _open(self, visits):
        """:return: action that shows the proposals for ``visits``

        The dialog opens on a saved record: the buttons in its rows need rows that exist.
        """
        self.check_access("create")
        return self.create(self._prepare_defaults(visits))._reopen()

    def _prepare_defaults(self, visits):
        if not visits:
            raise UserError(self.env._("Select the visits to assign first."))
        if len(visits) > MAX_VISITS:
            raise UserError(
                self.env._(
                    "%(count)s visits are too many for one dialog. Select %(max)s at most.",
                    count=len(visits),
                    max=MAX_VISITS,
                )
            )
        closed = visits.filtered(lambda visit: visit.visit_state not in (False, *OPEN_STATES))
        if closed:
            raise UserError(
                self.env._(
                    "“%(visit)s” is under way, over or cancelled. Select visits that are still "
                    "open, or put it back into the tray first.",
                    visit=closed[0].display_name,
                )
            )
        values = {"visit_ids": [fields.Command.set(visits.ids)]}
        if len(visits) > 1:
            return {**values, "line_ids": self._propose(visits)}
        start, _candidates, slots = visits._get_best_time()
        if visits.visit_state != "draft" or not start:
            start = visits.start
        return {
            **values,
            "start": start,
            "duration": visits.duration,
            "candidate_ids": self._rank(visits, start, visits.duration),
            "time_ids": [fields.Command.create({"start": slot["start"]}) for slot in slots],
        }

    def write(self, vals):
        result = super().write(vals)
        if {"start", "duration"} & vals.keys():
            for wizard in self:
                if wizard.is_single and wizard.start and wizard.duration > 0:
                    ranked = wizard._rank(wizard.visit_id, wizard.start, wizard.duration)
                    wizard.candidate_ids = [fields.Command.clear(), *ranked]
        return result

    def _rank(self, visit, start, duration):
        return [
            fields.Command.create(
                {
                    "resource_id": candidate["resource_id"],
                    "score": candidate["score"],
                    "is_qualified": candidate["qualified"],
                    "is_free": candidate["free"],
                    "reasons": " · ".join(candidate["reasons"]),
                }
            )
            for candidate in visit._rank_for_visit(start, duration)
        ]

    def _propose(self, visits):
        """Try the visits one after the other, most urgent first, and take everything back: what
        the first one takes is not free for the second."""
        proposals = []
        ordered = visits.sorted(lambda visit: (visit.visit_priority != "1", visit.create_date))
        with self.env.cr.savepoint() as savepoint:
            for visit in ordered:
                proposals.append((visit.id, visit._propose_visit()))
            savepoint.rollback()
        return [
            fields.Command.create({"visit_id": visit_id, **proposal})
            for visit_id, proposal in proposals
        ]

    def action_assign_all(self):
        """Accept the proposals that are ticked: all of them or none."""
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: line.is_accepted and line.resource_id)
        if not lines:
            raise UserError(self.env._("Tick at least one proposal that has a technician."))
        for line in lines:
            line.visit_id._plan_visit(line.resource_id, line.start)
        return {"type": "ir.actions.act_window_close"}

    def _assign(self, technician):
        self.ensure_one()
        self.visit_id._plan_visit(technician, self.start, self.duration)
        return {"type": "ir.actions.act_window_close"}

    def _reopen(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_assign_action"
        )
        return {**action, "res_id": self.id}

    def _describe_time(self, start, duration):
        return describe_period(self.env, start, fields.Datetime.add(start, hours=duration))
