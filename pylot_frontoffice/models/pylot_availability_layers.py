from odoo import models
from odoo.tools import SQL

from ..const import OCCUPYING_STATES
from ..tools.slot_request import EPOCH, RULES

# Attendances that are working time; the others are breaks and headings of two-week calendars.
WORKING = SQL("a.display_type IS NULL AND a.day_period <> 'lunch'")


class PylotAvailability(models.AbstractModel):
    """The layers: one row per technician, one multirange of UTC moments per rule.

    ============ ====================================================================
    ``work``     working hours, the visit must lie inside
    ``skilled``  all required skills are held and valid, the visit must lie inside
    ``off``      time off and public holidays, the visit must not touch it
    ``booked``   visits and holds, widened by the buffers of the visit that is wanted
    ``busy``     other calendar events of the technician's user, widened likewise
    ``area``     for ever, when the customer's place is not served
    ``travel``   visits, widened by the way to the customer's place
    ``capacity`` days and parts of days that have enough already
    ============ ====================================================================

    Widening what is there by the buffers of what is wanted ("before" behind it, "after" in front
    of it) is the same as comparing with the padded visit, and lets one interval test answer.
    Rows that make no sense (an end before its start) take no time and never raise.
    """

    _inherit = "pylot.availability"

    def _sql_layers(self, request):
        """:return: the common table expressions up to ``layer``, without the word WITH"""
        return SQL(
            """
            technician AS (%(technician)s),
            version AS (%(version)s),
            employment AS (%(employment)s),
            shift AS MATERIALIZED (%(shift)s),
            layer AS MATERIALIZED (
                SELECT t.id AS resource_id,
                       t.tz,
                       COALESCE(work.ranges, '{}') AS work,
                       COALESCE(off.ranges, '{}') AS off,
                       COALESCE(booked.ranges, '{}') AS booked,
                       COALESCE(busy.ranges, '{}') AS busy,
                       COALESCE(skilled.ranges, '{(,)}') AS skilled,
                       %(rules)s
                  FROM technician t
                  LEFT JOIN (%(work)s) work ON work.resource_id = t.id
                  LEFT JOIN (%(off)s) off ON off.resource_id = t.id
                  LEFT JOIN (%(booked)s) booked ON booked.resource_id = t.id
                  LEFT JOIN (%(busy)s) busy ON busy.resource_id = t.id
                  LEFT JOIN (%(skilled)s) skilled ON skilled.resource_id = t.id
                  LEFT JOIN (%(refused)s) refused ON refused.resource_id = t.id
            )""",
            technician=self._sql_technician(request),
            version=self._sql_version(),
            employment=self._sql_employment(request),
            shift=self._sql_shift(request),
            work=self._sql_work(),
            off=self._sql_off(request),
            booked=self._sql_booked(request),
            busy=self._sql_busy(request),
            skilled=self._sql_skilled(request),
            refused=self._sql_refused(request),
            rules=SQL(", ").join(
                SQL(
                    "COALESCE(%s, '{}') AS %s",
                    SQL.identifier("refused", rule),
                    SQL.identifier(rule),
                )
                for rule in RULES
            ),
        )

    def _sql_to_utc(self, local, tz):
        """PostgreSQL and pytz agree on moments that do not exist (summer time begins) or exist
        twice (it ends): both read them as standard time."""
        return SQL("((%s) AT TIME ZONE %s AT TIME ZONE 'UTC')", local, tz)

    def _sql_to_local(self, moment, tz):
        return SQL("((%s) AT TIME ZONE 'UTC' AT TIME ZONE %s)", moment, tz)

    def _sql_technician(self, request):
        """Who is asked. DISTINCT: nothing forbids two employees behind one resource."""
        return SQL(
            """
            SELECT DISTINCT ON (r.id)
                   r.id,
                   r.tz,
                   r.calendar_id,
                   COALESCE(r.company_id, %s) AS company_id,
                   u.partner_id,
                   e.id AS employee_id
              FROM resource_resource r
              LEFT JOIN res_users u ON u.id = r.user_id
              LEFT JOIN hr_employee e ON e.resource_id = r.id
             WHERE r.id = ANY(%s::int[])
             ORDER BY r.id, e.active DESC, e.id""",
            request.company_id,
            list(request.all_ids),
        )

    def _sql_version(self):
        """Which calendar an employee works by, from which local day up to which other day (not
        included). Whoever has a contract in any version works only while one runs, and the first
        version of a contract counts from its first day. Without contracts the first version
        reaches back for ever."""
        return SQL(
            """
            SELECT v.employee_id,
                   v.resource_calendar_id AS calendar_id,
                   CASE WHEN v.contract_date_start IS NULL AND row_number() OVER history = 1
                        THEN '-infinity'
                        WHEN row_number() OVER contract = 1
                        THEN COALESCE(v.contract_date_start, v.date_version)
                        ELSE v.date_version
                    END AS first_day,
                   COALESCE(
                       LEAST(lead(v.date_version) OVER history, v.contract_date_end + 1),
                       'infinity'
                   ) AS end_day,
                   v.contract_date_start IS NULL
                       AND bool_or(v.contract_date_start IS NOT NULL) OVER employee AS is_idle
              FROM hr_version v
              JOIN technician t ON t.employee_id = v.employee_id
             WHERE v.active
            WINDOW employee AS (PARTITION BY v.employee_id),
                   history AS (PARTITION BY v.employee_id ORDER BY v.date_version, v.id),
                   contract AS (PARTITION BY v.employee_id, v.contract_date_start
                                    ORDER BY v.date_version, v.id)"""
        )

    def _sql_employment(self, request):
        """Per technician and period: the calendar that counts. No calendar, or a flexible one,
        means: the company's hours, and if these are not fixed either, the whole day (no row in
        ``resource_calendar``). ``own_calendar_id`` keeps what is written on the technician,
        because public holidays may hang on that calendar."""
        return SQL(
            """
            SELECT t.id AS resource_id,
                   t.tz,
                   t.company_id,
                   own.id AS own_calendar_id,
                   CASE WHEN own.id IS NOT NULL AND own.flexible_hours IS NOT TRUE THEN own.id
                        ELSE house.id
                    END AS calendar_id,
                   CASE WHEN v.employee_id IS NULL THEN tsrange(NULL, NULL)
                        ELSE tsrange(%(first)s, %(end)s)
                    END AS period
              FROM technician t
              LEFT JOIN version v ON v.employee_id = t.employee_id
              LEFT JOIN resource_calendar own
                     ON own.id = CASE WHEN v.employee_id IS NULL THEN t.calendar_id
                                      ELSE v.calendar_id END
              LEFT JOIN res_company c ON c.id = t.company_id
              LEFT JOIN resource_calendar house
                     ON house.id = c.resource_calendar_id
                    AND house.flexible_hours IS NOT TRUE
                    AND EXISTS (SELECT FROM resource_calendar_attendance a
                                 WHERE a.calendar_id = house.id AND %(working)s)
             WHERE v.employee_id IS NULL
                OR (NOT v.is_idle
                    AND v.first_day < v.end_day
                    AND v.first_day <= %(stop)s::date + 1
                    AND v.end_day >= %(start)s::date - 1)""",
            first=self._sql_to_utc(SQL("v.first_day::timestamp"), SQL("t.tz")),
            end=self._sql_to_utc(SQL("v.end_day::timestamp"), SQL("t.tz")),
            working=WORKING,
            start=request.start,
            stop=request.stop,
        )

    def _sql_shift(self, request):
        """Working hours per calendar and time zone, which is less than per technician. 24:00 is
        the next day's midnight. In a two-week calendar the parity of the week counts from the
        first Monday of year 1, as in ``resource.calendar.attendance.get_week_type``."""
        return SQL(
            """
            SELECT s.calendar_id, s.tz, range_agg(tsrange(span.lower, span.upper)) AS ranges
              FROM (SELECT DISTINCT calendar_id, tz FROM employment) s
              JOIN resource_calendar c ON c.id = s.calendar_id
             CROSS JOIN LATERAL (SELECT %(start)s::date AS lower, %(stop)s::date AS upper) local
             CROSS JOIN LATERAL generate_series(0, local.upper - local.lower) AS n
             CROSS JOIN LATERAL (SELECT local.lower + n AS day) day
              JOIN resource_calendar_attendance a
                ON a.calendar_id = s.calendar_id
               AND %(working)s
               AND a.dayofweek = (extract(isodow FROM day.day)::int - 1)::text
               AND (c.two_weeks_calendar IS NOT TRUE
                    OR COALESCE(a.week_type, '0')
                       = ((day.day - DATE '0001-01-01') / 7 %% 2)::text)
             CROSS JOIN LATERAL (SELECT %(lower)s AS lower, %(upper)s AS upper) span
             WHERE span.lower < span.upper
             GROUP BY s.calendar_id, s.tz""",
            start=self._sql_to_local(SQL("%s", request.start), SQL("s.tz")),
            stop=self._sql_to_local(SQL("%s", request.stop), SQL("s.tz")),
            working=WORKING,
            lower=self._sql_to_utc(self._sql_clock(SQL("a.hour_from")), SQL("s.tz")),
            upper=self._sql_to_utc(self._sql_clock(SQL("a.hour_to")), SQL("s.tz")),
        )

    def _sql_clock(self, hours):
        """The moment of the day that ``hours`` (a float, 0 to 24) mean, to the minute."""
        return SQL(
            "day.day + interval '1 minute' * floor(LEAST(24, GREATEST(0, %s)) * 60 + 0.5)", hours
        )

    def _sql_work(self):
        return SQL(
            """
            SELECT e.resource_id, range_agg(piece) AS ranges
              FROM employment e
              LEFT JOIN shift s ON s.calendar_id = e.calendar_id AND s.tz = e.tz
             CROSS JOIN LATERAL unnest(
                 CASE WHEN e.calendar_id IS NULL THEN '{(,)}'
                      ELSE COALESCE(s.ranges, '{}')
                  END * tsmultirange(e.period)
             ) AS piece
             GROUP BY e.resource_id"""
        )

    def _sql_off(self, request):
        """A technician's own time off counts whatever calendar it is written on; the company's
        counts for one calendar or for all of them."""
        return SQL(
            """
            SELECT found.resource_id, range_agg(found.span) AS ranges
              FROM (
                SELECT l.resource_id, tsrange(l.date_from, l.date_to) AS span
                  FROM resource_calendar_leaves l
                  JOIN technician t ON t.id = l.resource_id
                 WHERE %(is_off)s
                 UNION ALL
                SELECT e.resource_id, tsrange(l.date_from, l.date_to) * e.period
                  FROM resource_calendar_leaves l
                  JOIN employment e
                    ON e.company_id = l.company_id
                   AND (l.calendar_id IS NULL
                        OR l.calendar_id IN (e.calendar_id, e.own_calendar_id))
                 WHERE l.resource_id IS NULL AND %(is_off)s
              ) found
             GROUP BY found.resource_id""",
            is_off=SQL(
                """l.time_type = 'leave' AND l.date_from < l.date_to
                   AND l.date_from < %s AND l.date_to > %s""",
                request.stop,
                request.start,
            ),
        )

    def _sql_booked(self, request):
        return SQL(
            """
            SELECT b.resource_id,
                   range_agg(tsrange(b.start - %(after)s, b.stop + %(before)s)) AS ranges
              FROM pylot_booking b
             WHERE b.resource_id = ANY(%(ids)s::int[])
               AND b.stop > %(start)s
               AND b.start < %(stop)s
               AND (b.state = 'booked' OR b.expires_at > %(now)s)
               AND (b.event_id = ANY(%(events)s::int[])) IS NOT TRUE
               AND b.id <> ALL(%(bookings)s::int[])
             GROUP BY b.resource_id""",
            ids=list(request.all_ids),
            before=request.buffer_before,
            after=request.buffer_after,
            start=request.start - request.buffer_before,
            stop=request.stop + request.buffer_after,
            now=request.now,
            events=list(request.ignore_event_ids),
            bookings=list(request.ignore_booking_ids),
        )

    def _sql_busy(self, request):
        """Events the technician's user takes part in. The technician's own visits are left out:
        their time is in ``booked``, or deliberately nowhere. All-day events fill the local days
        they are written on; the stored hours (8 to 18 UTC) of such an event are at most 22 hours
        away from these, hence the day on either side when looking for events."""
        return SQL(
            """
            SELECT t.id AS resource_id,
                   range_agg(tsrange(span.lower - %(after)s, span.upper + %(before)s)) AS ranges
              FROM (%(events)s) e
              JOIN calendar_attendee a ON a.event_id = e.id AND a.state IS DISTINCT FROM 'declined'
              JOIN technician t ON t.partner_id = a.partner_id
             CROSS JOIN LATERAL (
                SELECT CASE WHEN e.allday THEN %(first_day)s ELSE e.start END AS lower,
                       CASE WHEN e.allday THEN %(end_day)s ELSE e.stop END AS upper
             ) span
             WHERE (e.visit_state IS NULL
                    OR (e.visit_state = ANY(%(occupying)s)
                        AND e.is_blocking IS NOT FALSE
                        AND e.technician_id IS DISTINCT FROM t.id
                        AND NOT EXISTS (SELECT FROM calendar_event_helper_rel h
                                         WHERE h.event_id = e.id AND h.resource_id = t.id)))
               AND span.lower < span.upper
             GROUP BY t.id""",
            before=request.buffer_before,
            after=request.buffer_after,
            first_day=self._sql_to_utc(
                SQL("COALESCE(e.start_date, e.start::date)::timestamp"), SQL("t.tz")
            ),
            end_day=self._sql_to_utc(
                SQL("(COALESCE(e.stop_date, e.stop::date) + 1)::timestamp"), SQL("t.tz")
            ),
            events=self._sql_busy_events(request),
            occupying=list(OCCUPYING_STATES),
        )

    def _sql_busy_events(self, request):
        """Nearly all events are short: those that matter began at most two days before the
        window, where core's index on ``start`` finds them among years of others. The few longer
        ones have an index of their own. One condition for both would read the whole table."""
        return SQL(
            """
            SELECT %(columns)s FROM calendar_event
             WHERE %(counts)s
               AND start > %(start)s - interval '2 days'
             UNION ALL
            SELECT %(columns)s FROM calendar_event
             WHERE %(counts)s
               AND start <= %(start)s - interval '2 days'
               AND stop > start + interval '2 days'""",
            columns=SQL(
                """id, start, stop, allday, start_date, stop_date,
                   visit_state, is_blocking, technician_id"""
            ),
            counts=SQL(
                """active AND show_as = 'busy' AND id <> ALL(%s::int[])
                   AND start < %s AND stop > %s""",
                list(request.ignore_event_ids),
                request.stop + request.buffer_after + self._ALLDAY_MARGIN,
                request.start - request.buffer_before - self._ALLDAY_MARGIN,
            ),
            start=request.start - request.buffer_before - self._ALLDAY_MARGIN,
        )

    def _sql_skilled(self, request):
        """When every required skill is held at its level and, for certificates, still valid:
        whole local days of the technician. Equipment needs no skills."""
        valid_from = self._sql_to_utc(SQL("k.valid_from::timestamp"), SQL("t.tz"))
        valid_end = self._sql_to_utc(SQL("(k.valid_to + 1)::timestamp"), SQL("t.tz"))
        return SQL(
            """
            SELECT held.resource_id, range_intersect_agg(held.ranges) AS ranges
              FROM (
                SELECT t.id AS resource_id,
                       COALESCE(
                           range_agg(tsrange(%(valid_from)s, %(valid_end)s))
                               FILTER (WHERE k.id IS NOT NULL),
                           '{}'
                       ) AS ranges
                  FROM pylot_appointment_type_skill s
                  LEFT JOIN hr_skill_level needed ON needed.id = s.level_id
                 CROSS JOIN technician t
                  LEFT JOIN (
                        hr_employee_skill k JOIN hr_skill_level l ON l.id = k.skill_level_id
                  ) ON k.employee_id = t.employee_id
                   AND k.skill_id = s.skill_id
                   AND COALESCE(l.level_progress, 0) >= COALESCE(needed.level_progress, 0)
                   AND (k.valid_from <= k.valid_to) IS NOT FALSE
                 WHERE s.appointment_type_id = %(type)s
                   AND t.id <> ALL(%(equipment)s::int[])
                 GROUP BY t.id, s.id
              ) held
             GROUP BY held.resource_id""",
            type=request.appointment_type_id,
            equipment=list(request.equipment_ids or ()),
            valid_from=valid_from,
            valid_end=valid_end,
        )

    def _sql_refused(self, request):
        """What was found out beforehand, one column for each rule. There may be tens of thousands
        of ranges: a few long texts of numbers are read ten times as fast as so many dates."""
        columns = zip(*request.refused, strict=True) if request.refused else ((),) * 4
        resource_ids, lowers, uppers, codes = (
            f"{{{','.join('NULL' if value is None else str(value) for value in column)}}}"
            for column in columns
        )
        return SQL(
            """
            SELECT found.resource_id, %(rules)s
              FROM unnest(
                       %(ids)s::int[], %(lowers)s::bigint[], %(uppers)s::bigint[], %(codes)s::text[]
                   ) AS found(resource_id, lower, upper, code)
             CROSS JOIN LATERAL (
                SELECT tsrange(%(epoch)s + found.lower * interval '1 second',
                               %(epoch)s + found.upper * interval '1 second') AS span
             ) s
             GROUP BY found.resource_id""",
            rules=SQL(", ").join(
                SQL(
                    "range_agg(s.span) FILTER (WHERE found.code = %s) AS %s",
                    rule,
                    SQL.identifier(rule),
                )
                for rule in RULES
            ),
            ids=resource_ids,
            lowers=lowers,
            uppers=uppers,
            codes=codes,
            epoch=EPOCH,
        )
