from odoo import api, models
from odoo.tools import SQL

from .pylot_availability import PLAIN


class PylotAvailability(models.AbstractModel):
    """The same layers, for whoever plans many visits at once and does not ask about one of them."""

    _inherit = "pylot.availability"

    @api.model
    def _list_hours(self, request):
        """When technicians work, and when they are away then: time off, holidays and other events
        of their calendars. Visits and holds are not looked at.

        :param SlotRequest request: window and technicians
        :return: dict of resource id to dict of ``work`` and ``away``: lists of spans in seconds
            since 1970, in order; of everybody who is asked about
        """
        hours = {id_: {"work": [], "away": []} for id_ in request.all_ids}
        if not hours or request.start >= request.stop:
            return hours
        self._flush_tables()
        rows = self.env.execute_query(
            SQL(
                """%(plain)s
                WITH %(layers)s
                SELECT layer.resource_id, kind.name,
                       extract(epoch FROM lower(span))::bigint,
                       extract(epoch FROM upper(span))::bigint
                  FROM layer
                 CROSS JOIN LATERAL (
                       VALUES ('work', layer.work), ('away', layer.off + layer.busy)
                 ) AS kind(name, ranges)
                 CROSS JOIN LATERAL unnest(
                       kind.ranges * tsmultirange(tsrange(%(start)s, %(stop)s))
                 ) AS span
                 ORDER BY 1, 2, 3""",
                plain=PLAIN,
                layers=self._sql_layers(request),
                start=request.start,
                stop=request.stop,
            )
        )
        for resource_id, kind, start, stop in rows:
            hours[resource_id][kind].append((start, stop))
        return hours
