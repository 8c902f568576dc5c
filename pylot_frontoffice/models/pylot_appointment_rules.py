from dataclasses import replace
from datetime import timedelta

import pytz

from odoo import models
from odoo.tools import SQL

from ..tools.rounds import Rounds, Technician, is_in_area
from ..tools.slot_request import EPOCH
from ..tools.travel import Place
from ..tools.wall_time import day_to_utc

DAY = timedelta(days=1)
# Bookings so far around the window may matter: the whole local day, a day's drive, buffers.
MARGIN = 3 * DAY
READ = {
    "calendar.event": ["appointment_type_id", "visit_address_id"],
    "pylot.appointment.type": ["company_id", "place"],
    "pylot.booking": [
        "appointment_type_id",
        "event_id",
        "expires_at",
        "request_id",
        "resource_id",
        "start",
        "state",
        "stop",
    ],
    "pylot.booking.request": ["country_id", "event_id", "partner_id", "zip"],
    "res.company": ["partner_id"],
    "res.partner": ["country_id", "partner_latitude", "partner_longitude", "street", "zip"],
    "resource.resource": [
        "capacity_minutes",
        "company_id",
        "home_partner_id",
        "service_zips",
        "tz",
    ],
}


def to_seconds(moment):
    return int((moment - EPOCH).total_seconds())


