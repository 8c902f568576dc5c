from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..models.pylot_plan_line_change import QUIET
from .pylot_replan import MAX_VISITS
from .pylot_replan_cause import BEGUN_STATES, MOST_TECHNICIANS
from .pylot_replan_place import STEP


class PylotReplan(models.TransientModel):
    """Who can come instead, at the promised time if at all possible.

    The change and one visit after the other are tried out and taken back: what the first one gets
    is not free for the second. Only the concerned visits are touched.
    """

    _inherit = "pylot.replan"

    def _propose(self):
        """:return: list of values of lines"""
        self.env.flush_all()
        with self.env.cr.savepoint() as savepoint:
            proposals = getattr(self, f"_try_{self.kind}")()
            savepoint.rollback()
        self.env.invalidate_all()
        return [
            {name: value for name, value in proposal.items() if name != "breaks"}
            for proposal in proposals
        ]

    def _try_absence(self):
        start, stop = self._get_absence_span()
        visits = self._find_visits(self.technician_id, start, stop)
        self._check_number(visits)
        begun = visits.filtered(lambda visit: visit.visit_state in BEGUN_STATES)
        facts = self._note(visits)
        todo = visits - begun - visits.filtered("allday")
        if self.technician_id.resource_type == "material":
            todo = todo.browse()
        self._free(todo)
        self._enter_absence()
        lines = [self._prepare_kept(visit, facts) for visit in visits - todo]
        lines += [self._try_visit(visit, facts) for visit in self._sort(todo, facts)]
        return self._add_next(lines)

    def _try_overrun(self):
        visit = self.visit_id
        technician = visit.technician_id
        later = self._find_followers(technician, visit.start) - visit
        facts = self._note(later)
        self._free(later)
        visit.with_context(**QUIET).write(self._prepare_overrun_vals())
        return self._try_followers(later, facts)

    def _try_urgent(self):
        """The technician with whom fewest customers hear of it, of those who rank best."""
        visit = self.visit_id
        if self.env["pylot.plan"]._is_crew(visit.sudo()):
            reason = self.env._(
                "It needs several people or equipment: let the planner think, or plan it by hand."
            )
            facts = self._note(visit)
            return [self._prepare_line(visit, facts, outcome="keep", reasons=reason)]
        start = self.start or self._get_next_moment()
        best = None
        ranked = visit._rank_for_visit(start, visit.duration)
        able = [each for each in ranked if each["qualified"]]
        if self.technician_id:
            able = [each for each in able if each["resource_id"] == self.technician_id.id]
        for candidate in able[:MOST_TECHNICIANS]:
            technician = self.env["resource.resource"].browse(candidate["resource_id"])
            with self.env.cr.savepoint() as savepoint:
                lines = self._try_insertion(visit, technician, start, candidate)
                savepoint.rollback()
            self.env.invalidate_all()
            if lines is None:
                continue
            cost = self._get_cost(lines[1:]), not candidate["free"]
            if best is None or cost < best[0]:
                best = cost, lines
            if not any(cost[0]):
                break
        if best:
            return best[1]
        facts = self._note(visit)
        reasons = self._describe_others(ranked)
        line = self._prepare_line(visit, facts, outcome="keep", reasons=reasons)
        return [{**line, **self._prepare_next(visit)}]

    def _try_insertion(self, visit, technician, start, candidate):
        """:return: lines of this visit and those it displaces; None when it is out of the
        question, such as outside of working hours"""
        facts = self._note(visit)
        stop = start + timedelta(hours=visit.duration)
        margin = timedelta(hours=1)
        later = self._find_followers(technician, start - margin) - visit
        later = later.filtered(lambda other: other.start >= start or other.stop > start)
        begun = later.filtered(lambda other: other.visit_state in BEGUN_STATES)
        if begun or any(other.is_fixed and other.start < stop for other in later):
            return None
        facts.update(self._note(later))
        self._free(later)
        ranked = visit._rank_for_visit(start, visit.duration)
        mine = next((row for row in ranked if row["resource_id"] == technician.id), None)
        stops = self._get_stops(visit, technician, [start]).get(technician.id, ())
        if not (mine and mine["free"]) or not self._fits(visit, stops, start):
            return None
        visit.with_context(**QUIET)._plan_visit(technician, start)
        line = self._prepare_line(
            visit,
            facts,
            resource_id=technician.id,
            start=start,
            reasons=" · ".join(candidate["reasons"]),
        )
        return [line, *self._try_followers(later, facts)]

    def _get_cost(self, lines):
        """:return: what a proposal costs, worst first: visits without a time, customers to be
        told, visits that are touched"""
        told = [line for line in lines if line["breaks"]]
        lost = [line for line in lines if line["outcome"] != "move"]
        return len(lost), len(told), len(lines)

    def _get_next_moment(self):
        """:return: the next quarter of an hour, UTC"""
        now = fields.Datetime.now()
        return now + (STEP - timedelta(minutes=now.minute % 15, seconds=now.second))

    def _check_number(self, visits):
        if len(visits) > MAX_VISITS:
            raise UserError(
                self.env._(
                    "%(count)s visits are too many at once, %(max)s are the most. Take fewer days, "
                    "or let the planner plan them.",
                    count=len(visits),
                    max=MAX_VISITS,
                )
            )
