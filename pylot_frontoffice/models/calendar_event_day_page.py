from urllib.parse import quote

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_time
from odoo.tools.misc import format_date

from ..const import DONE_STATES
from ..tools.wall_time import to_day
from .calendar_event_wording import SPACES


class CalendarEvent(models.Model):
    """A visit as its technician reads it on the phone, in the language and on the clock of the
    context; elevated."""

    _inherit = "calendar.event"

    def _get_day_cards(self, technician):
        """:return: list of dicts, what the list of the day says of each of these visits; the
        number of queries does not depend on how many there are"""
        complaints = self._count_open_complaints()
        return [visit._prepare_day_card(technician, complaints) for visit in self]

    def _prepare_day_card(self, technician, complaints):
        states = dict(self._fields["visit_state"]._description_selection(self.env))
        place = self._describe_customer_place()
        phone = self._get_notice_phone() or self.visit_address_id.phone or ""
        return {
            "visit": self,
            "id": self.id,
            "time": self._describe_day_time(),
            "window": self._describe_day_window(),
            "customer": self._get_customer_name() or self.name,
            "kind": self.appointment_type_id.name or "",
            "place": place,
            "phone": phone,
            "tel": "".join(char for char in phone if char.isdigit() or char == "+"),
            "geo": self._get_geo_url(place),
            "maps": place and f"https://www.openstreetmap.org/search?query={quote(place)}",
            "state": self.visit_state,
            "state_name": self.env._("Paused") if self.is_paused else states[self.visit_state],
            "is_paused": self.is_paused,
            "is_urgent": self.visit_priority == "1",
            "is_helper": technician != self.technician_id,
            "complaints": complaints.get(self.customer_id.commercial_partner_id.id, 0),
        }

    def _describe_day_time(self):
        if self.allday:
            return self.env._("All day")
        return " – ".join(self._describe_clock(moment) for moment in (self.start, self.stop))

    def _describe_day(self):
        """:return: the date, short"""
        return format_date(self.env, to_day(self.start, self.env.context.get("tz") or "UTC"))

    def _describe_day_window(self):
        """:return: what the customer was told when it is not the exact time"""
        if self.allday or not (self.window_start and self.window_stop):
            return ""
        return " – ".join(
            self._describe_clock(moment) for moment in (self.window_start, self.window_stop)
        )

    def _describe_clock(self, moment):
        """:return: "9:05 AM" on the clock of the context"""
        tz = self.env.context.get("tz") or "UTC"
        return format_time(self.env, moment, tz, "short").translate(SPACES) if moment else ""

    def _get_geo_url(self, place):
        """:return: address that the map program of a phone opens; RFC 5870"""
        partner = self.visit_address_id
        latitude, longitude = partner.partner_latitude, partner.partner_longitude
        if latitude or longitude:
            return f"geo:{latitude:.6f},{longitude:.6f}?q={quote(place or '')}"
        return place and f"geo:0,0?q={quote(place)}"

    # === WHAT ELSE IS KNOWN ===

    def _get_open_complaints_domain(self):
        families = self.customer_id.commercial_partner_id
        return (
            Domain("partner_id.commercial_partner_id", "in", families.ids)
            & Domain("state", "not in", DONE_STATES)
            & Domain("company_id", "in", [False, *self.visit_company_id.ids])
        )

    def _count_open_complaints(self):
        """:return: dict of numbers by id of the commercial partner"""
        if not self.customer_id:
            return {}
        groups = self.env["pylot.complaint"]._read_group(
            self._get_open_complaints_domain(), ["partner_id"], ["__count"]
        )
        counts = {}
        for partner, count in groups:
            family = partner.commercial_partner_id.id
            counts[family] = counts.get(family, 0) + count
        return counts

    def _get_day_checklist(self):
        """:return: list of (item, answer or none) to show"""
        answers = {check.item_id: check for check in self.check_ids}
        items = self.appointment_type_id.checklist_ids
        return [(item, answers.get(item, self.check_ids.browse())) for item in items]

    def _describe_times(self):
        """:return: dict of "1 h 05 min" by kind, of what has been counted so far"""
        now, minutes = fields.Datetime.now(), {}
        for time in self.time_ids:
            span = ((time.stop or max(now, time.start)) - time.start).total_seconds() / 60
            minutes[time.kind] = minutes.get(time.kind, 0) + span
        return {kind: self._describe_minutes(span) for kind, span in minutes.items()}

    def _describe_minutes(self, minutes):
        hours, rest = divmod(round(minutes), 60)
        if hours:
            return self.env._("%(hours)s h %(minutes)s min", hours=hours, minutes=f"{rest:02}")
        return self.env._("%(minutes)s min", minutes=rest)
