from odoo import fields, models
from odoo.fields import Domain

from ..const import OPEN_STATES
from ..tools.planner.problem import Visit
from ..tools.planner.workday import pin_down
from ..tools.rounds import is_in_area
from .pylot_appointment_rules import to_seconds

# No more visits without a time are looked at in one run.
MOST_VISITS = 2000
# All that is asked of a visit; there may be thousands, with long descriptions.
READ = [
    "active",
    "allday",
    "appointment_type_id",
    "awaiting",
    "create_date",
    "customer_id",
    "helper_ids",
    "hold_until",
    "ics_uid",
    "is_fixed",
    "sale_order_id",
    "start",
    "stop",
    "technician_id",
    "visit_address_id",
    "visit_company_id",
    "visit_priority",
    "visit_state",
    "window_start",
    "window_stop",
]
# A visit that stays is worth more than all that could be had instead.
PINNED_PRIZE = 10_000_000


class PylotPlan(models.Model):
    """Which visits there are, which of them may be moved, and what must be kept to."""

    _inherit = "pylot.plan"

    def _read_visits(self, source):
        """Sort everything into what stays and what may be planned."""
        drafts = self._read_drafts(source)
        start, stop = self._get_period()
        for booking in self._read_bookings(source, start, stop):
            event, resource = booking.event_id, booking.resource_id
            span = to_seconds(booking.start), to_seconds(booking.stop)
            if not event or resource in source.equipment:
                source.held.setdefault(resource.id, []).append(span)
                continue
            freedom = self._get_freedom(event)
            inside = start <= booking.start and booking.stop <= stop
            if freedom == "fixed" or not inside:
                source.pinned.append((event, resource.id, span))
                continue
            source.movable.append(event)
            source.slots[event.id] = resource.id, to_seconds(event.start), to_seconds(event.stop)
            if freedom == "kept":
                source.kept.add(event.id)
        source.movable += drafts

    def _read_bookings(self, source, start, stop):
        """:return: what takes the time of technicians and equipment, by its begin"""
        resources = source.technicians | source.equipment
        bookings = self.env["pylot.booking"].search_fetch(
            [("resource_id", "in", resources.ids), ("start", "<", stop), ("stop", ">", start)],
            ["resource_id", "event_id", "start", "stop", "state", "expires_at"],
            order="start, id",
        )
        now = fields.Datetime.now()
        bookings = bookings.filtered(lambda row: row.state == "booked" or row.expires_at > now)
        bookings.event_id.fetch(READ)
        return bookings

    def _read_drafts(self, source):
        """What has no time yet, the most urgent and oldest first.

        :return: list of those that need one technician"""
        domain = Domain("visit_state", "=", "draft") & Domain(
            "visit_company_id", "in", [self.company_id.id, False]
        )
        if self.scope == "visits":
            domain &= Domain("id", "in", self.visit_ids.ids)
        drafts = self.env["calendar.event"].search_fetch(
            domain, READ, order="visit_priority desc, create_date, id", limit=MOST_VISITS
        )
        single = []
        for event in drafts:
            reason = self._get_refusal(event, source)
            if reason:
                source.refused[event.id] = reason
            elif self._is_crew(event):
                source.crew_events.append(event)
            else:
                single.append(event)
        needed = self.env["calendar.event"].union(*source.crew_events)
        tools = needed.helper_ids | needed.appointment_type_id.equipment_ids
        source.equipment = tools.filtered(
            lambda tool: (
                tool.resource_type == "material"
                and tool.is_technician
                and tool.company_id in (self.company_id, self.company_id.browse())
            )
        )
        return single

    def _get_refusal(self, event, source):
        """:return: code of why a visit is not planned at all, "" when it is; ``_describe_reason``
        has the sentences"""
        if event.is_fixed:
            return "fixed"
        if event.allday:
            return "allday"
        window = self._get_window(event)
        if window and (window[1] < source.start or source.stop <= window[0]):
            return "promise"
        return ""

    def _is_crew(self, event):
        """Whether more than one technician has to be found for the visit."""
        kind = event.appointment_type_id
        return bool(event.helper_ids or kind.crew_size > 1 or kind.equipment_ids)

    def _get_freedom(self, event):
        """What may be done with a visit that has a time.

        :return: ``fixed``: it stays; ``kept``: somebody else may come, at the promised time;
            ``free``"""
        is_asked = self.scope != "visits" or event in self.visit_ids
        if (
            self.move == "none"
            or event.visit_company_id not in (self.company_id, self.company_id.browse())
            or not is_asked
            or event.is_fixed
            or event.allday
            or event.hold_until
            or event.visit_state not in OPEN_STATES
            or self._is_crew(event)
            or event.start < fields.Datetime.now()
        ):
            return "fixed"
        is_known = bool(event.ics_uid) or event.visit_state == "confirmed"
        if not is_known:
            return "free"
        if self.move != "told":
            return "fixed"
        is_open = event.visit_state == "planned" and event.awaiting == "customer"
        return "free" if is_open else "kept"

    def _get_window(self, event):
        """:return: first and last second the visit may begin at as it was promised, None when
        nothing was. What was promised for a time that is over counts no more."""
        if not (event.window_start and event.window_stop):
            return None
        if event.visit_state == "draft" and event.window_stop <= fields.Datetime.now():
            return None
        return to_seconds(event.window_start), to_seconds(event.window_stop)

    # === TO THE ENGINE ===

    def _make_visits(self, source, places):
        """:return: list of :class:`Visit` of what may be planned"""
        return [self._make_visit(event, source, places) for event in source.movable]

    def _make_visit(self, event, source, places):
        kind = event.appointment_type_id
        able = frozenset(self._get_able(event, source))
        slot = source.slots.get(event.id)
        length = self._get_length(event)
        before, after = kind.buffer_before * 60, kind.buffer_after * 60
        return Visit(
            event.id,
            places[event],
            length,
            (self._get_start_window(event, source),),
            skills=frozenset(kind.skill_ids.ids),
            technicians=None if able == frozenset(source.technicians.ids) else able,
            before=before,
            after=after,
            size=before + length + after,
            planned=slot and slot[:2],
            group=kind.id if kind.capacity_minutes else None,
            **self._prepare_costs(event, source),
        )

    def _make_pin(self, event, technician, span, source, places):
        """:param span: of the booking, buffers included"""
        start, stop = span
        begin = max(start, min(to_seconds(event.start), stop)) if not event.allday else start
        end = min(stop, max(begin, to_seconds(event.stop))) if not event.allday else stop
        # a visit of several people is one for each of them
        number = (event.id, technician) if event.helper_ids else event.id
        able = {*self._get_able(event, source), technician}
        visit = Visit(
            number,
            places[event],
            end - begin,
            ((begin, begin),),
            PINNED_PRIZE,
            skills=frozenset(event.appointment_type_id.skill_ids.ids),
            technicians=None if able >= set(source.technicians.ids) else frozenset(able),
            before=begin - start,
            after=stop - end,
            size=stop - start,
        )
        return pin_down(visit, technician, begin)

    def _get_length(self, event):
        """:return: seconds"""
        return max(60, to_seconds(event.stop) - to_seconds(event.start))

    def _get_start_window(self, event, source):
        window = self._get_window(event)
        if event.id in source.kept:
            begin = to_seconds(event.start)
            return window or (begin, begin)
        first, last = window or (source.start, source.stop)
        return max(first, source.start), max(first, source.start, min(last, source.stop))

    def _get_able(self, event, source):
        """Whoever has the visit may keep it; to an urgent one anybody is sent.

        :return: ids of the technicians that may come, whatever they have learnt"""
        kind = event.appointment_type_id
        place = self._get_stop_address(event)._get_place()
        if not is_in_area(kind.service_zips, place):
            return []
        slot = source.slots.get(event.id)
        is_urgent = event.visit_priority == "1"
        return [
            technician.id
            for technician in source.technicians
            if (slot and technician.id == slot[0])
            or (
                (not kind.technician_ids or technician in kind.technician_ids)
                and (is_urgent or is_in_area(technician.service_zips, place))
            )
        ]
