import pytz

from odoo import fields, models

from ..exceptions import CollisionError

# Times offered as alternatives, and looked at for a proposal.
ALTERNATIVES = 4
# What a customer's waiting for half a day counts, in points of the ranking.
POINTS_PER_HALF_DAY = 3
# As many start times as half a day can have when a visit may start every ten minutes.
SLOTS_PER_HALF_DAY = 36
NOON = 12


class CalendarEvent(models.Model):
    """What the dialog "Assign" asks of a visit."""

    _inherit = "calendar.event"

    def _get_next_visit_times(self, limit):
        """:return: free times for this visit, of whoever can do it: the next one, then the first
        of every following half day, so that they are real alternatives"""
        self.ensure_one()
        visit = self.sudo()
        slots = self._get_scheduling_type()._get_next_slots(
            max(visit.start, fields.Datetime.now()),
            limit=limit * SLOTS_PER_HALF_DAY,
            duration=visit.duration,
            ignore_event_ids=visit.ids,
        )
        zone = pytz.timezone(self.env.user.tz or "UTC")
        times = {}
        for slot in slots:
            local = pytz.utc.localize(slot["start"]).astimezone(zone)
            times.setdefault((local.date(), local.hour < NOON), slot)
        return list(times.values())[:limit]

    def _get_best_time(self):
        """The time at which the plan gains most: a short way tomorrow beats a long one today, but
        every half day the customer waits counts against it; an urgent visit takes the next time.

        :return: (start, candidates of that time, all times looked at)
        """
        self.ensure_one()
        times = self._get_next_visit_times(ALTERNATIVES)
        best = None
        for waiting, slot in enumerate(times[:1] if self.visit_priority == "1" else times):
            candidates = self._rank_for_visit(slot["start"], self.duration)
            gain = candidates[0]["score"] - waiting * POINTS_PER_HALF_DAY
            if best is None or gain > best[0]:
                best = gain, slot["start"], candidates
        return (*(best[1:] if best else (None, [])), times)

    def _get_scheduling_type(self):
        """:return: the visit's type (or none), elevated, that knows the technicians and weights of
        the visit's company: whoever plans may work for several, and the type may be shared"""
        visit = self.sudo()
        companies = visit.visit_company_id or self.env.companies
        return visit.appointment_type_id.with_context(allowed_company_ids=companies.ids)

    def _rank_for_visit(self, start, duration):
        """:return: see ``_rank_technicians``, for this visit at another time"""
        self.ensure_one()
        visit = self.sudo()
        kind = self._get_scheduling_type()
        return kind._rank_technicians(
            start,
            fields.Datetime.add(start, hours=duration),
            partner=visit.visit_address_id or visit.customer_id,
            technicians=None if kind else kind._get_company_technicians(visit.visit_company_id),
            ignore_event_ids=visit.ids,
        )

    def _propose_visit(self):
        """Book the best technician at the best time (or at the time that is fixed).

        :return: values of a proposal; without ``resource_id`` when nobody can, and why
        """
        self.ensure_one()
        if self.visit_state == "draft":
            start, candidates, _times = self._get_best_time()
        else:
            start, candidates = self.start, self._rank_for_visit(self.start, self.duration)
        for candidate in candidates:
            if not (candidate["qualified"] and candidate["free"]):
                break
            technician = self.env["resource.resource"].browse(candidate["resource_id"])
            try:
                with self.env.cr.savepoint():
                    self._plan_visit(technician, start)
            except CollisionError:
                continue
            reasons = " · ".join(candidate["reasons"])
            return {"resource_id": technician.id, "start": start, "reasons": reasons}
        return {
            "resource_id": False,
            "start": self.start,
            "is_accepted": False,
            "reasons": self.env._("Nobody with the required skills is free."),
        }

    def _plan_visit(self, technician, start, duration=None):
        """Give the visit its lead and its time, and book both.

        :raise CollisionError: when the technician is busy then
        """
        self.ensure_one()
        values = {"technician_id": technician.id, "start": start, "visit_state": "planned"}
        values["duration"] = duration or self.duration
        values["stop"] = fields.Datetime.add(start, hours=values["duration"])
        if self.visit_state not in (False, "draft"):
            values["visit_state"] = self.visit_state
        self.write(values)
