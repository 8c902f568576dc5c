from odoo import fields, models

from ..tools.target_steps import Steps, get_next, get_state
from ..tools.working_time import plan_with_pauses


class PylotComplaint(models.Model):
    """How a target of a complaint stands at a moment, from what the complaint knows alone: receipt,
    pauses, first answer, solution."""

    _inherit = "pylot.complaint"

    def _iterate_targets(self):
        """:return: pairs of complaints and the targets they have in common: rows, or their values
        as long as the complaints are not stored"""
        fresh = self.filtered(lambda each: not each._origin)
        yield from fresh._iterate_first_targets()
        for complaint in self - fresh:
            yield complaint, complaint.sla_status_ids

    def _iterate_first_targets(self):
        """What comes in together is mostly promised the same, and counted once.

        :return: pairs of complaints that have no target yet, and the values of their targets"""
        for alike in self.grouped(lambda each: each._get_target_case()).values():
            yield alike, alike[0]._prepare_targets()

    def _get_target_case(self):
        """Hook: all that the first targets of a complaint depend on."""
        return (
            self._is_promised(),
            self.company_id.id,
            self.team_id.id,
            self.type_id.id,
            self.priority,
            self.severity,
            self.is_safety,
            self.received_at,
            self.first_response_at,
            self.solved_at,
            str(self.target_pauses),
        )

    def _prepare_targets(self):
        """:return: list of values of the targets of a complaint that has none yet"""
        self.ensure_one()
        now = fields.Datetime.now()
        rules = filter(None, self._find_open_rules(()).values())
        work = self._get_target_work()
        return [self._prepare_target(rule, work, now) for rule in rules]

    def _get_target_work(self):
        """:return: the working time that targets are counted in"""
        return self.team_id._get_calendar()._get_working_time(self.company_id)

    def _prepare_target(self, rule, work, now, row=None, renew=False):
        """:param Rule rule: the policy
        :param work: see ``_get_target_work``
        :param row: the target as it stands, if the complaint has had it
        :param renew: promise anew, what the policy says now
        :return: values of the target"""
        is_promised = bool(row and row.state != "dropped")
        seconds = row.hours * 3600 if is_promised and not renew else rule.seconds
        level = row.level if is_promised else 0
        start = self.received_at or now
        pauses = self._get_pauses(rule.kind)
        deadline, waited = plan_with_pauses(work, start, seconds, pauses)
        steps = Steps(
            *(
                plan_with_pauses(work, start, seconds - ahead, pauses)[0] if ahead else None
                for ahead in (rule.warn, rule.leader)
            ),
            deadline,
        )
        paused_at = pauses[-1][0] if pauses and not pauses[-1][1] else None
        reached_at = self._get_reached_at(rule.kind)
        state = get_state(deadline, reached_at, paused_at, now)
        if state == "running":
            # what has moved away is warned of again when it comes near again
            level = min(level, steps.count(now))
        return {
            "complaint_id": self.id,
            "policy_id": rule.id,
            "company_id": self.company_id.id,
            "kind": rule.kind,
            "hours": seconds / 3600,
            "started_at": start,
            "deadline": deadline or False,
            "risk_at": steps.warned or False,
            "leader_at": steps.leader or False,
            "paused_at": paused_at if paused_at and not reached_at else False,
            "waited_seconds": round(waited),
            "reached_at": reached_at,
            "state": state,
            "level": level,
            "next_at": (not reached_at and get_next(steps, state, level)) or False,
        }

    def _get_reached_at(self, kind):
        """A solution answers, too."""
        if kind == "response" and self.first_response_at:
            return self.first_response_at
        return self.solved_at
