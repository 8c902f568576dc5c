from dataclasses import replace

from odoo import models

from ..tools.planner.crew import Crew, meet
from ..tools.planner.problem import Visit, crew_visits
from ..tools.planner.workday import pin_down, subtract
from .pylot_plan_visits import PINNED_PRIZE

# Several people meet at full and half hours, in seconds.
GRID = 1800


class PylotPlan(models.Model):
    """Visits that need several people or a van get their time first, where it costs the least
    driving; everything else is planned around them."""

    _inherit = "pylot.plan"

    def _pin_crews(self, source, places, travel, shifts, pins, hours):
        """Decide on the visits of several people. What finds no time is refused.

        :param hours: see ``pylot.availability._list_hours``, of equipment, too
        :return: list of the pinned visits of everybody who comes"""
        stays = [self._get_stays(shift, pins, source, places) for shift in shifts]
        free = {
            tool.id: subtract(
                hours[tool.id]["work"], [*hours[tool.id]["away"], *source.held.get(tool.id, ())]
            )
            for tool in source.equipment
        }
        added = []
        for event in source.crew_events:
            crew = self._make_crew(event, source, places)
            first = -(-max(source.start, source.now) // GRID) * GRID
            starts = range(first, source.stop, GRID)
            roomy = [start for start in starts if self._has_room(source, event, start)]
            found = meet(crew, shifts, stays, free, roomy, travel)
            if found is None:
                is_limited = len(roomy) < len(starts) and meet(
                    crew, shifts, stays, free, starts, travel
                )
                source.refused[event.id] = "limit" if is_limited else "crew"
                continue
            self._take_room(source, event, found.start)
            source.crews[event.id] = found.start, found.members
            for tool in found.members[len(found.shifts) :]:
                begin = found.start - crew.visit.before
                free[tool] = subtract(free[tool], [(begin, begin + crew.visit.occupied)])
            for visit in crew_visits(crew.visit, list(found.shifts), found.start):
                visit = pin_down(visit, visit.pin.technician, found.start)
                added.append(visit)
                number = found.shifts[visit.pin.technician]
                stays[number] = sorted([*stays[number], visit], key=lambda pin: pin.pin.earliest)
        return added

    def _get_stays(self, shift, pins, source, places):
        """:return: what is in this shift so far: visits that stay, and those that could be moved
        where they are now, by their begin"""
        stays = [pin for pin in pins if shift.holds(pin.pin.technician, pin.pin.earliest)]
        for event in source.movable:
            technician, start, stop = source.slots.get(event.id, (None, 0, 0))
            if shift.holds(technician, start):
                length = stop - start
                size = self._get_occupied(event)
                visit = Visit(
                    ("now", event.id), places[event], length, ((start, start),), 0, size=size
                )
                stays.append(pin_down(visit, technician, start))
        return sorted(stays, key=lambda pin: pin.pin.earliest)

    def _make_crew(self, event, source, places):
        kind = event.appointment_type_id
        named = (event.technician_id | event.helper_ids).filtered(
            lambda member: member.resource_type == "user"
        )
        tools = event.helper_ids - named
        has_tool = kind.equipment_ids & tools
        one_of = None if has_tool or not kind.equipment_ids else tuple(kind.equipment_ids.ids)
        visit = self._make_visit(event, source, places)
        return Crew(
            replace(visit, prize=PINNED_PRIZE, group=None),
            frozenset(self._get_able(event, source)),
            max(kind.crew_size, len(named), 1),
            frozenset(named.ids),
            tuple(tools.ids),
            one_of,
            event.technician_id.id or visit.preferred,
        )
