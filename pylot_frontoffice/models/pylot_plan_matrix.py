from odoo import models

from ..tools.planner.travel_matrix import TravelMatrix
from ..tools.route_server import RouteServerError, fetch_table
from ..tools.travel import STOP_MINUTES


class PylotPlan(models.Model):
    """Real travel times, where the company has a server that knows them."""

    _inherit = "pylot.plan"

    def _estimate_ways(self, places):
        url = self.company_id.pylot_matrix_url
        known = [number for number, place in enumerate(places) if place.point]
        if not url or len(known) < 2:
            return super()._estimate_ways(places)
        matrix, notes = super()._estimate_ways(places)
        try:
            seconds, metres = self._fetch_ways(url, [places[number].point for number in known])
        except RouteServerError as error:
            note = self.env._(
                "The route server did not help (%(reason)s): all travel times are estimated.",
                reason=str(error),
            )
            return matrix, [*notes, note]
        missing = 0
        for row, a in enumerate(known):
            for column, b in enumerate(known):
                if not matrix.seconds[a][b]:
                    continue  # the same place
                way = seconds[row][column]
                if way is None:
                    missing += 1
                    continue
                matrix.seconds[a][b] = way + int(60 * STOP_MINUTES)
                matrix.metres[a][b] = metres[row][column] or matrix.metres[a][b]
        without = len(places) - len(known)
        if missing or without:
            notes.append(
                self.env._(
                    "%(ways)s ways and %(places)s addresses without coordinates are unknown to "
                    "the route server: those travel times are estimated.",
                    ways=missing,
                    places=without,
                )
            )
        return TravelMatrix(matrix.seconds, matrix.metres), notes

    def _fetch_ways(self, url, points):
        """Hook: another kind of server.

        :param points: list of (latitude, longitude)
        :return: seconds and metres, see :func:`fetch_table`
        :raise RouteServerError: it does not answer"""
        return fetch_table(url, points)
