from datetime import timedelta

from odoo import models

from ..tools.planner.workday import Workday, occupied, split_days
from ..tools.slot_request import EPOCH, SlotRequest
from ..tools.wall_time import day_to_utc, to_day
from .pylot_appointment_rules import to_seconds

# Whoever works longer has no fixed hours: then these count, on the technician's clock.
FIXED_HOURS = 14 * 3600
USUAL_HOURS = (8, 18)


class PylotPlan(models.Model):
    """Who can be planned, and when: working hours, breaks, time off, other appointments, and what
    each of them is able to do on that day."""

    _inherit = "pylot.plan"

    def _read_technicians(self):
        """:return: the people that may get visits, by id. Vans and tools come along with the
        visits that need them"""
        types = self.env["pylot.appointment.type"]
        technicians = types._get_company_technicians(self.company_id)
        if self.scope == "technicians":
            technicians &= self.technician_ids
        return technicians.sorted("id")

    def _read_hours(self, source):
        """:return: see ``pylot.availability._list_hours``"""
        start, stop = (EPOCH + timedelta(seconds=each) for each in (source.start, source.stop))
        return self.env["pylot.availability"]._list_hours(
            SlotRequest(
                resource_ids=tuple((source.technicians | source.equipment).ids),
                start=start,
                stop=stop,
                now=start,
                company_id=self.company_id.id,
            )
        )

    def _make_shifts(self, source, places, travel, hours):
        """:return: list of :class:`Shift`, list of pinned visits that fit into them"""
        skills = self._read_skills(source)
        pins = self._make_pins(source, places)
        shifts, kept = [], []
        for technician in source.technicians:
            for day, work in self._split_days(technician, hours[technician.id]["work"], source):
                workday = Workday(
                    technician.id,
                    tuple(work),
                    places[technician],
                    (*hours[technician.id]["away"], *source.held.get(technician.id, ())),
                    tuple(pin for pin in pins.get(technician.id, ()) if _meets(pin, work)),
                    skills=frozenset(
                        number
                        for number, first, last in skills.get(technician.id, ())
                        if (not first or first <= day) and (not last or day <= last)
                    ),
                    capacity=technician.capacity_minutes * 60 or None,
                    now=source.now if work and work[0][0] < source.now else None,
                    day=day.toordinal(),
                )
                shift = workday.make_shift(travel)
                if shift:
                    shifts.append(shift)
                    kept += workday.kept
        return shifts, list({pin.id: pin for pin in kept}.values())

    def _split_days(self, technician, work, source):
        """:return: pairs of local date and spans of work"""
        zone = technician.tz
        start, stop = (EPOCH + timedelta(seconds=each) for each in (source.start, source.stop - 1))
        first, last = to_day(start, zone), to_day(stop, zone)
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        midnights = [to_seconds(day_to_utc(day, 0, zone)) for day in days]
        midnights.append(to_seconds(day_to_utc(days[-1], 24, zone)))

        def usual(number):
            return tuple(to_seconds(day_to_utc(days[number], hour, zone)) for hour in USUAL_HOURS)

        return list(zip(days, split_days(work, midnights, FIXED_HOURS, usual), strict=True))

    def _make_pins(self, source, places):
        """:return: dict of technician to the visits that stay"""
        pins = {}
        for event, technician, span in source.pinned:
            pin = self._make_pin(event, technician, span, source, places)
            pins.setdefault(technician, []).append(pin)
        return pins

    def _read_skills(self, source):
        """:return: dict of technician to tuples of the id of a ``pylot.appointment.type.skill``
        and the local dates from and up to which they have it; False: without limit"""
        needed = {
            requirement
            for event in source.events
            for requirement in event.appointment_type_id.skill_ids
        }
        if not needed:
            return {}
        employees = self.env["hr.employee"].with_context(active_test=False)
        employees = employees.search_fetch(
            [("resource_id", "in", source.technicians.ids)], ["resource_id", "active"]
        )
        employee_of = {}
        for employee in employees.sorted(lambda each: (not each.active, each.id)):
            employee_of.setdefault(employee.resource_id.id, employee.id)
        technician_of = {employee: technician for technician, employee in employee_of.items()}
        held = self.env["hr.employee.skill"].search_fetch(
            [
                ("employee_id", "in", list(technician_of)),
                ("skill_id", "in", list({each.skill_id.id for each in needed})),
            ],
            ["employee_id", "skill_id", "skill_level_id", "valid_from", "valid_to"],
        )
        skills = {}
        for has in held:
            level = has.skill_level_id.level_progress or 0
            for each in needed:
                if each.skill_id == has.skill_id and level >= (each.level_id.level_progress or 0):
                    row = each.id, has.valid_from, has.valid_to
                    skills.setdefault(technician_of[has.employee_id.id], []).append(row)
        return skills


def _meets(pin, work):
    """Whether the visit takes time of that day."""
    start, stop = occupied(pin)
    return bool(work) and start < work[-1][1] and work[0][0] < stop
