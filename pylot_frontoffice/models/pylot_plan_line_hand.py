from odoo import fields, models

from ..const import OPEN_STATES

# Who is at work or on the way is asked by phone.
BEGUN_STATES = ("on_the_way", "in_progress")


class PylotPlanLine(models.Model):
    """A visit that was given to somebody else, put back into the tray or made longer by hand."""

    _inherit = "pylot.plan.line"

    outcome = fields.Selection(
        [("move", "Planned Anew"), ("tray", "Back to the Tray"), ("longer", "Takes Longer")],
        string="What Was Done",
        readonly=True,
        help="By hand; the planner only plans anew.",
    )
    # ``helper_ids`` are those of afterwards
    old_helper_ids = fields.Many2many(
        "resource.resource", "pylot_plan_line_old_helper_rel", readonly=True
    )

    def _is_new_time(self, line):
        if line.outcome in ("tray", "longer"):
            return line.outcome == "tray"
        return super()._is_new_time(line)

    def _get_change_since(self):
        if not self.outcome:
            return super()._get_change_since()
        event, env = self.event_id.sudo(), self.env
        if not event.active or not self._is_as_decided(event):
            return env._("The visit was changed after this had been decided.")
        if self.is_announced and event.awaiting != "customer":
            return env._("The customer has accepted the new time.")
        if self.outcome != "longer" and self.old_start and self.old_start < fields.Datetime.now():
            return env._("The time of before is already over.")
        return ""

    def _is_as_decided(self, event):
        if self.outcome == "tray":
            return event.visit_state == "draft" and not event.technician_ids
        place = event.technician_id, event.helper_ids, event.start, event.stop
        if place != (self.resource_id, self.helper_ids, self.start, self.stop):
            return False
        if self.outcome == "longer":
            return event.visit_state in (*OPEN_STATES[1:], *BEGUN_STATES)
        was_planned = self.old_state if self.old_state != "draft" else "planned"
        return event.visit_state == was_planned

    def _get_target(self, act):
        if not self.outcome or self.old_state == "draft":
            return super()._get_target(act)
        return self.old_resource_id | self.old_helper_ids, self.old_start, self.old_stop

    def _get_other_helpers(self, event):
        # the crew of before is all there is
        return event.browse().helper_ids if self.outcome else super()._get_other_helpers(event)

    def _prepare_visit_vals(self, act):
        if not self.outcome:
            return super()._prepare_visit_vals(act)
        if self.old_state == "draft":
            vals = super()._prepare_visit_vals(act)
            vals.pop("helper_ids", None)
            return vals
        duration = (self.old_stop - self.old_start).total_seconds() / 3600
        if self.outcome == "longer":
            return {"stop": self.old_stop, "duration": duration}
        return {
            "technician_id": self.old_resource_id.id,
            "helper_ids": [fields.Command.set(self.old_helper_ids.ids)],
            "start": self.old_start,
            "stop": self.old_stop,
            "duration": duration,
            "visit_state": self.old_state,
        }
