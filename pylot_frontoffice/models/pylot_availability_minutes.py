from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.slot_request import SlotRequest
from .pylot_availability import PLAIN

# No zone is further from UTC.
MARGIN = timedelta(days=1)


class PylotAvailability(models.AbstractModel):
    """How much of each day there is to give: the same layers as of the free times."""

    _inherit = "pylot.availability"

    @api.model
    def _get_working_minutes(self, technicians, first, last):
        """Working hours without time off and public holidays, booked or not, in one statement.

        :param date first, last: both included, each on the technician's own clock
        :return: dict of (resource id, date) to minutes; days without any are missing"""
        if not technicians:
            return {}
        request = SlotRequest(
            resource_ids=tuple(technicians.ids),
            start=fields.Datetime.to_datetime(first) - MARGIN,
            stop=fields.Datetime.to_datetime(last) + 2 * MARGIN,
            now=fields.Datetime.now(),
            company_id=self.env.company.id,
        )
        self._flush_tables()
        rows = self.env.execute_query(
            SQL(
                """%(plain)s
                WITH %(layers)s,
                room AS (SELECT resource_id, tz, unnest(work - off) AS span FROM layer),
                day AS (
                    SELECT zone.tz, day::date AS day,
                           tsrange(%(midnight)s, %(next_midnight)s) AS span
                      FROM (SELECT DISTINCT tz FROM layer) zone
                     CROSS JOIN generate_series(
                           %(first)s::timestamp, %(last)s::timestamp, '1 day'
                     ) AS day
                )
                SELECT room.resource_id, day.day,
                       SUM(EXTRACT(EPOCH FROM upper(part.span) - lower(part.span))) / 60
                  FROM room
                  JOIN day ON day.tz = room.tz AND day.span && room.span
                 CROSS JOIN LATERAL (SELECT day.span * room.span AS span) part
                 GROUP BY room.resource_id, day.day""",
                plain=PLAIN,
                layers=self._sql_layers(request),
                midnight=self._sql_to_utc(SQL("day"), SQL("zone.tz")),
                next_midnight=self._sql_to_utc(SQL("day + interval '1 day'"), SQL("zone.tz")),
                first=first,
                last=last,
            )
        )
        return {(resource_id, day): round(float(minutes)) for resource_id, day, minutes in rows}
