from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_time

from ..tools import travel
from ..tools.wall_time import day_to_utc, to_day
from .calendar_event_wording import SPACES

# What is told is rounded up to this: nobody drives by the minute.
ROUND_MINUTES = 5


class CalendarEvent(models.Model):
    """The technician is on the way: the customer hears when to expect whom."""

    _inherit = "calendar.event"

    expected_arrival = fields.Datetime(
        copy=False, readonly=True, help="As the customer was told when the technician set off."
    )

    def _announce_arrival(self, left_at):
        """Tell the customer once, if there is still time to.

        :param datetime left_at: when the technician set off, naive UTC"""
        self.ensure_one()
        self.expected_arrival = self._estimate_arrival(left_at)
        if self.customer_id and self.expected_arrival > fields.Datetime.now():
            self.env["pylot.visit.notice"]._plan_arrival(self)

    def _estimate_arrival(self, left_at):
        """:return: when the technician will probably ring, naive UTC"""
        drive = travel.travel_minutes(self._get_place_before(left_at), self._get_visit_place())
        minutes = -(-drive.minutes // ROUND_MINUTES) * ROUND_MINUTES
        arrival = left_at + timedelta(minutes=minutes)
        over = timedelta(
            minutes=arrival.minute % ROUND_MINUTES,
            seconds=arrival.second,
            microseconds=arrival.microsecond,
        )
        return arrival - over + (timedelta(minutes=ROUND_MINUTES) if over else timedelta())

    def _get_visit_place(self):
        """:return: :class:`travel.Place` the technician drives to"""
        partner = self.visit_address_id or self.customer_id
        if self.appointment_type_id.place == "company":
            partner = self._get_selling_company().partner_id
        return partner._get_place()

    def _get_place_before(self, moment):
        """:return: :class:`travel.Place` the technician comes from: the last stop of the day, else
        where the day begins"""
        technician = self.technician_id
        tz = technician.tz or "UTC"
        morning = day_to_utc(to_day(moment, tz), 0, tz)
        domain = (
            Domain("technician_id", "=", technician.id)
            & Domain("visit_state", "in", ("in_progress", "done", "no_show"))
            & Domain("start", ">=", morning)
            & Domain("start", "<=", moment)
            & Domain("id", "!=", self.id)
        )
        before = self.search(domain, order="start DESC, id DESC", limit=1)
        if before:
            return before._get_visit_place()
        return (technician.home_partner_id or technician.company_id.partner_id)._get_place()

    def _describe_expected_arrival(self):
        """:return: "9:35 AM" on the clock of the business, in the language of the context"""
        env = self.with_context(lang=self._get_customer_lang()).env
        visit = self.sudo()
        clock = format_time(env, visit.expected_arrival, visit._get_customer_zone(), "short")
        return clock.translate(SPACES)
