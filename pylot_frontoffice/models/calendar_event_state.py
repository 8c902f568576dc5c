from odoo import models
from odoo.exceptions import UserError


class CalendarEvent(models.Model):
    """The life of a visit, step by step, as the buttons take it."""

    _inherit = "calendar.event"

    def _set_visit_state(self, state, allowed):
        """Move all these visits to ``state``, or none and say which one cannot."""
        labels = dict(self._fields["visit_state"]._description_selection(self.env))
        for visit in self:
            if visit.visit_state not in allowed:
                raise UserError(
                    self.env._(
                        "“%(visit)s” is %(now)s and cannot become %(then)s.",
                        visit=visit.display_name,
                        now=labels.get(visit.visit_state, self.env._("no visit")),
                        then=labels[state],
                    )
                )
        self.write({"visit_state": state})

    def action_plan(self):
        """The time in the form is the time of the visit: book it."""
        for visit in self:
            if not visit.technician_id:
                raise UserError(
                    self.env._(
                        "“%(visit)s” has no technician yet. Choose one, or use “Assign” for a "
                        "proposal.",
                        visit=visit.display_name,
                    )
                )
        self._set_visit_state("planned", {"draft", "planned"})

    def action_confirm_visit(self):
        self._set_visit_state("confirmed", {"planned"})

    def action_on_the_way(self):
        self._set_visit_state("on_the_way", {"planned", "confirmed"})

    def action_start_visit(self):
        self._set_visit_state("in_progress", {"planned", "confirmed", "on_the_way"})

    def action_finish_visit(self):
        self._set_visit_state("done", {"planned", "confirmed", "on_the_way", "in_progress"})

    def action_no_show(self):
        self._set_visit_state("no_show", {"planned", "confirmed", "on_the_way", "in_progress"})

    def action_cancel_visit(self):
        self._set_visit_state("cancelled", {"draft", "planned", "confirmed", "on_the_way"})

    def action_to_plan(self):
        """Back to the tray: the technician's time is free again."""
        self._set_visit_state("draft", {"planned", "confirmed", "cancelled", "no_show"})

    def action_assign(self):
        """Open the proposals: who can do it, when, and why."""
        return self.env["pylot.assign"]._open(self)
