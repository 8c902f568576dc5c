from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import OPEN_STATES


class PylotBoard(models.AbstractModel):
    """Who could take the visit that is being dragged, and where there is room for it."""

    _inherit = "pylot.board"

    @api.model
    def get_candidates(self, event_id, first_day, days=1):
        """:return: dict: ``minutes`` the visit takes, and ``technicians``, a dict of id to
        ``free`` (spans in which it finds room), ``qualified``, ``score``, ``is_best`` (of
        those with room) and ``text`` (the reasons); equipment has only spans"""
        self._check_may_plan()
        visit = self._get_open_visit(event_id)
        bounds = self._get_day_bounds(first_day, days)
        technicians = self._get_board_technicians()
        free = self._get_free_spans(visit, technicians, bounds[0], bounds[-1])
        ranked = visit._rank_for_visit(self._get_ranking_start(visit, free, bounds), visit.duration)
        found = {
            technician.id: {"free": free.get(technician.id, []), "qualified": True}
            for technician in technicians
        }
        people = technicians.filtered(lambda technician: technician.resource_type == "user")
        stranger = visit._get_scheduling_type()._explain_text(["not_technician"])[0]
        for technician in people:
            found[technician.id].update(qualified=False, score=0, text=stranger, free=[])
        best = None
        for candidate in ranked:
            resource_id = candidate["resource_id"]
            if resource_id not in found:
                continue
            reasons, spans = candidate["reasons"], free.get(resource_id, [])
            if candidate["qualified"] and not spans:
                reasons = [self.env._("no room on these days")]
            elif candidate["qualified"] and not best:
                best = resource_id
            found[resource_id].update(
                qualified=candidate["qualified"],
                score=candidate["score"],
                is_best=resource_id == best,
                text=" · ".join(reasons),
                free=spans,
            )
        return {"minutes": max(1, round(visit.duration * 60)), "technicians": found}

    @api.model
    def _get_free_spans(self, visit, technicians, start, stop):
        """:return: dict of technician id to spans that are free, not past, and long enough"""
        kind = visit._get_scheduling_type()
        now = fields.Datetime.now()
        if stop <= now:
            return {}
        request = kind._prepare_slot_request(
            technicians,
            start=max(start, now),
            stop=stop,
            now=now,
            ignore_event_ids=tuple(visit.ids),
        )
        things = technicians.filtered(lambda technician: technician.resource_type != "user")
        length = visit.duration * 60
        spans = {}
        for resource_id, _code, lower, upper in self.env["pylot.availability"]._list_free_spans(
            request, things.ids
        ):
            if upper - lower >= length:
                spans.setdefault(resource_id, []).append([lower, upper])
        return spans

    @api.model
    def _get_ranking_start(self, visit, free, bounds):
        """The ways and the load depend on when: as it stands, or the first time there is room."""
        if visit.visit_state != "draft" and bounds[0] <= visit.start < bounds[-1]:
            return visit.start
        first = min((spans[0][0] for spans in free.values()), default=None)
        return visit.start if first is None else self._from_minutes(first)

    @api.model
    def _get_visit(self, event_id):
        """:raise UserError: the same for a visit that does not exist and one of others"""
        is_id = isinstance(event_id, int) and not isinstance(event_id, bool)
        is_id = is_id and 0 < event_id < 2**31
        domain = [("id", "=", event_id if is_id else 0), ("visit_state", "!=", False)]
        visit = self.env["calendar.event"].search(domain)
        if not visit:
            raise UserError(self.env._("This visit is not there any more."))
        return visit

    @api.model
    def _get_open_visit(self, event_id):
        """:raise UserError: when it may not be moved any more"""
        visit = self._get_visit(event_id)
        if visit.visit_state not in OPEN_STATES:
            raise UserError(
                self.env._(
                    "“%(visit)s” is under way, over or cancelled and stays where it is.",
                    visit=visit.display_name,
                )
            )
        return visit
