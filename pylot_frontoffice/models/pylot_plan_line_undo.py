from odoo import fields, models


class PylotPlanLine(models.Model):
    """Whether it can be taken back."""

    _inherit = "pylot.plan.line"

    def _get_change_since(self):
        """:return: why the visit cannot go back to where it was, "" when it can"""
        event, env = self.event_id.sudo(), self.env
        if (event.technician_id, event.start, event.stop) != (
            self.resource_id,
            self.start,
            self.stop,
        ) or event.visit_state not in ("planned", "confirmed"):
            return env._("The visit was changed after the plan had been accepted.")
        if self.is_announced and event.awaiting != "customer":
            return env._("The customer has accepted the new time.")
        was_planned = self.old_state if self.old_state != "draft" else "planned"
        if event.visit_state != was_planned:
            return env._("The visit was confirmed after the plan had been accepted.")
        if self.old_start and self.old_start < fields.Datetime.now():
            return env._("The time of before is already over.")
        return ""
