from odoo import fields, models

from ..tools.target_steps import Steps, get_next, get_state
from ..tools.working_time import plan_with_pauses


class PylotComplaint(models.Model):
    """How a target of a complaint stands at a moment, from what the complaint knows alone: receipt,
    pauses, first answer, solution."""

    _inherit = "pylot.complaint"

    def _prepare_targets(self):
        """:return: list of values of the targets of a complaint that has none yet"""
        self.ensure_one()
        now = fields.Datetime.now()
        if not self._is_promised():
            return []
        rules = self.env["pylot.sla.policy"]._find_rules(self).values()
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
