import re
from datetime import datetime, timedelta

import pytz

from odoo import fields, models
from odoo.tools import SQL

from ..tools.wall_time import day_to_utc, to_day
from .pylot_appointment_rules import to_seconds

EXACT_FORMAT = "%Y%m%dT%H%M%SZ"
DAY_FORMAT = "%Y%m%d"
# ASCII digits only, and no more of them than an id of the database has.
EXACT_KEY = re.compile(r"[0-9]{8}T[0-9]{6}Z")
WINDOW_KEY = re.compile(r"w([0-9]{1,9})-([0-9]{8})")
# More than any time zone is away from UTC.
MARGIN = timedelta(days=2)
WEEK = timedelta(days=7)


class PylotAppointmentType(models.Model):
    """What a customer may choose from: exact times, or arrival windows with an exact plan inside.

    An offer is a dict: ``key`` (what comes back from the page), ``start`` and ``stop`` (the
    plan), ``window_start`` and ``window_stop`` (what is promised; None: the exact time),
    ``resource_ids`` and ``equipment_ids`` (everybody who could come, and what could come along),
    ``wished_ids`` (who must be among the crew). Moments are UTC, naive. What is offered and what
    is accepted come out of the same slots.
    """

    _inherit = "pylot.appointment.type"

    def _get_offers(
        self,
        start,
        stop,
        technicians=None,
        partner=None,
        ignore_event_ids=(),
        ignore_booking_ids=(),
        limit=None,
    ):
        """See ``_get_slots`` for the parameters.

        :param technicians: fewer than the visit needs: they have to be among the crew
        :param limit: at most so many offers
        :return: list of offers, by start"""
        house = self._in_own_company()
        is_exact = self.arrival == "exact"
        wished = technicians if technicians and len(technicians) < self.crew_size else None
        request, rounds = house._prepare_customer_request(
            start,
            stop,
            None if wished else technicians,
            partner,
            ignore_event_ids,
            ignore_booking_ids,
            limit if is_exact and not wished else None,
        )
        slots = self.env["pylot.availability"]._list_slots(request)
        if wished:
            slots = [slot for slot in slots if set(wished.ids) <= set(slot["resource_ids"])]
        if is_exact:
            offers = [
                self._prepare_offer(slot["start"].strftime(EXACT_FORMAT), slot) for slot in slots
            ]
        else:
            offers = house._get_window_offers(slots, rounds)
        for offer in offers:
            offer["wished_ids"] = wished.ids if wished else []
        return offers[:limit]

    def _find_offer(
        self, key, technicians=None, partner=None, ignore_event_ids=(), ignore_booking_ids=()
    ):
        """:param key: of an offer; anything else may come from a page too
        :return: the offer as it is now, None when it is not offered (any more)"""
        period = self._get_key_period(key)
        if not period:
            return None
        offers = self._get_offers(
            *period, technicians, partner, ignore_event_ids, ignore_booking_ids
        )
        return next((offer for offer in offers if offer["key"] == key), None)

    def _choose_crew(self, offer, partner=None):
        """:return: list of resource ids: who leads, who helps, what comes along. First whom the
        customer prefers, then who has least to do in the week of the offer, so that work spreads
        evenly; of equals the one with the lowest id, so that the choice can be explained."""
        partner = (partner or self.env["res.partner"]).sudo()
        preferred = partner.preferred_technician_id | partner.parent_id.preferred_technician_id
        people, equipment = offer["resource_ids"], offer["equipment_ids"]
        minutes = self._get_week_minutes([*people, *equipment], offer["start"])

        def rank(resource_id):
            return (
                resource_id not in offer.get("wished_ids", ()),
                resource_id not in preferred.ids,
                minutes.get(resource_id, 0),
                resource_id,
            )

        return sorted(people, key=rank)[: self.crew_size] + sorted(equipment, key=rank)[:1]

    def _in_own_company(self):
        """:return: the type as its own company sees it, whatever companies whoever asks has"""
        self.ensure_one()
        company = self.company_id or self.env.company
        return self.with_context(allowed_company_ids=company.ids)

    def _prepare_offer(self, key, slot, window_start=None, window_stop=None):
        return {
            "key": key,
            "start": slot["start"],
            "stop": slot["stop"],
            "window_start": window_start,
            "window_stop": window_stop,
            "resource_ids": slot["resource_ids"],
            "equipment_ids": slot.get("equipment_ids", []),
        }

    # === ARRIVAL WINDOWS ===

    def _get_window_offers(self, slots, rounds):
        """:return: an offer for each window and day that has a slot: the one that costs the
        least travel, the earliest of equals"""
        zone = pytz.timezone(self._get_zone())
        windows, best = {}, {}
        for slot, cost in zip(slots, self._get_slot_costs(slots, rounds), strict=True):
            start = slot["start"]
            day = pytz.utc.localize(start).astimezone(zone).date()
            if day not in windows:
                windows[day] = self._get_windows(day)
            for key, window_start, window_stop in windows[day]:
                if window_start <= start < window_stop and (key not in best or cost < best[key][0]):
                    offer = self._prepare_offer(key, slot, window_start, window_stop)
                    best[key] = cost, offer
        return sorted((offer for _cost, offer in best.values()), key=lambda offer: offer["start"])

    def _get_slot_costs(self, slots, rounds):
        """:return: list of seconds of driving that each slot adds for those who have the shortest
        way then, as many as are needed"""
        if not rounds or rounds.here is None:
            return [0] * len(slots)
        numbers = {}
        for number, slot in enumerate(slots):
            for resource_id in slot["resource_ids"]:
                numbers.setdefault(resource_id, []).append(number)
        starts = [to_seconds(slot["start"]) for slot in slots]
        costs = [[] for _slot in slots]
        for technician in rounds.technicians:
            own = numbers.get(technician.id, [])
            found = rounds.get_costs(technician, [starts[number] for number in own])
            for number, cost in zip(own, found, strict=True):
                costs[number].append(cost)
        if self.crew_size == 1:
            return [min(found) for found in costs]
        return [sum(sorted(found)[: self.crew_size]) for found in costs]

    def _get_windows(self, day):
        """:return: list of key, first moment and end (UTC, naive) of that day's windows, without
        those that the clocks skip that day"""
        result, zone = [], self._get_zone()
        for window in self.window_ids:
            hours = window.hour_from, window.hour_to
            start, stop = (day_to_utc(day, hour, zone) for hour in hours)
            if start < stop:
                result.append((f"w{window.id}-{day.strftime(DAY_FORMAT)}", start, stop))
        return result

    # === KEYS ===

    def _get_key_period(self, key):
        """:return: (start, stop) in which the slots of that offer lie; None when there cannot be
        such an offer"""
        self.ensure_one()
        if not isinstance(key, str):
            return None
        read = self._read_exact_key if self.arrival == "exact" else self._read_window_key
        try:
            period = read(key)
        except ValueError:  # the 30th of February
            return None
        now = fields.Datetime.now()
        # also because far away moments have no room for buffers and time zones around them
        if period and now - MARGIN < period[0] < now + timedelta(days=self.horizon) + MARGIN:
            return period[0], period[1] + self._to_minutes(self._get_visit_hours())
        return None

    def _read_exact_key(self, key):
        """:return: first and last start; None when it is no such key"""
        if not EXACT_KEY.fullmatch(key):
            return None
        start = datetime.strptime(key, EXACT_FORMAT)
        return start, start

    def _read_window_key(self, key):
        """As ``_read_exact_key``."""
        parts = WINDOW_KEY.fullmatch(key)
        if not parts:
            return None
        day = datetime.strptime(parts[2], DAY_FORMAT).date()
        if not 1 < day.year < 9999:
            return None
        return next(
            ((start, stop) for found, start, stop in self._get_windows(day) if found == key), None
        )

    # === WHO COMES ===

    def _get_week_minutes(self, resource_ids, moment):
        """:return: dict of resource id to the minutes booked in the week (Monday to Sunday, on
        the clocks of the business) of ``moment``; nothing booked: no key"""
        zone = self._get_zone()
        day = to_day(moment, zone)
        monday = day - timedelta(days=day.weekday())
        start, stop = (day_to_utc(day, 0, zone) for day in (monday, monday + WEEK))
        self.env["pylot.booking"].flush_model(
            ["resource_id", "start", "stop", "state", "expires_at"]
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT resource_id,
                       sum(extract(epoch FROM LEAST(stop, %(stop)s) - GREATEST(start, %(start)s)))
                  FROM pylot_booking
                 WHERE resource_id = ANY(%(ids)s::int[])
                   AND stop > %(start)s
                   AND start < %(stop)s
                   AND (state = 'booked' OR expires_at > %(now)s)
                 GROUP BY resource_id""",
                ids=list(resource_ids),
                start=start,
                stop=stop,
                now=fields.Datetime.now(),
            )
        )
        return {resource_id: int(seconds // 60) for resource_id, seconds in rows}
