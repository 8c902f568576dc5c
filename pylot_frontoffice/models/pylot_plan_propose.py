from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from ..tools.slot_request import EPOCH


def to_moment(seconds):
    """:return: naive UTC"""
    return EPOCH + timedelta(seconds=seconds)


class PylotPlan(models.Model):
    """The answer of the engine as something a person can read, accept or refuse."""

    _inherit = "pylot.plan"

    line_ids = fields.One2many("pylot.plan.line", "plan_id", string="Visits in the Plan")
    change_ids = fields.One2many(
        "pylot.plan.line", "plan_id", string="Changes", domain=[("kind", "=", "change")]
    )
    left_out_ids = fields.One2many(
        "pylot.plan.line", "plan_id", string="Not Planned", domain=[("kind", "=", "left_out")]
    )
    unchanged_ids = fields.One2many(
        "pylot.plan.line", "plan_id", string="As Before", domain=[("kind", "=", "unchanged")]
    )
    is_telling = fields.Boolean(
        string="Tell Customers of New Visits",
        default=True,
        help="Customers whose visits get their first time receive it as a suggestion and answer on "
        "their page. Whoever knows of a time already hears of a change in any case. Each "
        "customer gets one message.",
    )
    minutes_before = fields.Integer(string="Minutes of Driving Before", readonly=True, copy=False)
    minutes_after = fields.Integer(string="Minutes of Driving", readonly=True, copy=False)
    km_before = fields.Float("Kilometres Before", digits=(12, 1), readonly=True, copy=False)
    km_after = fields.Float("Kilometres", digits=(12, 1), readonly=True, copy=False)
    planned_before = fields.Integer(string="Visits with a Time Before", readonly=True, copy=False)
    planned_after = fields.Integer(string="Visits with a Time", readonly=True, copy=False)
    change_count = fields.Integer(compute="_compute_counts")
    left_out_count = fields.Integer(compute="_compute_counts")
    told_count = fields.Integer(
        compute="_compute_counts", help="Customers that get a message when all is accepted."
    )

    @api.depends("line_ids.kind", "line_ids.is_told", "line_ids.is_accepted")
    def _compute_counts(self):
        for plan in self:
            lines = plan.line_ids
            plan.change_count = len(lines.filtered(lambda line: line.kind == "change"))
            plan.left_out_count = len(lines.filtered(lambda line: line.kind == "left_out"))
            told = lines.filtered(lambda line: line.is_told and line.is_accepted)
            plan.told_count = len({event._get_notice_email() for event in told.event_id.sudo()})

    def action_accept_all(self):
        self.change_ids.is_accepted = True

    def action_accept_none(self):
        self.change_ids.is_accepted = False

    def _propose(self, planning, solution, reasons):
        """Keep the answer as lines.

        :param planning: :class:`Planning` the answer is about
        :param solution: :class:`Solution`, allowed by the evaluator
        :param reasons: list of :class:`Reason` of what is left out
        """
        self.ensure_one()
        self.line_ids.unlink()
        vals_list = [
            *self._prepare_moves(planning, solution.plan),
            *self._prepare_left_out(planning, reasons),
        ]
        self.env["pylot.plan.line"].create(vals_list)
        seconds, metres = planning.measure(planning.current)
        seconds_after, metres_after = planning.measure(solution.plan)
        self.write(
            {
                "state": "proposed",
                "proposed_at": fields.Datetime.now(),
                "progress": 100,
                "minutes_before": round(seconds / 60),
                "minutes_after": round(seconds_after / 60),
                "km_before": metres / 1000,
                "km_after": metres_after / 1000,
                "planned_before": sum(vals["old_state"] != "draft" for vals in vals_list),
                # who finds no better place keeps the one there is
                "planned_after": sum(
                    vals["kind"] != "left_out" or vals["old_state"] != "draft" for vals in vals_list
                ),
                "message": "\n".join(self._describe_notes(planning, solution)) or False,
            }
        )

    def _describe_notes(self, planning, solution):
        """Hook.

        :return: list of sentences about the plan as a whole"""
        notes = list(planning.notes)
        if "vroom" in solution.plan.notes:
            notes.append(self.env._("The first draft of this plan is by VROOM."))
        return notes

    def _prepare_moves(self, planning, plan):
        places = {
            stop.visit: (planning.problem.shifts[route.shift].technician, stop.start)
            for route in plan.routes
            for stop in route.stops
        }
        moves = {
            visit_id: (technician, start, ())
            for visit_id, (technician, start) in places.items()
            if visit_id in planning.movable
        }
        moves |= {
            visit_id: (crew[0], start, crew[1:])
            for visit_id, (start, crew) in planning.crews.items()
        }
        events = self.env["calendar.event"].sudo().browse(moves)
        return [
            self._prepare_move(event, planning.slots.get(event.id), *moves[event.id])
            for event in events
        ]

    def _prepare_move(self, event, slot, technician, start, helpers):
        is_same = slot and slot[:2] == (technician, start)
        length = self._get_length(event)
        return {
            **self._prepare_line(event, slot),
            "kind": "unchanged" if is_same else "change",
            "resource_id": technician,
            "helper_ids": [Command.set(helpers)],
            "start": to_moment(start),
            "stop": to_moment(start + length),
        }

    def _prepare_line(self, event, slot):
        """:return: values that say where the visit is now"""
        vals = {"plan_id": self.id, "event_id": event.id, "old_state": event.visit_state}
        if slot:
            technician, start, stop = slot
            return {
                **vals,
                "old_resource_id": technician,
                "old_start": to_moment(start),
                "old_stop": to_moment(stop),
            }
        return {
            **vals,
            "draft_resource_id": event.technician_id.id,
            "draft_start": event.start,
            "draft_stop": event.stop,
        }

    def _prepare_left_out(self, planning, reasons):
        texts = {
            visit_id: self._describe_reason(code) for visit_id, code in planning.refused.items()
        }
        events = self.env["calendar.event"].sudo()
        texts |= {
            reason.visit: self._describe_reason(reason.code, reason)
            for reason in reasons
            if isinstance(reason.visit, int)
        }
        stay = self.env._("It stays where it is.")
        return [
            {
                **self._prepare_line(event, None),
                "kind": "left_out",
                "is_accepted": False,
                "reason": texts[event.id]
                if event.visit_state == "draft"
                else f"{texts[event.id]} {stay}",
            }
            for event in events.browse(texts)
        ]

    def _describe_reason(self, code, reason=None):
        """:param str code: of ``tools.planner.reasons``, or of ``_get_refusal``
        :param reason: the :class:`Reason`, where there is one
        :return: a sentence in the language of the context"""
        other = self.env["calendar.event"].sudo()
        if reason and reason.displaced:
            displaced = reason.displaced
            other = other.browse(displaced if isinstance(displaced, int) else displaced[0])
        if code == "full" and other:
            return self.env._(
                "Those who could do it have no time left. There would be room if “%(visit)s” were "
                "not planned.",
                visit=other.display_name,
            )
        sentences = {
            "technician": self.env._(
                "Nobody comes to this address for it: see the service areas, and who carries out "
                "this appointment type."
            ),
            "skills": self.env._(
                "Of those who come to this address and work on these days, nobody has the skills "
                "or valid certificates it needs."
            ),
            "hours": self.env._("Nobody who could do it works at the promised time."),
            "size": self.env._("It takes more than the minutes a day its technicians have."),
            "too_long": self.env._(
                "It does not fit into anybody's day, with the ways there and back and the times "
                "that are taken."
            ),
            "full": self.env._("Those who could do it have no time left."),
            "limit": self.env._(
                "Enough of this appointment type is planned on the days on which there would be "
                "time: see its minutes a day."
            ),
            "costly": self.env._("The way would cost more than the visit is worth."),
            "possible": self.env._(
                "There is room for it, but it was not found in time. Plan again, with more time "
                "to think."
            ),
            "fixed": self.env._("Somebody has fixed it where it is."),
            "allday": self.env._("It takes whole days. Plan it by hand."),
            "crew": self.env._(
                "There is no time at which everybody and everything it needs is free together."
            ),
            "promise": self.env._("It is promised for another day."),
            "begun": self.env._("It has begun."),
            "together": self.env._("It needs several people or equipment: plan it by hand."),
            "by_hand": self.env._("The planner must not move it: plan it by hand."),
        }
        return sentences[code]
