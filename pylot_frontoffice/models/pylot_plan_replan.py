from dataclasses import replace

from odoo import fields, models

from ..tools.planner.replan import keep
from .pylot_plan_line_hand import BEGUN_STATES

# What it costs to give somebody another technician or day who was not concerned by the change, in
# seconds of driving.
KEEP_COST = 2 * 3600


class PylotPlan(models.Model):
    """A day that has changed is planned anew near the plan it was."""

    _inherit = "pylot.plan"

    kind = fields.Selection(
        selection_add=[("replan", "Changed Day")], ondelete={"replan": "cascade"}
    )

    def _read_drafts(self, source):
        """Of what waits in the tray, only what this is about."""
        drafts = super()._read_drafts(source)
        if self.kind != "replan":
            return drafts
        asked = self.visit_ids
        source.refused = {id_: why for id_, why in source.refused.items() if id_ in asked.ids}
        source.crew_events = [event for event in source.crew_events if event in asked]
        return [event for event in drafts if event in asked]

    def _read_visits(self, source):
        """Of a concerned visit that nobody may move it is said that it waits for a decision."""
        super()._read_visits(source)
        if self.kind != "replan":
            return
        for event in {row[0] for row in source.pinned if row[0] in self.visit_ids}:
            source.refused[event.id] = self._get_obstacle_code(event)

    def _get_obstacle_code(self, event):
        """:return: see ``_describe_reason``"""
        if event.visit_state in BEGUN_STATES:
            return "begun"
        if event.is_fixed:
            return "fixed"
        if event.allday:
            return "allday"
        return "together" if self._is_crew(event) else "by_hand"

    def _adapt_planning(self, planning):
        planning = super()._adapt_planning(planning)
        if self.kind != "replan":
            return planning
        return replace(planning, problem=keep(planning.problem, planning.current, KEEP_COST))

    def _tells_changes(self):
        return self.is_telling if self.kind == "replan" else super()._tells_changes()

    def _describe_notes(self, planning, solution):
        notes = super()._describe_notes(planning, solution)
        if self.kind == "replan":
            notes.append(
                self.env._(
                    "What could not be planned is still where it was: put it back into the tray, "
                    "or call the customer."
                )
            )
        return notes