class PylotAppointmentType(models.Model):
    """What a customer's place and full days rule out: times when nobody could drive there and
    on, who does not serve that area, days that have enough already. Found in Python, because
    ways are estimated there, from a constant number of reads; laid over the other layers of
    ``pylot.availability`` in SQL, so that what is offered and what is explained stay the same."""

    _inherit = "pylot.appointment.type"

    def _apply_rules(self, request, partner=None):
        """:param SlotRequest request: without these rules
        :param partner: whose place is visited, real or only made of a postal code; None: only
            what does not depend on it counts
        :return: the request with ``refused``, and the :class:`Rounds` (None without partner)"""
        if not self or not (partner or self.capacity_minutes):
            return request, None
        for model_name, field_names in READ.items():
            self.env[model_name].flush_model(field_names)
        refused = self._refuse_full_days(request)
        rounds = self._read_rounds(request, partner.sudo()._get_place()) if partner else None
        if rounds:
            refused += self._refuse_area(rounds, partner.sudo()._get_place())
            refused += self._refuse_ways(rounds, request)
        first, last = to_seconds(request.start), to_seconds(request.stop)
        relevant = tuple(
            row
            for row in refused
            if (row[1] is None or row[1] < last) and (row[2] is None or row[2] > first)
        )
        return replace(request, refused=relevant), rounds

    def _refuse_full_days(self, request):
        """:return: rows for all of ``request``, the days on which the type's minutes are used up;
        a visit of two people counts once"""
        if not self.capacity_minutes:
            return []
        length = request.duration + request.buffer_before + request.buffer_after
        room = self.capacity_minutes * 60 - int(length.total_seconds())
        if room < 0:
            return [(id_, None, None, "capacity") for id_ in request.all_ids]
        # The type is treated like somebody who does all of its visits, at the same time if needed.
        midnights = self._get_midnights(request, self._get_zone())
        ranges = []
        booked = dict.fromkeys(midnights[:-1], 0)
        days = list(zip(midnights, midnights[1:], strict=False))
        for start, stop in self._read_type_visits(request):
            for lower, upper in days:
                booked[lower] += max(0, min(stop, upper) - max(start, lower))
        ranges = [(lower, upper) for lower, upper in days if booked[lower] > room]
        return [(id_, *span, "capacity") for id_ in request.all_ids for span in ranges]

    def _refuse_area(self, rounds, place):
        """As ``_refuse_full_days``; the type's area counts for everybody."""
        is_far = not is_in_area(self.service_zips, place)
        return [
            (technician.id, None, None, "area")
            for technician in rounds.technicians
            if is_far or not is_in_area(technician.service_zips, place)
        ]

    def _refuse_ways(self, rounds, request):
        """As ``_refuse_full_days``: too far from the stops before and after, or too much for the
        technician's day."""
        before, duration, after = (
            int(length.total_seconds())
            for length in (request.buffer_before, request.duration, request.buffer_after)
        )
        rows = []
        for technician in rounds.technicians:
            if self.count_travel:
                rows += [
                    (technician.id, *span, "travel")
                    for span in rounds.get_travel_ranges(technician, before, after)
                ]
            rows += [
                (technician.id, *span, "capacity")
                for span in rounds.get_full_ranges(technician, before + duration + after)
            ]
        return rows

    # === READING ===

    def _read_rounds(self, request, place):
        technicians = self._read_technicians(request)
        here = place if self.place == "customer" and (place.postcode or place.point) else None
        bookings, places = {}, {}
        if here or any(technician.capacity for technician in technicians):
            bookings, places = self._read_stops(request)
            places |= self._read_places(
                {row[2] for rows in bookings.values() for row in rows}
                | {technician.home for technician in technicians},
            )
        zones = {technician.tz for technician in technicians}
        midnights = {zone: self._get_midnights(request, zone) for zone in zones}
        return Rounds(technicians, bookings, places, here, midnights)

    def _get_midnights(self, request, zone):
        """:return: when the local days of the window begin, and the one after"""
        tz = pytz.timezone(zone)
        day, last = (tz.fromutc(moment).date() for moment in (request.start, request.stop))
        days = [day + DAY * number for number in range((last - day).days + 2)]
        return [to_seconds(day_to_utc(day, 0, zone)) for day in days]

    def _read_technicians(self, request):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT r.id, r.tz, COALESCE(r.capacity_minutes, 0) * 60, r.service_zips,
                       COALESCE(r.home_partner_id, c.partner_id)
                  FROM resource_resource r
                  LEFT JOIN res_company c ON c.id = r.company_id
                 WHERE r.id = ANY(%s::int[])
                 ORDER BY r.id""",
                list(request.all_ids),
            )
        )
        return [Technician(*row) for row in rows]

    def _read_stops(self, request):
        """A visit by phone is nowhere; one at our place is at the company's address; a time that
        is held is where its visitor said.

        :return: dict of resource id to its bookings, dict of those places that are only typed"""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT b.resource_id,
                       extract(epoch FROM b.start)::bigint,
                       extract(epoch FROM b.stop)::bigint,
                       CASE kind.place
                            WHEN 'online' THEN NULL
                            WHEN 'company' THEN house.partner_id
                            ELSE COALESCE(e.visit_address_id, q.partner_id)
                       END,
                       CASE WHEN kind.place = 'customer' THEN q.zip END,
                       country.code
                  FROM pylot_booking b
                  LEFT JOIN pylot_booking_request q ON q.id = b.request_id
                  LEFT JOIN calendar_event e ON e.id = COALESCE(b.event_id, q.event_id)
                  LEFT JOIN pylot_appointment_type kind
                         ON kind.id = COALESCE(e.appointment_type_id, b.appointment_type_id)
                  LEFT JOIN res_company house
                         ON house.id = COALESCE(kind.company_id, b.company_id)
                  LEFT JOIN res_country country ON country.id = q.country_id
                 WHERE b.resource_id = ANY(%(ids)s::int[])
                   AND %(counts)s
                 ORDER BY b.resource_id, b.start""",
                ids=list(request.all_ids),
                counts=self._sql_counts(request),
            )
        )
        bookings, typed = {}, {}
        default = self._get_default_country()
        for resource_id, start, stop, key, zip_code, country in rows:
            if key is None and zip_code:
                key = zip_code, country or default
                typed[key] = Place(zip=zip_code, country=country or default)
            bookings.setdefault(resource_id, []).append((start, stop, key))
        return bookings, typed

    def _read_type_visits(self, request):
        """:return: list of start and stop of all visits and holds of this type"""
        return self.env.execute_query(
            SQL(
                """
                SELECT extract(epoch FROM min(b.start))::bigint,
                       extract(epoch FROM max(b.stop))::bigint
                  FROM pylot_booking b
                  LEFT JOIN calendar_event e ON e.id = b.event_id
                 WHERE COALESCE(e.appointment_type_id, b.appointment_type_id) = %(type)s
                   AND %(counts)s
                 GROUP BY b.event_id, b.request_id,
                          CASE WHEN b.event_id IS NULL AND b.request_id IS NULL THEN b.id END""",
                type=self.id,
                counts=self._sql_counts(request),
            )
        )

    def _sql_counts(self, request):
        return SQL(
            """b.stop > %(start)s
               AND b.start < %(stop)s
               AND (b.state = 'booked' OR b.expires_at > %(now)s)
               AND (b.event_id = ANY(%(events)s::int[])) IS NOT TRUE
               AND b.id <> ALL(%(bookings)s::int[])""",
            start=request.start - MARGIN,
            stop=request.stop + MARGIN,
            now=request.now,
            events=list(request.ignore_event_ids),
            bookings=list(request.ignore_booking_ids),
        )

    def _read_places(self, keys):
        """:return: dict of partner id to :class:`Place`"""
        ids = [key for key in keys if isinstance(key, int)]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.id, p.partner_latitude, p.partner_longitude, p.zip, c.code, p.street
                  FROM res_partner p
                  LEFT JOIN res_country c ON c.id = p.country_id
                 WHERE p.id = ANY(%s::int[])""",
                ids,
            )
        )
        default = self._get_default_country()
        return {
            id_: Place(
                latitude=float(latitude) if latitude else None,
                longitude=float(longitude) if longitude else None,
                zip=zip_code or "",
                country=country or default,
                street=street or "",
            )
            for id_, latitude, longitude, zip_code, country, street in rows
        }

    def _get_default_country(self):
        return self.env.company.country_id.code or "DE"
