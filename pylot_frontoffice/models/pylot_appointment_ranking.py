from datetime import datetime, time, timedelta

import pytz

from odoo import fields, models
from odoo.tools import SQL

from ..tools import scoring, travel


class PylotAppointmentType(models.Model):
    """Who should do it: candidates with a score and its reasons, in a constant number of
    queries for any number of technicians."""

    _inherit = "pylot.appointment.type"

    def _rank_technicians(self, start, stop, partner=None, technicians=None, ignore_event_ids=()):
        """Rank who could carry out a visit.

        :param start: naive UTC datetime, without buffers
        :param stop: naive UTC datetime, without buffers
        :param partner: the customer, or the address visited
        :param technicians: consider only these; default: all of the type
        :param ignore_event_ids: visits that do not count as busy, such as the one to be moved
        :return: list of dicts, best first: ``resource_id``, ``score`` (0 to 100), ``reasons``
            (translated sentences), ``qualified`` and ``free``. Whoever lacks a skill or is busy
            comes last, with the reason, so that nobody has to ask why a name is missing.
        """
        technicians = self._get_technicians() if technicians is None else technicians
        partner = (partner or self.env["res.partner"]).sudo()
        technicians = technicians.sudo()
        candidates = self._get_candidates(technicians, start, stop, partner, ignore_event_ids)
        weights = (self.company_id or self.env.company).sudo()._get_ranking_weights()
        names = {technician.id: technician.name for technician in technicians}
        return [
            {
                "resource_id": candidate.resource_id,
                "name": names[candidate.resource_id],
                "score": round(score.value, 1),
                "reasons": self._describe_reasons(score.reasons),
                "qualified": candidate.qualified,
                "free": candidate.free,
            }
            for candidate, score in scoring.rank(candidates, weights)
        ]

    def _get_candidates(self, technicians, start, stop, partner, ignore_event_ids):
        day = self._get_local_day(technicians, start)
        obstacles = self.env["pylot.availability"]._get_obstacles(
            technicians,
            start,
            stop,
            buffer_before=self.buffer_before,
            buffer_after=self.buffer_after,
            appointment_type=self,
            ignore_event_ids=ignore_event_ids,
        )
        unqualified = technicians.filtered(lambda tech: "skill" in obstacles.get(tech.id, ()))
        missing = self._get_missing_skills(unqualified, start)
        stops = self._get_neighbouring_stops(technicians, start, stop, day, ignore_event_ids)
        known = self._get_known_visits(technicians, partner)
        place = partner._get_place()
        homes = {
            tech.id: (tech.home_partner_id or tech.company_id.partner_id) for tech in technicians
        }
        return [
            self._prepare_candidate(
                technician,
                partner=partner,
                place=place,
                home=homes[technician.id]._get_place(),
                stops=stops.get(technician.id, {}),
                missing=missing.get(technician.id, ()),
                obstacles=[code for code in obstacles.get(technician.id, ()) if code != "skill"],
                known=known.get(technician.id, 0),
            )
            for technician in technicians
        ]

    def _prepare_candidate(
        self, technician, *, partner, place, home, stops, missing, obstacles, known
    ):
        before_place, after_place = stops.get("before") or home, stops.get("after") or home
        before = after = None
        detour = 0
        if self.place == "customer" or not self:
            before = travel.travel_minutes(before_place, place)
            after = travel.travel_minutes(place, after_place)
            direct = travel.travel_minutes(before_place, after_place)
            known_way = before.known and after.known and direct.known
            detour = max(0, before.minutes + after.minutes - direct.minutes) if known_way else None
        busy = [self._describe_obstacle(code) for code in obstacles]
        hours = technician.calendar_id.hours_per_day or 8.0
        return scoring.Candidate(
            resource_id=technician.id,
            qualified=not missing,
            missing_skills=tuple(missing),
            free=not obstacles,
            busy_reason=" · ".join(busy) or None,
            in_area=technician._serves_zip(partner.zip),
            travel_before=before,
            travel_after=after,
            detour_minutes=detour,
            known_visits=known,
            preferred=bool(partner)
            and technician
            in (partner.preferred_technician_id | partner.parent_id.preferred_technician_id),
            load_minutes=stops.get("minutes", 0),
            capacity_minutes=int(hours * 60),
        )

    def _get_local_day(self, technicians, start):
        """:return: (midnight, next midnight) of the visit's day as naive UTC, on the clock of the
        first technician; a crew shares its office's time zone"""
        zone = pytz.timezone(technicians[:1].tz or "UTC")
        date = pytz.utc.localize(start).astimezone(zone).date()
        midnights = [
            zone.localize(datetime.combine(date + timedelta(days=days), time.min))
            for days in (0, 1)
        ]
        return [midnight.astimezone(pytz.utc).replace(tzinfo=None) for midnight in midnights]

    def _get_missing_skills(self, technicians, start):
        """:return: {resource id: names of the required skills it lacks on the day of the visit},
        for technicians of whom ``pylot.availability`` says that they lack one"""
        if not technicians:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT technician.id, skill.id
                  FROM resource_resource AS technician
            CROSS JOIN pylot_appointment_type_skill AS required
                  JOIN hr_skill AS skill ON skill.id = required.skill_id
             LEFT JOIN hr_skill_level AS minimum ON minimum.id = required.level_id
                 WHERE technician.id = ANY(%(technicians)s)
                   AND required.appointment_type_id = %(type)s
                   AND NOT EXISTS (
                           SELECT FROM hr_employee AS employee
                             JOIN hr_employee_skill AS has ON has.employee_id = employee.id
                             JOIN hr_skill_level AS level ON level.id = has.skill_level_id
                            WHERE employee.resource_id = technician.id
                              AND has.skill_id = required.skill_id
                              AND level.level_progress >= COALESCE(minimum.level_progress, 0)
                              AND (%(start)s AT TIME ZONE 'UTC' AT TIME ZONE technician.tz)::date
                                  BETWEEN COALESCE(has.valid_from, '-infinity')
                                  AND COALESCE(has.valid_to, 'infinity')
                       )
                """,
                technicians=list(technicians.ids),
                type=self.id,
                start=start,
            )
        )
        names = {skill.id: skill.name for skill in self.skill_ids.skill_id}
        missing = {}
        for resource_id, skill_id in rows:
            missing.setdefault(resource_id, []).append(names[skill_id])
        return missing

    def _get_neighbouring_stops(self, technicians, start, stop, day, ignore_event_ids):
        """:return: {resource id: {"before": Place, "after": Place, "minutes": booked that day}}"""
        bookings = (
            self.env["pylot.booking"]
            .sudo()
            .search_fetch(
                [
                    ("resource_id", "in", technicians.ids),
                    ("start", "<", day[1]),
                    ("stop", ">", day[0]),
                    ("event_id", "not in", list(ignore_event_ids)),
                ],
                ["resource_id", "start", "stop", "event_id"],
                order="start",
            )
        )
        addresses = bookings.event_id.visit_address_id
        addresses.fetch(addresses._get_place_fields())
        result = {}
        for booking in bookings:
            stops = result.setdefault(booking.resource_id.id, {"minutes": 0})
            begin, end = max(booking.start, day[0]), min(booking.stop, day[1])
            stops["minutes"] += int((end - begin).total_seconds() // 60)
            address = booking.event_id.visit_address_id
            if not address:
                continue
            if booking.start <= start:
                stops["before"] = address._get_place()
            elif booking.stop >= stop:
                stops.setdefault("after", address._get_place())
        return result

    def _get_known_visits(self, technicians, partner):
        """:return: {resource id: number of earlier visits to this customer}"""
        customer = partner.commercial_partner_id
        if not customer:
            return {}
        groups = (
            self.env["calendar.event"]
            .sudo()
            ._read_group(
                [
                    ("customer_id.commercial_partner_id", "=", customer.id),
                    ("technician_id", "in", technicians.ids),
                    ("visit_state", "not in", [False, "draft", "cancelled"]),
                    ("start", "<", fields.Datetime.now()),
                ],
                ["technician_id"],
                ["__count"],
            )
        )
        return {technician.id: count for technician, count in groups}
