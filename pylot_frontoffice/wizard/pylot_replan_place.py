from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..exceptions import CollisionError
from ..models.pylot_plan_line_change import QUIET

# How long after its time a visit of the same day is still worth coming.
LATEST = timedelta(hours=4)
STEP = timedelta(minutes=15)


class PylotReplan(models.TransientModel):
    """One visit after the other: the best technician and time there still are, booked."""

    _inherit = "pylot.replan"

    def _find_followers(self, technician, start):
        """:return: visits of this technician from then on, the same day"""
        found = self._find_visits(technician, start, self._get_day_end(technician, start))
        return found.filtered(lambda visit: not visit.allday)

    def _try_followers(self, visits, facts):
        """Each stays with its technician, at its time if that is possible; else later in its
        window, else somebody else comes; else the customer has to wait."""
        lines = []
        for visit in self._sort(visits, facts):
            line = self._try_visit(visit, facts, is_delay=True)
            was = facts[visit]
            is_same = line["resource_id"] == was["resource_id"] and line["start"] == was["start"]
            if line["outcome"] != "move" or not is_same:
                lines.append(line)
        return self._add_next(lines)

    def _try_visit(self, visit, facts, is_delay=False):
        """Book the best there is for this visit.

        :param bool is_delay: its technician is there, only later
        :return: values of the line"""
        was = facts[visit]
        if visit.is_fixed:
            own = self.env["resource.resource"].browse(was["resource_id"])
            if is_delay and self._try_at(visit, was["start"], facts, own):
                return self._prepare_line(visit, facts, **self._get_old(was))
            reason = self.env._("It was fixed to this technician and time.")
            return self._prepare_line(visit, facts, outcome="keep", reasons=reason)
        end = self._get_day_end(
            self.env["resource.resource"].browse(was["resource_id"]), visit.start
        )
        kept = visit._get_replan_starts(end)
        found = self._find_place(visit, kept, facts, is_delay)
        if not found and is_delay:
            late = [visit.start + STEP * number for number in range(1, int(LATEST / STEP))]
            found = self._find_place(visit, [each for each in late if each < end], facts, is_delay)
        if found:
            return found
        ranked = visit._rank_for_visit(visit.start, visit.duration)
        reasons = self._describe_others(ranked)
        companions = self._get_companions(visit, was)
        if companions:
            names = ", ".join(companions.mapped("name"))
            needs = self.env._("It also needs %(names)s at the same time.", names=names)
            reasons = f"{reasons}\n{needs}"
        return self._prepare_line(visit, facts, outcome="tray", reasons=reasons)

    def _find_place(self, visit, starts, facts, is_delay):
        """:param starts: wished times, the best first
        :return: values of the line, booked; None when nobody can come then"""
        technicians = self._get_technicians(visit, facts[visit])
        starts = self._get_common_starts(visit, starts, facts[visit])
        obstacles = self._get_obstacles(visit, technicians, starts)
        stops = self._get_stops(visit, technicians, starts)
        for own in (True, False) if is_delay else (False,):
            for start in starts:
                able = self._filter_own(technicians, facts[visit], own).filtered(
                    lambda each, start=start: (
                        not obstacles[start][each.id]
                        and self._fits(visit, stops.get(each.id, ()), start)
                    )
                )
                line = able and self._try_at(visit, start, facts, able)
                if line:
                    return line
        return None

    def _filter_own(self, technicians, was, own):
        return technicians.filtered(lambda each: (each.id == was["resource_id"]) == own)

    def _try_at(self, visit, start, facts, technicians):
        """Book the visit at this time with the best of these technicians.

        :return: values of the line, None when nobody can"""
        was = facts[visit]
        ranked = visit._rank_for_visit(start, visit.duration)
        allowed = set(self._get_technicians(visit, was).ids)
        free = [row for row in ranked if row["qualified"] and row["free"]]
        free = [row for row in free if row["resource_id"] in allowed]
        wished = [row for row in free if row["resource_id"] in technicians.ids]
        for row in wished:
            technician = self.env["resource.resource"].browse(row["resource_id"])
            try:
                with self.env.cr.savepoint():
                    self._book(visit.with_context(**QUIET), was, technician, start)
            except (CollisionError, UserError):
                continue
            return self._prepare_line(
                visit,
                facts,
                resource_id=technician.id,
                start=start,
                reasons=" · ".join(row["reasons"]),
                candidate_ids=[fields.Command.set([each["resource_id"] for each in free])],
                candidates=self._describe_candidates(free, ranked),
            )
        return None
