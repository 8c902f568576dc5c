from odoo import fields, models
from odoo.fields import Domain
from odoo.tools.urls import urljoin

from ..const import OCCUPYING_STATES, OPEN_STATES, PAST_STATES
from ..tools.arrival import Stop, estimate_arrival
from ..tools.wall_time import to_day

# Before the day nobody waits, and afterwards nobody is on the way.
COMING_STATES = ("planned", "confirmed", "on_the_way")
MOVES = {"on_the_way": "travel", "in_progress": "work"}


class CalendarEvent(models.Model):
    """Where we are on the day of a visit: how many stops are left before it, and when we come.

    All of it is read from the plan and from what technicians have noted, nothing is stored.
    """

    _inherit = "calendar.event"

    def _get_status_url(self):
        """:return: address of the page that follows the visit on its day; needs no login"""
        self.ensure_one()
        event = self.sudo()
        path = f"/visit/{event._ensure_customer_token()}/status"
        return urljoin(event.get_base_url(), path)

    def _get_status_report_url(self):
        """Hook: address of the report of a visit that is done, "" when there is none."""
        return ""

    def _get_begun(self):
        """Hook: when technicians set out or began, as far as it was noted.

        :return: dict of the id of a visit to a moment, UTC"""
        return {}

    def _get_status_tz(self):
        return self.sudo().technician_id.tz or self._get_customer_zone()

    def _is_status_day(self):
        """:return: whether this is the day of the visit, where it takes place"""
        self.ensure_one()
        event = self.sudo()
        if event.allday:
            return event.start_date <= event._get_status_today() <= event.stop_date
        zone = event._get_customer_zone()
        return to_day(event._get_promised_start(), zone) == event._get_status_today()

    def _get_status_today(self):
        return to_day(fields.Datetime.now(), self._get_customer_zone())

    def _is_status_ahead(self):
        """:return: whether the day of the visit is still to come"""
        event = self.sudo()
        start = event._get_promised_start()
        return start > fields.Datetime.now() and not event._is_status_day()

    def _get_day_stops(self):
        """:return: visits of the technician on this day, elevated, in their order; those without
        a place of their own in the day (the whole day long) are left out"""
        event = self.sudo()
        zone = event._get_status_tz()
        day = to_day(event.start, zone)
        technician = event.technician_id
        start, stop = technician._get_day_span(day, zone)
        return event.search(
            Domain("technician_id", "=", technician.id)
            & Domain("visit_state", "in", (*OCCUPYING_STATES, "no_show"))
            & Domain("allday", "=", False)
            & Domain("start", ">=", start)
            & Domain("start", "<", stop),
            order="start, id",
        )

    def _get_stops_before(self, stops):
        """:param stops: of ``_get_day_stops``
        :return: those that come before this visit; None while nothing says that the day runs, and
            where nobody notes how it goes"""
        if self.visit_state in MOVES:
            return stops.browse()
        begun = stops.filtered(lambda stop: stop.visit_state in PAST_STATES)
        if not begun:
            return None
        now, last = fields.Datetime.now(), max(begun.mapped("start"))
        return stops.filtered(
            lambda stop: (
                (stop.start, stop.id) < (self.start, self.id)
                and stop.visit_state in ("planned", "confirmed", "on_the_way", "in_progress")
                # passed over: its time is gone, and later ones have begun
                and not (stop.visit_state in OPEN_STATES and stop.stop <= now and stop.start < last)
            )
        ).sorted(lambda stop: (stop.visit_state not in MOVES, stop.start, stop.id))

    def _estimate_status_arrival(self, stops, before):
        """:return: :class:`tools.arrival.Arrival` of the technician"""
        technician = self.technician_id
        home = technician.home_partner_id or technician.company_id.partner_id
        over = stops.filtered(lambda stop: stop.visit_state in ("done", "no_show"))
        begun = (before | self)._get_begun()
        places = (over | before | self).visit_address_id
        places.fetch(places._get_place_fields())
        last = max(over, key=lambda stop: stop.start, default=over)
        return estimate_arrival(
            fields.Datetime.now(),
            (last.visit_address_id or home)._get_place(),
            [stop._prepare_status_stop(begun.get(stop.id)) for stop in (*before, self)],
        )

    def _prepare_status_stop(self, since):
        minutes = (self.stop - self.start).total_seconds() / 60
        return Stop(
            place=self.visit_address_id._get_place(),
            minutes=minutes + self.appointment_type_id.buffer_after,
            not_before=self._get_promised_start(),
            state=MOVES.get(self.visit_state, "open"),
            since=since,
        )
