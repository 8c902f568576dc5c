from dataclasses import replace

from odoo import fields, models

from ..tools.planner.replan import keep

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

    def _adapt_planning(self, planning):
        planning = super()._adapt_planning(planning)
        if self.kind != "replan":
            return planning
        return replace(planning, problem=keep(planning.problem, planning.current, KEEP_COST))

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
