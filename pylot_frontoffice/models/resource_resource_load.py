from itertools import pairwise

from odoo import models
from odoo.fields import Domain
from odoo.tools import groupby

from ..tools.day_load import DayLoad
from ..tools.travel import travel_minutes
from ..tools.wall_time import to_day


class ResourceResource(models.Model):
    """How full the days of technicians are: in minutes, driving included, not in visits."""

    _inherit = "resource.resource"

    def _get_day_loads(self, first, last):
        """The loads of many technicians on many days, in a constant number of queries.

        :param date first, last: both included, on each technician's own clock
        :return: dict of (technician, date) to :class:`DayLoad`, for every one of these days on
            which somebody works or is booked
        """
        technicians = self.sudo()
        minutes = self.env["pylot.availability"]._get_working_minutes(technicians, first, last)
        loads = {
            (technicians.browse(id_).with_env(self.env), day): DayLoad(available=available)
            for (id_, day), available in minutes.items()
        }
        by_day = groupby(technicians._get_day_bookings(first, last), lambda each: each[:2])
        for (technician, day), rows in by_day:
            bookings = [booking for _technician, _day, booking in rows]
            key = technician.with_env(self.env), day
            loads[key] = loads.get(key, DayLoad())._replace(
                work=round(sum(booking.hours for booking in bookings) * 60),
                travel=technician._estimate_day_travel(bookings),
            )
        return loads

    def _get_day_bookings(self, first, last):
        """:return: list of (technician, date it begins on, booking), in this order"""
        spans = [technician._get_day_span(day) for technician in self for day in (first, last)]
        if not spans:
            return []
        bookings = self.env["pylot.booking"].search_fetch(
            Domain("resource_id", "in", self.ids)
            & Domain("state", "=", "booked")
            & Domain("start", ">=", min(start for start, _stop in spans))
            & Domain("start", "<", max(stop for _start, stop in spans)),
            ["resource_id", "start", "stop", "hours", "event_id"],
            order="resource_id, start, id",
        )
        addresses = bookings.event_id.visit_address_id
        addresses.fetch(addresses._get_place_fields())
        homes = self.home_partner_id | self.company_id.partner_id
        homes.fetch(homes._get_place_fields())
        found = [
            (booking.resource_id, to_day(booking.start, booking.resource_id.tz), booking)
            for booking in bookings
        ]
        return [each for each in found if first <= each[1] <= last]

    def _estimate_day_travel(self, bookings):
        """:return: minutes of driving on a day with these bookings, in their order; what has no
        address of its own is done on the spot"""
        places = [
            booking.event_id.visit_address_id._get_place()
            for booking in bookings
            if booking.event_id.visit_address_id
            and booking.event_id.appointment_type_id.place in (False, "customer")
        ]
        if not places or self.resource_type != "user":
            return 0
        home = (self.home_partner_id or self.company_id.partner_id)._get_place()
        return sum(
            travel_minutes(start, stop).minutes for start, stop in pairwise((home, *places, home))
        )
