from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command


class PylotBoard(models.AbstractModel):
    """What a drop does. Each of these can be done in the form of the visit as well."""

    _inherit = "pylot.board"

    @api.model
    def move(self, event_id, start, stop, to_id=None, from_id=None, inform=True, seen=None):
        """Give a visit a time, and one place in its crew to somebody else.

        :param int start, stop: minutes since 1970 (UTC), without buffers
        :param to_id: the technician whose row it is dropped on; None: the crew stays
        :param from_id: the technician whose row it was taken from; None: the lead's
        :param bool inform: tell a customer who knows of the visit
        :param seen: ``start``, ``stop`` and ``technician_ids`` as they were on the board, to
            refuse when somebody else has moved the visit in the meantime
        :raise CollisionError: when somebody of the crew is busy; nothing is changed then
        """
        self._check_may_plan()
        visit = self._get_open_visit(event_id)
        self._check_seen(visit, seen)
        start, stop = self._from_minutes(start), self._from_minutes(stop)
        if stop <= start:
            raise UserError(self.env._("A visit must end after it starts."))
        values = self._prepare_crew(visit, to_id, from_id)
        if (start, stop) != (visit.start, visit.stop) or visit.visit_state == "draft":
            values.update(start=start, stop=stop)
        if visit.visit_state == "draft":
            values["visit_state"] = "planned"
        if values:
            visit.with_context(pylot_inform_customer=bool(inform)).write(values)

    @api.model
    def unplan(self, event_id, inform=True, seen=None):
        """Back into the tray: the time of the crew is free again."""
        self._check_may_plan()
        visit = self._get_open_visit(event_id)
        self._check_seen(visit, seen)
        visit.with_context(pylot_inform_customer=bool(inform)).action_to_plan()

    @api.model
    def _prepare_crew(self, visit, to_id, from_id):
        """:return: values that put ``to_id`` in the place of ``from_id``; nothing when both are
        in the crew already, or nobody is named"""
        crew = visit.technician_ids
        if not to_id or to_id in crew.ids:
            if not visit.technician_id:
                raise UserError(self.env._("Choose a technician for the visit."))
            return {}
        technician = self._get_board_technicians().filtered(lambda each: each.id == to_id)
        if not technician:
            raise UserError(self.env._("This technician is not on the board any more."))
        if from_id in visit.helper_ids.ids:
            return {"helper_ids": [Command.unlink(from_id), Command.link(to_id)]}
        if from_id and from_id != visit.technician_id.id:
            raise UserError(self._describe_stale(visit))
        return {"technician_id": to_id}

    @api.model
    def _check_seen(self, visit, seen):
        """Two people at two boards: the second one learns that what was moved is not there."""
        if not isinstance(seen, dict):
            return
        start, stop = self._get_visit_span(visit)
        now = {
            "start": self._to_minutes(start),
            "stop": self._to_minutes(stop),
            "technician_ids": sorted(visit.technician_ids.ids),
        }
        if visit.visit_state == "draft":
            now = {"in_tray": True}
        before = {name: seen.get(name) for name in now}
        if isinstance(before.get("technician_ids"), list):
            before["technician_ids"] = sorted(before["technician_ids"], key=str)
            now["technician_ids"] = sorted(now["technician_ids"], key=str)
        if before != now:
            raise UserError(self._describe_stale(visit))

    @api.model
    def _describe_stale(self, visit):
        return self.env._(
            "Somebody else has changed “%(visit)s” in the meantime. Look at it again before you "
            "move it.",
            visit=visit.display_name,
        )
