from datetime import timedelta, timezone

from odoo import fields, models

from ..tools.slot_request import SlotRequest

# How far ahead the next free times are looked for, in days: near ones are usually enough.
SEARCH_DAYS = (2, 14, 60)
# Of a visit without appointment type.
DEFAULT_HOURS = 1.0
DEFAULT_GRID = 30
# Key of the context: hours, instead of those of the type.
VISIT_HOURS = "pylot_visit_hours"


class PylotAppointmentType(models.Model):
    """When a visit of this type can take place. Offering and checking a time are the same
    question to ``pylot.availability``; here the type's rules are put into it."""

    _inherit = "pylot.appointment.type"

    def _get_slots(
        self,
        start,
        stop,
        technicians=None,
        partner=None,
        ignore_event_ids=(),
        ignore_booking_ids=(),
        limit=None,
    ):
        """:param start, stop: the slot must lie in between; UTC when naive
        :param technicians: only these resources; None: whoever may do it
        :param ignore_event_ids, ignore_booking_ids: not in the way, such as the visit that is
            being moved, or the time held for whoever asks
        :param partner: whose place is visited, real or ``new()`` with a postal code: the way from
            and to the neighbouring visits, service areas and daily capacities count then
        :return: list of dicts ``start``, ``stop`` (UTC, naive), ``resource_ids`` (technicians
            who can each take the slot, at least as many as the visit needs), by start; where
            equipment is needed also ``equipment_ids`` (each of which is free)"""
        request, _rounds = self._prepare_customer_request(
            start, stop, technicians, partner, ignore_event_ids, ignore_booking_ids, limit
        )
        return self.env["pylot.availability"]._list_slots(request)

    def _prepare_customer_request(
        self,
        start,
        stop,
        technicians=None,
        partner=None,
        ignore_event_ids=(),
        ignore_booking_ids=(),
        limit=None,
    ):
        """:return: all rules of the type as a :class:`SlotRequest`, and the technicians' rounds
        (None without ``partner``)"""
        self.ensure_one()
        equipment = self._get_slot_equipment()
        people = self._get_slot_technicians(technicians, partner)
        request = self._prepare_slot_request(
            people - equipment if equipment else people,
            start=start,
            stop=stop,
            equipment_ids=None if equipment is None else tuple(equipment.ids),
            ignore_event_ids=tuple(ignore_event_ids),
            ignore_booking_ids=tuple(ignore_booking_ids),
            limit=limit,
        )
        return self._apply_rules(request, partner)

    def _get_next_slots(
        self,
        after,
        technicians=None,
        limit=3,
        duration=None,
        ignore_event_ids=(),
        ignore_booking_ids=(),
    ):
        """The next free times for people who plan, who need not mind notice and horizon. Works
        without a type as well (an empty recordset): no buffers, no skills, every half hour.

        :param after: not before this moment, nor in the past; UTC when naive
        :param technicians: the crew, all of which must be free; None: as many as the type
            needs, whoever they are
        :param duration: hours; None: the type's
        :param ignore_event_ids: visits that are not in the way, such as the one being moved
        :return: list of dicts as of ``_get_slots``, at most ``limit``"""
        candidates = self._get_slot_technicians(technicians)
        now = fields.Datetime.now()
        after = max(self._to_utc(after), now)
        values = {
            "start": after,
            "now": now,
            "first_start": now,
            "last_start": after + timedelta(days=SEARCH_DAYS[-1]),
            "limit": limit,
            "ignore_event_ids": tuple(ignore_event_ids),
            "ignore_booking_ids": tuple(ignore_booking_ids),
        }
        if technicians:
            values["crew_size"] = len(technicians)
        if duration:
            values["duration"] = self._to_minutes(duration)
        slots = []
        for days in SEARCH_DAYS:
            request = self._prepare_slot_request(
                candidates, **values, stop=after + timedelta(days=days)
            )
            slots = self.env["pylot.availability"]._list_slots(request)
            if len(slots) >= limit:
                break
        return slots

    def _explain_slot(
        self,
        start,
        resource,
        stop=None,
        ignore_event_ids=(),
        ignore_booking_ids=(),
        partner=None,
    ):
        """:return: codes of why ``resource`` is not offered at ``start``, empty = offered; see
        ``_explain_slots``"""
        wanted = [(start, resource, stop)]
        return self._explain_slots(wanted, ignore_event_ids, ignore_booking_ids, partner)[0]

    def _explain_slots(self, wanted, ignore_event_ids=(), ignore_booking_ids=(), partner=None):
        """:param wanted: list of tuples of start (UTC when naive), resource and stop; without
            stop, or with one that is not after the start, the visit takes as long as the type
        :return: list of lists of codes in the same order; an empty one means that
            ``_get_slots`` offers it, if the visit is as long as the type says"""
        self.ensure_one()
        if not wanted:
            return []
        length = self._to_minutes(self._get_visit_hours())
        keys = []
        for start, resource, stop in wanted:
            start, stop = self._to_utc(start), self._to_utc(stop)
            keys.append((resource.id, start, stop if stop and stop > start else start + length))
        equipment = self._get_slot_equipment()
        eligible = self._get_slot_technicians(partner=partner)
        if equipment:
            eligible -= equipment
        request = self._prepare_slot_request(
            eligible.browse([resource_id for resource_id, _start, _stop in keys]) | eligible,
            start=min(start for _resource_id, start, _stop in keys),
            stop=max(stop for _resource_id, _start, stop in keys),
            equipment_ids=None if equipment is None else tuple(equipment.ids),
            ignore_event_ids=tuple(ignore_event_ids),
            ignore_booking_ids=tuple(ignore_booking_ids),
        )
        request, _rounds = self._apply_rules(request, partner)
        # A crew is enough of all technicians, so a crew needs all of them to be looked at.
        crews = {(start, stop) for _id, start, stop in keys} if self.crew_size > 1 else ()
        others = {(res_id, *period) for res_id in eligible.ids for period in crews}
        tools = {
            (start, stop): [(res_id, start, stop) for res_id in request.equipment_ids]
            for _id, start, stop in keys
            if equipment is not None
        }
        others.update(*tools.values())
        explained = self.env["pylot.availability"]._explain(request, sorted(others.union(keys)))
        free = {
            period: sum(not explained[(res_id, *period)] for res_id in eligible.ids)
            for period in crews
        }
        result = []
        for resource_id, start, stop in keys:
            codes = [
                *([] if resource_id in eligible.ids else ["not_technician"]),
                *request.get_start_refusals(start),
                *explained.get((resource_id, start, stop), []),
            ]
            if not codes and free.get((start, stop), self.crew_size) < self.crew_size:
                codes = ["crew"]
            if not codes and (start, stop) in tools:
                # it has no grid of its own
                refusals = (set(explained[tool]) - {"grid"} for tool in tools[start, stop])
                codes = ["equipment"] if all(refusals) else []
            result.append(codes)
        return result

    def _explain_text(self, codes):
        """:return: the codes of ``_explain_slots`` as translated sentences, in the same order"""
        sentences = {
            "not_technician": self.env._("This technician does not do such appointments."),
            "skill": self.env._(
                "A required skill or certificate is missing or not valid on that day."
            ),
            "working_hours": self.env._("That is outside the technician's working hours."),
            "time_off": self.env._("The technician is off, or it is a holiday."),
            "booked": self.env._(
                "The technician is already booked at that time or too close to it."
            ),
            "calendar": self.env._("There is another appointment in the technician's calendar."),
            "past": self.env._("That time is already over."),
            "notice": self.env._("That is too soon: appointments need more notice."),
            "horizon": self.env._("That is too far ahead to be booked already."),
            "grid": self.env._("Appointments do not start at that minute."),
            "crew": self.env._("Not enough technicians are free at that time."),
            "equipment": self.env._("The equipment that is needed is not free at that time."),
            "area": self.env._("The address is outside the service area."),
            "travel": self.env._(
                "There is not enough time to drive there from the visit before, or on to the next."
            ),
            "capacity": self.env._("Enough is booked on that day already."),
        }
        return [sentences[code] for code in codes]

    def _get_slot_technicians(self, technicians=None, partner=None):
        """Hook: who is asked for slots. The customer's place is only a preference, see ranking.

        :return: resources"""
        if not self:
            everybody = self._get_company_technicians(self.env.company)
            return everybody if technicians is None else technicians
        allowed = self._get_technicians()
        return allowed if technicians is None else allowed & technicians

    def _get_slot_equipment(self):
        """:return: resources one of which is needed besides people, as far as they can be booked;
        None: nothing is needed. Archived equipment does not make the visit possible without."""
        needed = self.with_context(active_test=False).equipment_ids
        if not needed:
            return None
        companies = self.company_id or self.env.companies
        return needed.filtered(
            lambda tool: (
                tool.active
                and tool.is_technician
                and (not tool.company_id or tool.company_id in companies)
            )
        )

    def _prepare_slot_request(self, technicians, start, stop, **values):
        """:return: the type's rules as a :class:`SlotRequest`, other ones from ``values``"""
        now = values.pop("now", None) or fields.Datetime.now()
        defaults = {
            "duration": self._to_minutes(self._get_visit_hours()),
            "buffer_before": timedelta(minutes=self.buffer_before),
            "buffer_after": timedelta(minutes=self.buffer_after),
            "first_start": now + timedelta(hours=self.notice),
            "last_start": now + timedelta(days=self.horizon),
            "grid": timedelta(minutes=self.grid or DEFAULT_GRID),
            "crew_size": self.crew_size or 1,
            "appointment_type_id": self.id or None,
            "company_id": (self.company_id or self.env.company).id,
        }
        return SlotRequest(
            resource_ids=tuple(technicians.ids),
            start=self._to_utc(start),
            stop=self._to_utc(stop),
            now=now,
            **(defaults | values),
        )

    def _for_visit(self, visit):
        """:return: the type, asked about a visit that was sold with a length of its own"""
        return self.with_context(**{VISIT_HOURS: visit.duration}) if visit else self

    def _get_visit_hours(self):
        return self.env.context.get(VISIT_HOURS) or self.duration or DEFAULT_HOURS

    def _to_minutes(self, hours):
        """:return: ``hours`` (a float) as timedelta of whole minutes, at least one"""
        return timedelta(minutes=max(1, round(hours * 60)))

    def _to_utc(self, moment):
        """:return: naive UTC of a datetime that is aware or already naive UTC"""
        if moment and moment.tzinfo:
            return moment.astimezone(timezone.utc).replace(tzinfo=None)
        return moment
