from datetime import timedelta
from operator import itemgetter

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..exceptions import CollisionError
from ..tools.travel import travel_minutes
from ..wording import describe_period
from .pylot_replan import MAX_VISITS
from .pylot_replan_cause import BEGUN_STATES, MOST_TECHNICIANS

# How long after its time a visit of the same day is still worth coming.
LATEST = timedelta(hours=4)
STEP = timedelta(minutes=15)
QUIET = {"pylot_inform_customer": False}
NAMES = 4


class PylotReplan(models.TransientModel):
    """Who can come instead, at the promised time if at all possible.

    The change and one visit after the other are tried out and taken back: what the first one gets
    is not free for the second. Only the concerned visits are touched.
    """

    _inherit = "pylot.replan"

    def _propose(self):
        """:return: list of values of lines"""
        self.env.flush_all()
        with self.env.cr.savepoint() as savepoint:
            proposals = getattr(self, f"_try_{self.kind}")()
            savepoint.rollback()
        self.env.invalidate_all()
        return [
            {name: value for name, value in proposal.items() if name != "breaks"}
            for proposal in proposals
        ]

    def _try_absence(self):
        start, stop = self._get_absence_span()
        visits = self._find_visits(self.technician_id, start, stop)
        self._check_number(visits)
        begun = visits.filtered(lambda visit: visit.visit_state in BEGUN_STATES)
        facts = self._note(visits)
        todo = visits - begun - visits.filtered("allday")
        if self.technician_id.resource_type == "material":
            todo = todo.browse()
        self._free(todo)
        self._enter_absence()
        lines = [self._prepare_kept(visit, facts) for visit in visits - todo]
        return lines + [self._try_visit(visit, facts) for visit in self._sort(todo, facts)]

    def _try_overrun(self):
        visit = self.visit_id
        technician = visit.technician_id
        later = self._find_followers(technician, visit.start) - visit
        facts = self._note(later)
        self._free(later)
        visit.with_context(**QUIET).write(self._prepare_overrun_vals())
        return self._try_followers(later, facts)

    def _try_urgent(self):
        """The technician with whom fewest customers hear of it, of those who rank best."""
        visit = self.visit_id
        start = self.start or self._get_next_moment()
        best = None
        ranked = visit._rank_for_visit(start, visit.duration)
        able = [each for each in ranked if each["qualified"]]
        if self.technician_id:
            able = [each for each in able if each["resource_id"] == self.technician_id.id]
        for candidate in able[:MOST_TECHNICIANS]:
            technician = self.env["resource.resource"].browse(candidate["resource_id"])
            with self.env.cr.savepoint() as savepoint:
                lines = self._try_insertion(visit, technician, start, candidate)
                savepoint.rollback()
            self.env.invalidate_all()
            if lines is None:
                continue
            cost = self._get_cost(lines[1:]), not candidate["free"]
            if best is None or cost < best[0]:
                best = cost, lines
            if not any(cost[0]):
                break
        if best:
            return best[1]
        facts = self._note(visit)
        reasons = self._describe_others(ranked)
        line = self._prepare_line(visit, facts, outcome="keep", reasons=reasons)
        return [{**line, **self._prepare_next(visit)}]

    def _try_insertion(self, visit, technician, start, candidate):
        """:return: lines of this visit and those it displaces; None when it is out of the
        question, such as outside of working hours"""
        facts = self._note(visit)
        stop = start + timedelta(hours=visit.duration)
        margin = timedelta(hours=1)
        later = self._find_followers(technician, start - margin) - visit
        later = later.filtered(lambda other: other.start >= start or other.stop > start)
        begun = later.filtered(lambda other: other.visit_state in BEGUN_STATES)
        if begun or any(other.is_fixed and other.start < stop for other in later):
            return None
        facts.update(self._note(later))
        self._free(later)
        ranked = visit._rank_for_visit(start, visit.duration)
        mine = next((row for row in ranked if row["resource_id"] == technician.id), None)
        stops = self._get_stops(visit, technician, [start]).get(technician.id, ())
        if not (mine and mine["free"]) or not self._fits(visit, stops, start):
            return None
        visit.with_context(**QUIET)._plan_visit(technician, start)
        line = self._prepare_line(
            visit,
            facts,
            resource_id=technician.id,
            start=start,
            reasons=" · ".join(candidate["reasons"]),
        )
        return [line, *self._try_followers(later, facts)]

    def _get_cost(self, lines):
        """:return: what a proposal costs, worst first: visits without a time, customers to be
        told, visits that are touched"""
        told = [line for line in lines if line["breaks"]]
        lost = [line for line in lines if line["outcome"] != "move"]
        return len(lost), len(told), len(lines)

    # === ONE VISIT AFTER THE OTHER ===

    def _find_followers(self, technician, start):
        """:return: visits of this technician from then on, the same day"""
        found = self._find_visits(technician, start, self._get_day_end(technician, start))
        return found.filtered(lambda visit: not visit.allday)

    def _try_followers(self, visits, facts):
        """Each stays with its technician, at its time if that is possible; else later in its
        window, else somebody else comes; else the customer has to wait."""
        lines = []
        for visit in self._sort(visits, facts):
            line = self._try_visit(visit, facts, is_delay=True)
            was = facts[visit]
            is_same = line["resource_id"] == was["resource_id"] and line["start"] == was["start"]
            if line["outcome"] != "move" or not is_same:
                lines.append(line)
        return lines

    def _try_visit(self, visit, facts, is_delay=False):
        """Book the best there is for this visit.

        :param bool is_delay: its technician is there, only later
        :return: values of the line"""
        was = facts[visit]
        if visit.is_fixed:
            own = self.env["resource.resource"].browse(was["resource_id"])
            if is_delay and self._try_at(visit, was["start"], facts, own):
                return self._prepare_line(visit, facts, **self._get_old(was))
            reason = self.env._("It was fixed to this technician and time.")
            return self._prepare_line(visit, facts, outcome="keep", reasons=reason)
        end = self._get_day_end(
            self.env["resource.resource"].browse(was["resource_id"]), visit.start
        )
        kept = visit._get_replan_starts(end)
        found = self._find_place(visit, kept, facts, is_delay)
        if not found and is_delay:
            late = [visit.start + STEP * number for number in range(1, int(LATEST / STEP))]
            found = self._find_place(visit, [each for each in late if each < end], facts, is_delay)
        if found:
            return found
        ranked = visit._rank_for_visit(visit.start, visit.duration)
        line = self._prepare_line(
            visit, facts, outcome="tray", reasons=self._describe_others(ranked, facts[visit])
        )
        return {**line, **self._prepare_next(visit)}

    def _find_place(self, visit, starts, facts, is_delay):
        """:param starts: wished times, the best first
        :return: values of the line, booked; None when nobody can come then"""
        technicians = self._get_technicians(visit, facts[visit])
        obstacles = self._get_obstacles(visit, technicians, starts)
        stops = self._get_stops(visit, technicians, starts)
        for own in (True, False) if is_delay else (False,):
            for start in starts:
                able = self._filter_own(technicians, facts[visit], own).filtered(
                    lambda each, start=start: (
                        not obstacles[start][each.id]
                        and self._fits(visit, stops.get(each.id, ()), start)
                    )
                )
                line = able and self._try_at(visit, start, facts, able)
                if line:
                    return line
        return None

    def _filter_own(self, technicians, was, own):
        return technicians.filtered(lambda each: (each.id == was["resource_id"]) == own)

    def _try_at(self, visit, start, facts, technicians):
        """Book the visit at this time with the best of these technicians.

        :return: values of the line, None when nobody can"""
        was = facts[visit]
        ranked = visit._rank_for_visit(start, visit.duration)
        allowed = set(self._get_technicians(visit, was).ids)
        free = [row for row in ranked if row["qualified"] and row["free"]]
        free = [row for row in free if row["resource_id"] in allowed]
        wished = [row for row in free if row["resource_id"] in technicians.ids]
        for row in wished:
            technician = self.env["resource.resource"].browse(row["resource_id"])
            try:
                with self.env.cr.savepoint():
                    self._book(visit.with_context(**QUIET), was, technician, start)
            except (CollisionError, UserError):
                continue
            return self._prepare_line(
                visit,
                facts,
                resource_id=technician.id,
                start=start,
                reasons=" · ".join(row["reasons"]),
                candidate_ids=[fields.Command.set([each["resource_id"] for each in free])],
                candidates=self._describe_candidates(free, ranked),
            )
        return None

    def _get_technicians(self, visit, was):
        """:return: who may come at all: not who is absent, not who is in the crew already"""
        kind = visit._get_scheduling_type()
        people = (
            kind._get_technicians()
            if kind
            else kind._get_company_technicians(visit.sudo().visit_company_id)
        )
        crew = visit.env["resource.resource"].browse(was["crew"])
        if self.kind == "absence":
            crew |= self.technician_id
        else:
            crew -= crew.browse(was["resource_id"])
        return people.with_env(self.env) - crew

    def _get_obstacles(self, visit, technicians, starts):
        """:return: dict of start to what stands in the way of each technician then"""
        kind = visit._get_scheduling_type()
        length = timedelta(hours=visit.duration)
        found = self.env["pylot.availability"]._get_obstacles_batch(
            technicians,
            [(start, start + length) for start in starts],
            buffer_before=kind.buffer_before,
            buffer_after=kind.buffer_after,
            appointment_type=kind,
            ignore_event_ids=visit.ids,
        )
        return dict(zip(starts, found, strict=True))

    def _get_stops(self, visit, technicians, starts):
        """:return: dict of technician to (start, stop, place) of what is booked around these
        times; none where nobody drives to"""
        kind = visit._get_scheduling_type()
        if not starts or (kind and kind.place != "customer"):
            return {}
        margin = timedelta(hours=12)
        bookings = (
            self.env["pylot.booking"]
            .sudo()
            .search_fetch(
                Domain("resource_id", "in", technicians.ids)
                & Domain("event_id", "!=", visit.id)
                & Domain("stop", ">", min(starts) - margin)
                & Domain("start", "<", max(starts) + timedelta(hours=visit.duration) + margin),
                ["resource_id", "event_id", "start", "stop"],
            )
        )
        addresses = bookings.event_id.visit_address_id
        addresses.fetch(addresses._get_place_fields())
        stops = {}
        for booking in bookings:
            address = booking.event_id.visit_address_id
            if address:
                stop = booking.start, booking.stop, address._get_place()
                stops.setdefault(booking.resource_id.id, []).append(stop)
        return stops

    def _fits(self, visit, stops, start):
        """:return: whether there is time for the ways from the stop before and to the next one"""
        stop = start + timedelta(hours=visit.duration)
        place = (visit.visit_address_id or visit.customer_id).sudo()._get_place()
        before = max((each for each in stops if each[1] <= start), key=itemgetter(1), default=None)
        after = min((each for each in stops if each[0] >= stop), key=itemgetter(0), default=None)
        gaps = [(start - before[1], before[2])] if before else []
        gaps += [(after[0] - stop, after[2])] if after else []
        for gap, other in gaps:
            way = travel_minutes(place, other)
            if way.known and timedelta(minutes=way.minutes) > gap:
                return False
        return True

    # === TRYING OUT ===

    def _note(self, visits):
        """:return: dict of visit to how it is before anything is tried out"""
        facts = {}
        for visit in visits:
            own = visit.technician_id
            if self.kind == "absence" and self.technician_id in visit.helper_ids:
                own = self.technician_id
            facts[visit] = {
                "resource_id": own.id,
                "role": "helper" if own and own in visit.helper_ids else "lead",
                "crew": visit.technician_ids.ids,
                "start": visit.start,
                "state": visit.visit_state,
                "is_known": visit._knows_time(),
                "window": (
                    (visit.window_start, visit.window_stop)
                    if visit.window_start and visit.window_stop
                    else (visit.start, visit.start)
                ),
                "promise": visit._knows_time()
                and describe_period(self.env, *visit._get_promised_times()),
            }
        return facts

    def _sort(self, visits, facts):
        """The urgent ones first, then those whose customers count on the time."""
        return visits.sorted(
            lambda visit: (
                visit.visit_priority != "1" and self.kind == "absence",
                not facts[visit]["is_known"] and self.kind == "absence",
                facts[visit]["start"],
                visit.id,
            )
        )

    def _free(self, visits):
        """Their time is free while it is tried out who gets it. What they are stays as it was."""
        bookings = self.env["pylot.booking"].sudo().search([("event_id", "in", visits.ids)])
        bookings.unlink()

    def _book(self, visit, was, technician, start):
        visit.write(
            self._prepare_move_vals(visit, was["role"], was["resource_id"], technician, start)
        )

    def _get_next_moment(self):
        """:return: the next quarter of an hour, UTC"""
        now = fields.Datetime.now()
        return now + (STEP - timedelta(minutes=now.minute % 15, seconds=now.second))

    def _check_number(self, visits):
        if len(visits) > MAX_VISITS:
            raise UserError(
                self.env._(
                    "%(count)s visits are too many at once, %(max)s are the most. Take fewer days, "
                    "or let the planner plan them.",
                    count=len(visits),
                    max=MAX_VISITS,
                )
            )

    # === IN WORDS ===

    def _get_old(self, was):
        return {"resource_id": was["resource_id"], "start": was["start"]}

    def _prepare_line(self, visit, facts, **values):
        was = facts[visit]
        first, last = was["window"]
        start = values.get("start") or was["start"]
        is_lost = values.get("outcome") == "tray"
        return {
            "breaks": was["is_known"] and (is_lost or not first <= start <= last),
            "visit_id": visit.id,
            "outcome": "move",
            "resource_id": False,
            "start": False,
            "old_resource_id": was["resource_id"],
            "old_start": was["start"],
            "old_state": was["state"],
            "role": was["role"],
            "promise": was["promise"] or False,
            **values,
        }

    def _prepare_kept(self, visit, facts):
        reason = self.env._("It has begun: finish it, or put it back by hand.")
        if self.technician_id.resource_type == "material":
            reason = self.env._("Choose other equipment by hand.")
        elif visit.allday:
            reason = self.env._("It takes whole days: decide by hand.")
        return self._prepare_line(visit, facts, outcome="keep", reasons=reason)

    def _prepare_next(self, visit):
        """:return: values of the next time at which anybody is free"""
        if visit.sudo().helper_ids:
            return {}
        [slot] = visit._get_next_visit_times(1) or [None]
        if not slot:
            return {}
        ranked = visit._rank_for_visit(slot["start"], visit.duration)
        free = [row for row in ranked if row["qualified"] and row["free"]]
        ids = [row["resource_id"] for row in free if row["resource_id"] in slot["resource_ids"]]
        return {"next_start": slot["start"], "next_resource_id": ids[0]} if ids else {}

    def _describe_candidates(self, free, ranked):
        """:return: lines of names: who can come, and why the others cannot"""
        able = ", ".join(f"{row['name']} ({row['score']:.0f})" for row in free[:NAMES])
        others = self._describe_others([row for row in ranked if row not in free])
        return "\n".join(text for text in (able, others) if text)

    def _describe_others(self, ranked, was=None):
        """:return: why nobody can come, each with the reason"""
        absent = self.technician_id.id if self.kind == "absence" else None
        texts = [
            f"{row['name']}: {' · '.join(row['reasons'][:2])}"
            for row in ranked
            if not (row["qualified"] and row["free"]) and row["resource_id"] != absent
        ]
        if not texts:
            if any(row["qualified"] and row["free"] for row in ranked):
                return self.env._("The ways are too long to be there in time.")
            return self.env._("There is nobody else who may do this.")
        return "\n".join(texts[:NAMES])
