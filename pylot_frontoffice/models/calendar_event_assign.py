from odoo import fields, models

from ..exceptions import CollisionError


class CalendarEvent(models.Model):
    """What the dialog "Assign" asks of a visit."""

    _inherit = "calendar.event"

    def _get_next_visit_times(self, limit, after=None):
        """:return: the next free times for this visit, of whoever can do it"""
        self.ensure_one()
        visit = self.sudo()
        wanted = visit.start if visit.start > fields.Datetime.now() else fields.Datetime.now()
        return visit.appointment_type_id._get_next_slots(
            after or wanted,
            limit=limit,
            duration=visit.duration,
            ignore_event_ids=visit.ids,
        )

    def _get_all_technicians(self):
        return self.env["pylot.appointment.type"]._get_company_technicians(self.visit_company_id)

    def _rank_for_visit(self, start, duration):
        """:return: see ``_rank_technicians``, for this visit at another time"""
        self.ensure_one()
        visit = self.sudo()
        return visit.appointment_type_id._rank_technicians(
            start,
            fields.Datetime.add(start, hours=duration),
            partner=visit.visit_address_id or visit.customer_id,
            technicians=None if visit.appointment_type_id else self._get_all_technicians(),
            ignore_event_ids=visit.ids,
        )

    def _propose_visit(self):
        """Book the best technician at the next free time (or at the time that is fixed).

        :return: values of a proposal; without ``resource_id`` when nobody can, and why
        """
        self.ensure_one()
        if self.visit_state == "draft":
            starts = [slot["start"] for slot in self._get_next_visit_times(1)]
        else:
            starts = [self.start]
        for start in starts:
            for candidate in self._rank_for_visit(start, self.duration):
                if not (candidate["qualified"] and candidate["free"]):
                    continue
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
