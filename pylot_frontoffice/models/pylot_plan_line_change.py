from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command

from ..tools.moves import Move

# Customers are told together, and core sends no mail about each new time to each technician.
QUIET = {"pylot_inform_customer": False, "skip_attendee_notification": True}

WHO = ("technician_id", "visit_state")


def _pick(vals, names):
    return tuple((name, vals[name]) for name in names if name in vals)


class PylotPlanLine(models.Model):
    """From the proposal to the visit, and back."""

    _inherit = "pylot.plan.line"

    is_announced = fields.Boolean(
        readonly=True, help="The customer has heard of this visit for the first time."
    )

    def _get_change(self):
        """:return: what has changed since this was proposed so that it is not true any more, ""
        when nothing has"""
        self.ensure_one()
        event, env = self.event_id.sudo(), self.env
        if not event.active or event.visit_state == "cancelled":
            return env._("The visit was cancelled meanwhile.")
        if event.stop - event.start != self.stop - self.start:
            return env._("The visit takes another time now than when this was planned.")
        if self.old_state == "draft":
            if event.visit_state != "draft":
                return env._("The visit has been planned meanwhile.")
        elif (event.technician_id, event.start) != (self.old_resource_id, self.old_start):
            return env._("The visit was moved meanwhile.")
        if self.start < fields.Datetime.now():
            return env._("That time is already over.")
        return self._get_promise_change()

    def _get_promise_change(self):
        """:return: what was fixed or promised since, "" when nothing was"""
        event, env = self.event_id.sudo(), self.env
        if event.is_fixed:
            return env._("Somebody has fixed the visit meanwhile.")
        window = event.window_start and event.window_stop
        if window and event.window_stop > fields.Datetime.now():
            if not event.window_start <= self.start <= event.window_stop:
                return env._("The customer was promised another time meanwhile.")
        if self.old_state == "draft":
            return ""
        freedom = self.plan_id.sudo()._get_freedom(event)
        if freedom == "fixed":
            return env._("The visit must not be moved any more: see its status and its customer.")
        if freedom == "kept" and not window and self.start != event.start:
            return env._("The customer was promised another time meanwhile.")
        return ""

    def _get_target(self, act):
        """:return: resources (the lead first), start and stop after ``act``; no resources when
        the visit is without a time then"""
        if act == "apply":
            return self.resource_id | self.helper_ids, self.start, self.stop
        return self.old_resource_id, self.old_start, self.old_stop

    def _prepare_moves(self, act):
        """:return: list of the :class:`Move`, none when the visit gives its time back"""
        resources, start, stop = self._get_target(act)
        if not resources:
            return []
        event = self.event_id.sudo()
        kind = event.appointment_type_id
        resources |= self._get_other_helpers(event)
        before = timedelta(minutes=kind.buffer_before)
        after = timedelta(minutes=kind.buffer_after)
        return [Move(event.id, tuple(resources.ids), start - before, stop + after)]

    def _get_other_helpers(self, event):
        """:return: who else has to be there, of whom the plan says nothing"""
        return event.helper_ids

    def _write_visits(self, act):
        """Write these visits, with the rights of the user; nobody is told yet.

        :raise ValidationError: when one of them is refused, whatever the reason
        """
        events = self.event_id.with_context(**QUIET)
        with events._booking_batch(), events._promise_batch():
            vals_of = {line: line._prepare_visit_vals(act) for line in self}
            # who comes changes attendees, which is dear, and the same for many of the visits
            for who, lines in self.grouped(lambda line: _pick(vals_of[line], WHO)).items():
                if who:
                    lines.event_id.with_context(**QUIET).write(dict(who))
            for line, vals in vals_of.items():
                line.event_id.with_context(**QUIET).write(vals)

    def _prepare_visit_vals(self, act):
        """Hook."""
        event = self.event_id.sudo()
        if act == "undo" and self.old_state == "draft":
            vals = {
                "visit_state": "draft",
                "technician_id": self.draft_resource_id.id,
                "start": self.draft_start,
                "stop": self.draft_stop,
                "show_as": "free",
            }
            if self.helper_ids:
                vals["helper_ids"] = [Command.unlink(helper.id) for helper in self.helper_ids]
            if self.is_announced:
                vals |= {"window_start": False, "window_stop": False, "awaiting": False}
            return vals
        resources, start, stop = self._get_target(act)
        vals = {
            "technician_id": resources[:1].id,
            "start": start,
            "stop": stop,
            "duration": (stop - start).total_seconds() / 3600,
        }
        if event.visit_state == "draft":
            vals |= {"visit_state": "planned", "show_as": "busy"}
        else:
            vals["visit_state"] = event.visit_state
        if act == "apply" and self.helper_ids:
            helpers = (event.helper_ids | self.helper_ids) - self.resource_id
            vals["helper_ids"] = [Command.set(helpers.ids)]
        return vals
