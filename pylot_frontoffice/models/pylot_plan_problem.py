from odoo import fields, models

from ..tools.planner.plan import Plan, Route, Stop
from ..tools.planner.planning import Planning, round_up
from ..tools.planner.problem import Problem
from ..tools.planner.source import Source
from .pylot_appointment_rules import to_seconds

# Visits begin at such minutes when hours and lengths do.
STEP = 300


class PylotPlan(models.Model):
    """What is asked of the engine. Read in a constant number of queries, elevated: colleagues'
    private events make them busy, too. Nothing but ids, times and lengths goes in."""

    _inherit = "pylot.plan"

    def _build_problem(self):
        """What this plan asks of the engine, as things are now.

        Moments are whole seconds since 1970 (UTC). A technician is the id of the
        ``resource.resource``, a shift one of their local days. The id of a visit is that of the
        ``calendar.event``; of a visit of several people it is the pair of it and the technician,
        one pinned visit for each of them.

        Movable visits (``Planning.movable``) are free within the rules of :meth:`_get_freedom`,
        everything else that takes a technician's time is pinned, with its place where the ways
        fit, else as an absence.

        :return: :class:`~..tools.planner.planning.Planning`. To plan anew with least change, give
            its ``problem`` and ``current`` to the functions of ``tools.planner.replan`` in the
            hook :meth:`_adapt_planning`, and put the result in with ``dataclasses.replace``. What
            is no longer pinned then must be put into ``movable``, too, lest no line be made of it;
            it still knows who is able to do it.
        """
        self.ensure_one()
        plan = self.sudo().with_company(self.company_id)
        plan = plan.with_context(allowed_company_ids=self.company_id.ids, active_test=True)
        source = plan._read_source()
        places, ways, notes = plan._get_ways(source)
        travel = round_up(ways, STEP)
        hours = plan._read_hours(source)
        shifts, pins = plan._make_shifts(source, places, travel, hours)
        plan._read_limits(source)
        pins += plan._pin_crews(source, places, travel, shifts, pins, hours)
        visits = plan._make_visits(source, places)
        fairness = plan.company_id.pylot_plan_fairness
        limits = plan._make_limits(source)
        problem = Problem(tuple(shifts), (*pins, *visits), travel, fairness, limits)
        planning = Planning(
            problem=problem,
            current=self._get_current(problem, source),
            ways=ways,
            movable=frozenset(visit.id for visit in visits),
            refused=dict(source.refused),
            crews=dict(source.crews),
            slots=self._get_slots_of_pinned(source) | source.slots,
            notes=tuple(notes),
        )
        return plan._adapt_planning(planning)

    def _adapt_planning(self, planning):
        """Hook: other kinds of plans change what is asked.

        :return: :class:`Planning`"""
        return planning

    def _read_source(self):
        """:return: :class:`Source`"""
        start, stop = map(to_seconds, self._get_period())
        source = Source(start, stop, to_seconds(fields.Datetime.now()))
        source.technicians = self._read_technicians()
        self._read_visits(source)
        return source

    def _get_slots_of_pinned(self, source):
        """:return: as ``Planning.slots``, of the visits of one technician that stay"""
        return {
            event.id: (technician, to_seconds(event.start), to_seconds(event.stop))
            for event, technician, _span in source.pinned
            if not event.helper_ids
        }

    def _get_current(self, problem, source):
        """Where everything is now: the orders of the shifts, by when visits begin. Movable visits
        whose technician does not work then are in none.

        :return: :class:`Plan`"""
        stops = {}
        for visit in problem.visits:
            technician, start, _stop = source.slots.get(visit.id, (None, 0, 0))
            if visit.pin:
                technician, start = visit.pin.technician, visit.pin.earliest
            for number, shift in enumerate(problem.shifts):
                if technician == shift.technician and shift.start <= start < shift.end:
                    stops.setdefault(number, []).append(Stop(visit.id, start))
        routes = (
            Route(number, tuple(sorted(route, key=lambda stop: stop.start)))
            for number, route in sorted(stops.items())
        )
        return Plan(tuple(routes))
