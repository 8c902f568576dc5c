from datetime import timedelta
from operator import itemgetter

from odoo import models
from odoo.fields import Domain

from ..tools.travel import travel_minutes

# Why somebody who comes along cannot; skills are asked of whoever leads.
AWAY = {"working_hours", "time_off", "booked", "calendar"}


class PylotReplan(models.TransientModel):
    """Who may come at all, and is there time for the ways?"""

    _inherit = "pylot.replan"

    def _get_technicians(self, visit, was):
        """:return: who may come at all: not who is absent, not who is in the crew already"""
        kind = visit._get_scheduling_type()
        people = (
            kind._get_technicians()
            if kind
            else kind._get_company_technicians(visit.sudo().visit_company_id)
        )
        crew = visit.env["resource.resource"].browse(was["crew"])
        if self.kind == "absence":
            crew |= self.technician_id
        else:
            crew -= crew.browse(was["resource_id"])
        return people.with_env(self.env) - crew

    def _get_obstacles(self, visit, technicians, starts):
        """:return: dict of start to what stands in the way of each technician then"""
        kind = visit._get_scheduling_type()
        length = timedelta(hours=visit.duration)
        found = self.env["pylot.availability"]._get_obstacles_batch(
            technicians,
            [(start, start + length) for start in starts],
            buffer_before=kind.buffer_before,
            buffer_after=kind.buffer_after,
            appointment_type=kind,
            ignore_event_ids=visit.ids,
        )
        return dict(zip(starts, found, strict=True))

    def _get_companions(self, visit, was):
        """:return: who and what comes along with whoever is looked for, as it is in the crew"""
        crew = visit.env["resource.resource"].browse(was["crew"])
        return crew - crew.browse(was["resource_id"]) - self.technician_id

    def _get_common_starts(self, visit, starts, was):
        """:return: those of the times at which everybody and everything else of the crew is free,
        too; where the visit is now nobody has to ask"""
        companions = self._get_companions(visit, was)
        if not companions or not starts:
            return starts
        found = self._get_obstacles(visit, companions, starts)
        return [
            start
            for start in starts
            if start == was["start"]
            or not any(AWAY.intersection(codes) for codes in found[start].values())
        ]

    def _get_stops(self, visit, technicians, starts):
        """:return: dict of technician to (start, stop, place) of what is booked around these
        times; none where nobody drives to"""
        kind = visit._get_scheduling_type()
        if not starts or (kind and kind.place != "customer"):
            return {}
        margin = timedelta(hours=12)
        bookings = (
            self.env["pylot.booking"]
            .sudo()
            .search_fetch(
                Domain("resource_id", "in", technicians.ids)
                & Domain("event_id", "!=", visit.id)
                & Domain("stop", ">", min(starts) - margin)
                & Domain("start", "<", max(starts) + timedelta(hours=visit.duration) + margin),
                ["resource_id", "event_id", "start", "stop"],
            )
        )
        addresses = bookings.event_id.visit_address_id
        addresses.fetch(addresses._get_place_fields())
        stops = {}
        for booking in bookings:
            address = booking.event_id.visit_address_id
            if address:
                stop = booking.start, booking.stop, address._get_place()
                stops.setdefault(booking.resource_id.id, []).append(stop)
        return stops

    def _fits(self, visit, stops, start):
        """:return: whether there is time for the ways from the stop before and to the next one"""
        stop = start + timedelta(hours=visit.duration)
        place = (visit.visit_address_id or visit.customer_id).sudo()._get_place()
        before = max((each for each in stops if each[1] <= start), key=itemgetter(1), default=None)
        after = min((each for each in stops if each[0] >= stop), key=itemgetter(0), default=None)
        gaps = [(start - before[1], before[2])] if before else []
        gaps += [(after[0] - stop, after[2])] if after else []
        for gap, other in gaps:
            way = travel_minutes(place, other)
            if way.known and timedelta(minutes=way.minutes) > gap:
                return False
        return True
