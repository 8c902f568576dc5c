from odoo import api, models
from odoo.tools import SQL

from .pylot_availability import PLAIN


class PylotAvailability(models.AbstractModel):
    """The layers themselves, for who draws them."""

    _inherit = "pylot.availability"

    @api.model
    def _list_layers(self, request):
        """What fills the window of ``request``, layer by layer.

        :return: list of tuples of resource id, ``work``, ``off`` or ``busy``, and first and last
            minute since 1970 (UTC)"""
        layers = SQL("(VALUES ('work', work), ('off', off), ('busy', busy))")
        return self._list_spans(request, layers)

    @api.model
    def _list_free_spans(self, request, equipment_ids=()):
        """Where a visit by the rules of ``request`` finds room, wherever it begins.

        :param equipment_ids: of whom no skill is asked
        :return: list of tuples as of ``_list_layers``, all of them ``free``"""
        skilled = SQL(
            "CASE WHEN resource_id = ANY(%s::int[]) THEN '{(,)}' ELSE skilled END",
            list(equipment_ids),
        )
        free = SQL("(VALUES ('free', work * (%s) - off - booked - busy))", skilled)
        return self._list_spans(request, free)

    def _list_spans(self, request, kinds):
        if not request.all_ids:
            return []
        self._flush_tables()
        return self.env.execute_query(
            SQL(
                """%(plain)s
                WITH %(layers)s
                SELECT layer.resource_id, kind.code, %(lower)s, %(upper)s
                  FROM layer
                 CROSS JOIN LATERAL %(kinds)s AS kind(code, spans)
                 CROSS JOIN LATERAL unnest(
                       kind.spans * tsmultirange(tsrange(%(start)s, %(stop)s))
                 ) AS piece
                 ORDER BY layer.resource_id, kind.code, piece""",
                plain=PLAIN,
                layers=self._sql_layers(request),
                kinds=kinds,
                lower=self._sql_minute(SQL("lower(piece)")),
                upper=self._sql_minute(SQL("upper(piece)")),
                start=request.start,
                stop=request.stop,
            )
        )

    def _sql_minute(self, moment):
        return SQL("floor(extract(epoch FROM %s) / 60)::int", moment)
