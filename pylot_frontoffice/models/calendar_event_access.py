from odoo import models
from odoo.exceptions import AccessError

from .calendar_event_booking import CREW_FIELDS
from .calendar_event_visit import get_linked_ids


class CalendarEvent(models.Model):
    """Who may give somebody's time away. Everything else about events is core's affair."""

    _inherit = "calendar.event"

    def _check_may_assign(self, vals):
        """:param vals: of a creation, when called on no events, or of a write on these"""
        if self.env.su or (not self and self._is_repetition(vals)):
            return
        if not self:
            vals = {**self._get_default_crew(), **vals}
        assigned = (
            vals.get("technician_id")
            or get_linked_ids(vals.get("technician_ids"))
            or get_linked_ids(vals.get("helper_ids"))
        )
        if assigned or (CREW_FIELDS & vals.keys() and self.sudo().technician_ids):
            self._check_role(
                "pylot_frontoffice.group_agent",
                self.env._(
                    "Technicians are assigned by agents and dispatchers of the front office."
                ),
            )
        if "is_blocking" in vals and not vals["is_blocking"]:
            self._check_role(
                "pylot_frontoffice.group_dispatcher",
                self.env._("Only dispatchers may let a visit not block its technicians."),
            )

    def _get_default_crew(self):
        """:return: values that creation takes from the context, from which anybody may write"""
        names = CREW_FIELDS | {"is_blocking"}
        context = {name: self.env.context.get(f"default_{name}") for name in names}
        return {name: value for name, value in context.items() if value is not None}

    def _is_repetition(self, vals):
        """Core makes a series anew when it is moved. Whoever may do that assigns nobody: the
        occurrences have the crew of the one they repeat."""
        if not vals.get("recurrence_id"):
            return False
        recurrence = self.env["calendar.recurrence"].browse(vals["recurrence_id"])
        repeated = recurrence.sudo().base_event_id
        return (
            bool(repeated)
            and vals.get("technician_id") == repeated.technician_id.id
            and set(get_linked_ids(vals.get("helper_ids"))) == set(repeated.helper_ids.ids)
            and vals.get("is_blocking", True) == repeated.is_blocking
            and not vals.get("technician_ids")
        )

    def _log_not_blocking(self):
        """A later change is tracked by itself; who creates a visit like this leaves a trace too."""
        for visit in self:
            visit._message_log(
                body=self.env._(
                    "Does not block its technicians: %(reason)s", reason=visit.not_blocking_reason
                )
            )

    def _check_role(self, group, message):
        if not self.env.user.has_group(group):
            raise AccessError(
                message + " " + self.env._("Ask your administrator for the role, or a colleague.")
            )
