from odoo import models
from odoo.tools import SQL

from ..const import OCCUPYING_STATES

# Later than that is not punctual, where a moment was promised.
TOLERANCE_MINUTES = 15
# Two technicians of one visit whose ids differ by this would share a row.
RADIX = 100000


class PylotVisitAnalysis(models.Model):
    """Where the figures come from."""

    _inherit = "pylot.visit.analysis"
    _depends = {
        "calendar.event": [
            "active",
            "allday",
            "appointment_type_id",
            "customer_id",
            "follows_id",
            "helper_ids",
            "start",
            "start_date",
            "stop",
            "stop_date",
            "technician_id",
            "visit_address_id",
            "visit_company_id",
            "visit_state",
            "window_stop",
        ],
        "pylot.complaint": ["active", "dismissal", "event_id"],
        "pylot.team": ["active", "company_id", "member_ids", "sequence"],
        "pylot.technician.day": [
            "available_minutes",
            "company_id",
            "day",
            "resource_id",
            "travel_minutes",
            "work_minutes",
        ],
        "pylot.visit.act": ["event_id", "kind"],
        "pylot.visit.time": ["event_id", "kind", "minutes", "resource_id", "start"],
        "res.partner": ["zip"],
        "resource.resource": ["company_id", "tz", "user_id"],
    }

    @property
    def _table_query(self):
        return SQL(
            "SELECT %s FROM %s WHERE event.active AND event.visit_state IS NOT NULL"
            " UNION ALL SELECT %s FROM %s",
            self._select_visit(),
            self._from_visit(),
            self._select_day(),
            self._from_day(),
        )

    def _select_visit(self):
        """Hook: columns of a visit and one of its technicians, in the order of
        :meth:`_select_day`."""
        return SQL(
            """
                (event.id::bigint * %(radix)s + crew.resource_id %% %(radix)s) * 2 AS id,
                event.id AS event_id, crew.resource_id,
                COALESCE(event.visit_company_id, technician.company_id) AS company_id,
                team.id AS team_id, event.appointment_type_id, event.customer_id,
                NULLIF(upper(left(regexp_replace(address.zip, '[^0-9A-Za-z]', '', 'g'), 2)), '')
                    AS area,
                event.visit_state AS state, event.start,
                CASE WHEN event.allday THEN event.start_date
                     ELSE (event.start AT TIME ZONE 'UTC' AT TIME ZONE technician.tz)::date
                 END AS day,
                CASE WHEN crew.is_lead THEN 1 ELSE 0 END AS visit_count,
                CASE WHEN event.visit_state = ANY(%(occupying)s) THEN
                     CASE WHEN event.allday THEN (event.stop_date - event.start_date + 1) * 8.0
                          ELSE EXTRACT(EPOCH FROM event.stop - event.start) / 3600.0
                      END
                 END AS planned_hours,
                noted.work / 60.0 AS actual_hours, noted.travel / 60.0 AS travel_hours,
                NULL::numeric AS planned_travel_hours, NULL::numeric AS available_hours,
                NULL::numeric AS free_hours,
                1.0 - lateness.late AS punctual, lateness.late AS late_count,
                1.0 - repetition.again AS first_time_fix, repetition.again AS again_count,
                CASE WHEN NOT crew.is_lead THEN NULL
                     WHEN event.visit_state = 'no_show' THEN 1.0
                     WHEN event.visit_state = 'done' THEN 0.0
                 END AS no_show,
                CASE WHEN NOT crew.is_lead THEN NULL
                     WHEN %(rang)s THEN 1.0
                     WHEN event.visit_state IN ('done', 'no_show') THEN 0.0
                 END AS nobody_home
            """,
            radix=RADIX,
            occupying=list(OCCUPYING_STATES),
            rang=self._sql_has_act("nobody_home"),
        )

    def _sql_has_act(self, kind):
        return SQL(
            "EXISTS (SELECT FROM pylot_visit_act AS act"
            " WHERE act.event_id = event.id AND act.kind = %s)",
            kind,
        )

    def _sql_came_again(self):
        """Hook: whether one visit was not enough."""
        return SQL(
            """(EXISTS (
                SELECT FROM calendar_event AS following WHERE following.follows_id = event.id
            ) OR EXISTS (
                SELECT FROM pylot_complaint AS complaint
                 WHERE complaint.event_id = event.id AND complaint.active
                   AND complaint.dismissal IS NULL
            ))"""
        )

    def _from_visit(self):
        """Hook: tables, each with at most one row a visit and technician."""
        return SQL(
            """
                calendar_event AS event
                CROSS JOIN LATERAL (
                    SELECT event.technician_id AS resource_id, true AS is_lead
                     WHERE event.technician_id IS NOT NULL
                     UNION ALL
                    SELECT helper.resource_id, false
                      FROM calendar_event_helper_rel AS helper
                     WHERE helper.event_id = event.id
                       AND helper.resource_id IS DISTINCT FROM event.technician_id
                ) AS crew
                JOIN resource_resource AS technician
                  ON technician.id = crew.resource_id AND technician.resource_type = 'user'
                LEFT JOIN res_partner AS address ON address.id = event.visit_address_id
                LEFT JOIN LATERAL (
                    SELECT SUM(minutes) FILTER (WHERE kind = 'work') AS work,
                           SUM(minutes) FILTER (WHERE kind = 'travel') AS travel
                      FROM pylot_visit_time AS time
                     WHERE time.event_id = event.id AND time.resource_id = crew.resource_id
                ) AS noted ON true
                LEFT JOIN LATERAL (
                    SELECT MIN(start) AS start
                      FROM pylot_visit_time AS time
                     WHERE time.event_id = event.id AND time.kind = 'work'
                ) AS begun ON true
                CROSS JOIN LATERAL (
                    SELECT CASE
                        WHEN NOT crew.is_lead OR event.allday OR begun.start IS NULL THEN NULL
                        WHEN begun.start <= COALESCE(
                            event.window_stop, event.start + make_interval(mins => %(tolerance)s)
                        ) THEN 0 ELSE 1 END AS late
                ) AS lateness
                CROSS JOIN LATERAL (
                    SELECT CASE
                        WHEN NOT crew.is_lead OR event.visit_state <> 'done' THEN NULL
                        WHEN %(came_again)s THEN 1 ELSE 0 END AS again
                ) AS repetition
                LEFT JOIN LATERAL (%(team)s) AS team ON true
            """,
            tolerance=TOLERANCE_MINUTES,
            came_again=self._sql_came_again(),
            team=self._sql_team(),
        )

    def _sql_team(self):
        members = self.env["pylot.team"]._fields["member_ids"]
        return SQL(
            """SELECT team.id FROM pylot_team AS team
                 JOIN %(relation)s AS member
                   ON member.%(team)s = team.id AND member.%(user)s = technician.user_id
                WHERE team.active AND team.company_id = technician.company_id
                ORDER BY team.sequence, team.id LIMIT 1""",
            relation=SQL.identifier(members.relation),
            team=SQL.identifier(members.column1),
            user=SQL.identifier(members.column2),
        )

    def _select_day(self):
        """Hook: columns of a technician's day."""
        return SQL(
            """
                known.id::bigint * 2 + 1, NULL, known.resource_id, known.company_id, team.id, NULL,
                NULL, NULL, NULL, NULL, known.day, 0, NULL, NULL, NULL,
                known.travel_minutes / 60.0, known.available_minutes / 60.0,
                (known.available_minutes - known.work_minutes - known.travel_minutes) / 60.0,
                NULL, NULL, NULL, NULL, NULL, NULL
            """
        )

    def _from_day(self):
        return SQL(
            """
                pylot_technician_day AS known
                JOIN resource_resource AS technician ON technician.id = known.resource_id
                LEFT JOIN LATERAL (%s) AS team ON true
            """,
            self._sql_team(),
        )
