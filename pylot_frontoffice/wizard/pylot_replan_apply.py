from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..models.pylot_plan_line_change import QUIET
from .pylot_replan_room import AWAY


class PylotReplan(models.TransientModel):
    """All or nothing, in one transaction: what has changed since the proposal is noticed, each
    customer and each technician is told once."""

    _inherit = "pylot.replan"

    def action_apply(self):
        self.ensure_one()
        self._check_may_replan()
        self._check_open()
        self._check_question()
        if self.state != "proposed":
            raise UserError(self.env._("Look at the proposal first."))
        lines = self.line_ids
        visits = lines.visit_id | self.visit_id
        self._check_unchanged(visits)
        self._check_lines(lines)
        crews = {visit: visit.technician_ids for visit in visits}
        before = self._note_before(visits)
        concerned = visits.with_context(pylot_inform_customer=self.inform_customers)
        with concerned._booking_batch():
            leave = self._apply_cause()
            with concerned._promise_batch():
                self._apply_lines(lines)
        plan = self._record(before, leave)
        self._tell_customers(plan, visits)
        changed = lines.filtered(lambda line: line.outcome != "keep")
        changed.visit_id._tell_crews(crews, but=self.technician_id)
        self.write({"state": "done", "plan_id": plan.id})
        return True

    def _apply_cause(self):
        """:return: the absence that is new, elevated"""
        if self.kind == "absence" and not self._find_absence():
            return self._enter_absence()
        if self.kind == "overrun":
            # whoever has the technician in the house need not be told
            self.visit_id.with_context(**QUIET).write(self._prepare_overrun_vals())
        return self._find_absence().browse()

    def _apply_lines(self, lines):
        # each colleague gets one message of ours, and none of core's about each of the visits
        lines = lines.with_context(skip_attendee_notification=True)
        for line in lines.filtered(lambda line: line.outcome == "tray"):
            line.visit_id.write(line._prepare_tray_vals())
        for line in lines.filtered(lambda line: line.outcome == "move"):
            visit, own = line.visit_id, line.old_resource_id.id
            visit.write(
                self._prepare_move_vals(visit, line.role, own, line.resource_id, line.start)
            )

    def _check_unchanged(self, visits):
        """Nobody else has touched these visits since the proposal, or touches them now."""
        self.env.cr.execute(
            SQL(
                "SELECT id FROM calendar_event WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
                list(visits.ids),
            ),
            log_exceptions=False,
        )
        visits.invalidate_recordset()
        for line in self.line_ids:
            if not line._is_unchanged():
                raise UserError(
                    self.env._(
                        "“%(visit)s” has been changed since this proposal was made. Look again.",
                        visit=line.visit_id.display_name,
                    )
                )
        if self.kind == "absence" and self._get_missing_visits():
            raise UserError(self.env._("Something has been planned for them since. Look again."))

    def _get_missing_visits(self):
        """:return: visits of whoever is absent that the proposal does not know"""
        return self._find_visits(self.technician_id, *self._get_absence_span()) - (
            self.line_ids.visit_id
        )

    def _check_lines(self, lines):
        """What the database does not refuse by itself: skills, working hours, time off."""
        for line in lines.filtered(lambda line: line.outcome == "move"):
            visit, technician = line.visit_id, line.resource_id
            if not (technician and line.start):
                raise UserError(
                    self.env._(
                        "Say who comes to “%(visit)s” and when, or put it back into the tray.",
                        visit=visit.display_name,
                    )
                )
            if line.start < fields.Datetime.now() and line.start != line.old_start:
                raise UserError(
                    self.env._("The time of “%(visit)s” is already over.", visit=visit.display_name)
                )
            if self.kind == "absence" and technician == self.technician_id:
                start, stop = self._get_absence_span()
                if line.start < stop and line.start + timedelta(hours=visit.duration) > start:
                    raise UserError(
                        self.env._("%(technician)s is absent then.", technician=technician.name)
                    )
            self._check_companions(line, lines.visit_id)
            codes = self._get_line_obstacles(line, lines.visit_id)
            if codes and (technician, line.start) != (line.old_resource_id, line.old_start):
                kind = visit._get_scheduling_type()
                raise UserError(
                    self.env._(
                        "%(technician)s cannot come to “%(visit)s” then: %(reasons)s",
                        technician=technician.name,
                        visit=visit.display_name,
                        reasons=" · ".join(
                            self.env._("lacks a required skill")
                            if code == "skill"
                            else kind._describe_obstacle(code)
                            for code in codes
                        ),
                    )
                )

    def _check_companions(self, line, visits):
        """Whoever and whatever else comes along must be there then; whether they are booked the
        database knows better."""
        visit = line.visit_id
        if line.start == line.old_start:
            return
        for member in visit.technician_ids - line.old_resource_id - self.technician_id:
            codes = self._get_obstacles_of(member, line.start, visit, visits)
            away = [code for code in codes if code in AWAY]
            if away:
                kind = visit._get_scheduling_type()
                raise UserError(
                    self.env._(
                        "%(technician)s cannot come to “%(visit)s” then: %(reasons)s",
                        technician=member.name,
                        visit=visit.display_name,
                        reasons=" · ".join(map(kind._describe_obstacle, away)),
                    )
                )

    def _get_line_obstacles(self, line, visits):
        """:return: codes of what stands in the way, bookings left out: the database knows better
        what is free once everything is in its place"""
        return self._get_obstacles_of(line.resource_id, line.start, line.visit_id, visits)

    def _get_obstacles_of(self, technician, start, visit, visits):
        kind = visit._get_scheduling_type()
        found = self.env["pylot.availability"]._get_obstacles(
            technician,
            start,
            start + timedelta(hours=visit.duration),
            buffer_before=kind.buffer_before,
            buffer_after=kind.buffer_after,
            appointment_type=kind,
            ignore_event_ids=visits.ids,
        )
        return [code for code in found[technician.id] if code not in ("booked", "travel")]

    def _prepare_move_vals(self, visit, role, old_id, technician, start):
        """:return: values of the visit with this technician instead of the old one"""
        duration = visit.duration
        values = {
            "start": start,
            "stop": start + timedelta(hours=duration),
            "duration": duration,
            "visit_state": "planned" if visit.visit_state == "draft" else visit.visit_state,
        }
        if role == "helper":
            changes = [Command.unlink(old_id), Command.link(technician.id)]
            return {**values, "helper_ids": changes}
        return {**values, "technician_id": technician.id}

    # === WHO IS TOLD ===

    def _tell_customers(self, plan, visits):
        """Who gets a time for the first time receives it as a suggestion; what one customer has
        to hear of this change is one message.

        :param plan: what was applied, elevated"""
        self.env.flush_all()
        if self.inform_customers:
            plan._announce(plan.change_ids)
        notices = self.env["pylot.visit.notice"].sudo()
        notices = notices.search([("event_id", "in", visits.ids), ("state", "=", "planned")])
        plan._bundle(
            notices.filtered(
                lambda notice: not notice.bundle and notice.sequence == notice.event_id.ics_sequence
            ),
            "apply",
        )
