from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.slot_request import SlotRequest

# What the statements read. Flushing costs nothing when nothing is waiting to be written.
TABLES = {
    "calendar.attendee": ["event_id", "partner_id", "state"],
    "calendar.event": [
        "active",
        "allday",
        "helper_ids",
        "is_blocking",
        "show_as",
        "start",
        "start_date",
        "stop",
        "stop_date",
        "technician_id",
        "visit_state",
    ],
    "hr.employee": ["active", "resource_id"],
    "hr.employee.skill": ["employee_id", "skill_id", "skill_level_id", "valid_from", "valid_to"],
    "hr.skill.level": ["level_progress"],
    "hr.version": [
        "active",
        "contract_date_end",
        "contract_date_start",
        "date_version",
        "employee_id",
        "resource_calendar_id",
    ],
    "pylot.appointment.type.skill": ["appointment_type_id", "level_id", "skill_id"],
    "pylot.booking": ["event_id", "expires_at", "resource_id", "start", "state", "stop"],
    "res.company": ["resource_calendar_id"],
    "res.users": ["partner_id"],
    "resource.calendar": ["flexible_hours", "two_weeks_calendar"],
    "resource.calendar.attendance": [
        "calendar_id",
        "day_period",
        "dayofweek",
        "display_type",
        "hour_from",
        "hour_to",
        "week_type",
    ],
    "resource.calendar.leaves": [
        "calendar_id",
        "company_id",
        "date_from",
        "date_to",
        "resource_id",
        "time_type",
    ],
    "resource.resource": ["calendar_id", "company_id", "tz", "user_id"],
}

# PostgreSQL must guess how many moments a series of times holds, and guesses high enough to
# compile the statement or to start helpers for it. Both take many times as long as running it.
# The settings end with the transaction.
PLAIN = SQL("SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0;")


