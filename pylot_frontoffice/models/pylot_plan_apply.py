from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.moves import find_refused


class PylotPlan(models.Model):
    """What is accepted comes true, in one transaction: all of it that is still possible."""

    _inherit = "pylot.plan"

    applied_at = fields.Datetime(string="Accepted On", readonly=True, copy=False)

    def action_apply(self):
        """Accept the ticked changes. What has become impossible meanwhile is refused with its
        reason, everything else goes on."""
        self.ensure_one()
        self._check_may_plan()
        self._take_proposal("proposed")
        lines = self.line_ids.filtered(
            lambda line: line.kind == "change" and line.is_accepted and line.state != "applied"
        )
        if not lines:
            raise UserError(self.env._("Tick the changes that shall be made."))
        applied = self._apply(lines)
        if applied:
            self.write({"state": "applied", "applied_at": fields.Datetime.now()})
        return self._show_result(len(applied), len(lines - applied))

    def _take_proposal(self, state):
        """Two people may press the button, or one of them twice.

        :raise UserError: when the plan is not, or no longer, in this state"""
        plan = self.try_lock_for_update()
        if plan:
            plan.invalidate_recordset(["state"])
        if plan.state != state:
            raise UserError(
                self.env._("Somebody has accepted, stopped or taken back this plan meanwhile.")
            )

    def _apply(self, lines):
        """Make these changes as far as they are still possible, and tell the customers, each once.

        :param lines: ``pylot.plan.line`` of one plan, kind ``change``
        :return: those that were made; the others have the state ``refused`` and a reason
        """
        refused = self._find_changed(lines)
        return self._move(lines, refused, "apply")

    def _find_changed(self, lines):
        """:return: dict of lines that are out of date to a sentence"""
        free = lines.event_id.sudo().try_lock_for_update()
        refused = {}
        for line in lines:
            if line.event_id.id not in free.ids:
                refused[line] = self.env._("Somebody is changing this visit at the moment.")
            elif reason := line._get_change():
                refused[line] = reason
        left = lines.filtered(lambda line: line not in refused)
        return refused | self._find_absences(left)

    def _move(self, lines, refused, act):
        """:param dict refused: lines that must not be moved, and why
        :param str act: ``apply``, or ``undo`` to go back
        :return: the lines whose visits have been moved"""
        going = lines.filtered(lambda line: line not in refused)
        refused = refused | self._find_collisions(going, act)
        going = going.filtered(lambda line: line not in refused)
        events = going.event_id.sudo()
        promises = {event.id: event._get_promise() for event in events if event.ics_uid}
        try:
            with self.env.cr.savepoint():
                going._write_visits(act)
        except ValidationError:
            # somebody was faster, or a rule has changed: find out who it is about
            for line in going:
                try:
                    with self.env.cr.savepoint():
                        line._write_visits(act)
                except ValidationError as error:
                    refused[line] = str(error)
            going = going.filtered(lambda line: line not in refused)
        done = "applied" if act == "apply" else "undone"
        going.write({"state": done, "reason": False})
        for line, reason in refused.items():
            line.write({"state": "refused" if act == "apply" else line.state, "reason": reason})
        self._tell_customers(going, promises, act)
        return going

    def _find_collisions(self, lines, act):
        """:return: dict of lines whose time is taken to a sentence"""
        moves = {line: move for line in lines for move in line._prepare_moves(act)}
        if not moves:
            return {}
        leaving = (lines - self.env["pylot.plan.line"].union(*moves)).event_id.ids
        wanted = list(moves.values())
        resource_ids = list({id_ for move in wanted for id_ in move.resources})
        bookings = self.env["pylot.booking"].sudo()
        bookings._lock_technicians(set(resource_ids))
        now = fields.Datetime.now()
        rows = bookings.search_fetch(
            [
                ("resource_id", "in", resource_ids),
                ("start", "<", max(move.stop for move in wanted)),
                ("stop", ">", min(move.start for move in wanted)),
                "|",
                ("state", "=", "booked"),
                ("expires_at", ">", now),
            ],
            ["resource_id", "event_id", "start", "stop"],
        )
        taken = [(row.resource_id.id, row.event_id.id or None, row.start, row.stop) for row in rows]
        found = find_refused(wanted, taken, leaving)
        events = self.env["calendar.event"]
        return {
            line: self._describe_obstacle(events.browse(found[move.event] or ()))
            for line, move in moves.items()
            if move.event in found
        }

    def _describe_obstacle(self, event):
        if event and event.has_access("read"):
            return self.env._("“%(visit)s” takes that time now.", visit=event.sudo().display_name)
        return self.env._("That time has been taken meanwhile.")

    def _show_result(self, done, refused):
        """:return: action that says what has happened and shows the plan again"""
        message = self.env._("%(count)s visits have been changed.", count=done)
        if refused:
            message += " " + self.env._(
                "%(count)s could not be: see the reasons in the list.", count=refused
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if refused else "success",
                "message": message,
                "sticky": bool(refused),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