class PylotAvailability(models.AbstractModel):
    """Law 2, offered = bookable: one set of layers (see the other half of this model), asked in
    two ways. ``_list_slots`` takes from the working hours whatever one of the other layers takes
    away and lays the grid over the rest; ``_explain`` says which layers a given time runs into.
    Each is one statement, however many technicians, days and events there are.

    It sees all data whoever asks, because a colleague's private appointment makes a technician
    busy too, and tells nothing but ids, times and codes.
    """

    _name = "pylot.availability"
    _description = "Availability of Technicians"

    _ALLDAY_MARGIN = timedelta(days=1)

    @api.model
    def _list_slots(self, request):
        """:param SlotRequest request: window, technicians and rules
        :return: list of dicts ``start``, ``stop`` (UTC, naive) and ``resource_ids`` (each of
            them can take the slot), by start; only slots for which enough of them are free. Where
            equipment is needed also ``equipment_ids``, of which at least one is"""
        first, last = request.get_start_range()
        if first > last or len(request.resource_ids) < request.crew_size:
            return []
        if request.equipment_ids == ():
            return []
        self._flush_tables()
        rows = self.env.execute_query(
            SQL(
                """%(plain)s
                WITH %(layers)s,
                utc_offset AS (%(offsets)s),
                free AS (
                    SELECT resource_id, tz, work * skilled - off - booked - busy
                                            - area - travel - capacity AS spans
                      FROM layer
                ),
                room AS (
                    SELECT resource_id, tz, unnest(spans) AS span
                      FROM free
                     WHERE resource_id = ANY(%(people)s::int[])
                ),
                slot AS (
                    SELECT slot.start,
                           array_agg(room.resource_id ORDER BY room.resource_id) AS resource_ids
                      FROM room
                     CROSS JOIN LATERAL (%(slots)s) slot
                     GROUP BY slot.start
                    HAVING count(*) >= %(crew)s
                )
                %(answer)s
                 ORDER BY slot.start
                 LIMIT %(limit)s""",
                plain=PLAIN,
                layers=self._sql_layers(request),
                offsets=self._sql_offsets(request),
                people=list(request.resource_ids),
                slots=self._sql_grid(
                    request,
                    SQL("room.tz"),
                    SQL("GREATEST(lower(room.span), %s)", first),
                    SQL("LEAST(upper(room.span) - %s, %s)", request.duration, last),
                ),
                crew=request.crew_size,
                answer=self._sql_answer(request),
                limit=request.limit,
            )
        )
        names = ("resource_ids", "equipment_ids")
        return [
            {
                "start": start,
                "stop": start + request.duration,
                **dict(zip(names, found, strict=False)),
            }
            for start, *found in rows
        ]

    def _sql_answer(self, request):
        """Equipment has no grid of its own: it must be free while the people are at work."""
        if not request.equipment_ids:
            return SQL("SELECT slot.start, slot.resource_ids FROM slot")
        return SQL(
            """
            SELECT slot.start, slot.resource_ids, equipment.ids
              FROM slot
             CROSS JOIN LATERAL (
                SELECT array_agg(resource_id ORDER BY resource_id) AS ids
                  FROM free
                 WHERE resource_id = ANY(%s::int[])
                   AND spans @> tsrange(slot.start, slot.start + %s)
             ) equipment
             WHERE equipment.ids IS NOT NULL""",
            list(request.equipment_ids),
            request.duration,
        )

    @api.model
    def _explain(self, request, wanted):
        """:param SlotRequest request: rules; its window must hold all that is wanted
        :param list wanted: tuples of resource id, start and stop (UTC, naive)
        :return: dict of these tuples to the list of layers that refuse, empty = bookable"""
        if not wanted:
            return {}
        self._flush_tables()
        resource_ids, starts, stops = zip(*wanted, strict=True)
        rows = self.env.execute_query(
            SQL(
                """%(plain)s
                WITH %(layers)s,
                utc_offset AS (%(offsets)s)
                SELECT layer.resource_id, w.start, w.stop, array_remove(ARRAY[
                           CASE WHEN NOT layer.skilled @> w.span THEN 'skill' END,
                           CASE WHEN NOT layer.work @> w.span THEN 'working_hours' END,
                           CASE WHEN layer.off && w.span THEN 'time_off' END,
                           CASE WHEN layer.booked && w.span THEN 'booked' END,
                           CASE WHEN layer.busy && w.span THEN 'calendar' END,
                           CASE WHEN layer.area && w.span THEN 'area' END,
                           CASE WHEN layer.travel && w.span AND NOT layer.booked && w.span
                                THEN 'travel' END,
                           CASE WHEN layer.capacity && w.span THEN 'capacity' END,
                           CASE WHEN NOT EXISTS (%(on_grid)s) THEN 'grid' END
                       ], NULL)
                  FROM layer
                  JOIN (
                    SELECT resource_id, start, stop, tsrange(start, stop) AS span
                      FROM unnest(%(ids)s::int[], %(starts)s::timestamp[], %(stops)s::timestamp[])
                        AS wanted(resource_id, start, stop)
                  ) w ON w.resource_id = layer.resource_id""",
                plain=PLAIN,
                layers=self._sql_layers(request),
                offsets=self._sql_offsets(request),
                on_grid=self._sql_grid(request, SQL("layer.tz"), SQL("w.start"), SQL("w.start")),
                ids=list(resource_ids),
                starts=list(starts),
                stops=list(stops),
            )
        )
        return {(resource_id, start, stop): codes for resource_id, start, stop, codes in rows}

    @api.model
    def _get_obstacles(
        self,
        resources,
        start,
        stop,
        buffer_before=0,
        buffer_after=0,
        appointment_type=None,
        ignore_event_ids=(),
    ):
        """Who of the technicians cannot come at that time, and why; for ranking.

        :param start, stop: the visit without buffers, UTC, naive
        :param buffer_before, buffer_after: minutes kept free around it
        :param appointment_type: its required skills are looked at; None: no skills
        :param ignore_event_ids: visits that are not in the way, such as the one being moved
        :return: dict of resource id to list of codes (see ``_explain``), empty = free"""
        periods = [(start, stop)]
        return self._get_obstacles_batch(
            resources, periods, buffer_before, buffer_after, appointment_type, ignore_event_ids
        )[0]

    @api.model
    def _get_obstacles_batch(
        self,
        resources,
        periods,
        buffer_before=0,
        buffer_after=0,
        appointment_type=None,
        ignore_event_ids=(),
    ):
        """``_get_obstacles`` of many periods in one statement.

        :param periods: list of tuples of start and stop (UTC, naive)
        :return: list of dicts of resource id to list of codes, in the order of ``periods``"""
        result = [defaultdict(list) for _period in periods]
        if not periods:
            return result
        request = SlotRequest(
            resource_ids=tuple(resources.ids),
            start=min(start for start, _stop in periods),
            stop=max(stop for _start, stop in periods),
            now=fields.Datetime.now(),
            buffer_before=timedelta(minutes=buffer_before),
            buffer_after=timedelta(minutes=buffer_after),
            appointment_type_id=appointment_type.id if appointment_type else None,
            company_id=self.env.company.id,
            ignore_event_ids=tuple(ignore_event_ids),
        )
        wanted = {(res_id, *period) for res_id in resources.ids for period in periods}
        explained = self._explain(request, sorted(wanted))
        return [
            {res_id: explained[(res_id, *period)] for res_id in resources.ids} for period in periods
        ]

    def _sql_offsets(self, request):
        """The distances of local time to UTC that occur around the window, per time zone: one,
        or two around the days when summer time begins or ends."""
        return SQL(
            """
            SELECT tz, ahead, count(*) OVER (PARTITION BY tz) > 1 AS is_changing
              FROM (
                SELECT DISTINCT zone.tz, %(local)s - moment AS ahead
                  FROM (SELECT DISTINCT tz FROM technician) zone
                 CROSS JOIN generate_series(
                       %(start)s - interval '1 day', %(stop)s + interval '1 day', '1 day'
                 ) AS moment
              ) found""",
            local=self._sql_to_local(SQL("moment"), SQL("zone.tz")),
            start=request.start,
            stop=request.stop,
        )

    def _sql_grid(self, request, tz, lower, upper):
        """Moments from ``lower`` to ``upper`` at which clocks in ``tz`` show a time of the grid.
        Around a change of the offset each moment is read back: a time that does not exist that
        day is dropped, one that exists twice is found twice."""
        if not request.grid:
            return SQL("SELECT %s AS start", lower)
        return SQL(
            """
            SELECT local - o.ahead AS start
              FROM utc_offset o
             CROSS JOIN LATERAL generate_series(
                   date_bin(
                       %(grid)s,
                       %(lower)s + o.ahead + %(grid)s - interval '1 microsecond',
                       TIMESTAMP '2000-01-01'
                   ),
                   %(upper)s + o.ahead,
                   %(grid)s
             ) AS local
             WHERE o.tz = %(tz)s AND (NOT o.is_changing OR %(read_back)s = local)""",
            grid=request.grid,
            lower=lower,
            upper=upper,
            tz=tz,
            read_back=self._sql_to_local(SQL("local - o.ahead"), tz),
        )

    def _flush_tables(self):
        for model_name, field_names in TABLES.items():
            self.env[model_name].flush_model(field_names)
