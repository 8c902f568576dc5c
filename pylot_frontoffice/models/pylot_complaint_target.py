from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..const import DONE_STATES

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class PylotComplaint(models.Model):
    """What is promised for a complaint, and how it stands: the first answer and the solution in
    working hours of the team. The rows below are the truth; what lists need is stored here."""

    _inherit = "pylot.complaint"

    sla_status_ids = fields.One2many(
        "pylot.sla.status", "complaint_id", string="Targets", readonly=True
    )
    deadline_response = fields.Datetime(
        string="First Answer Due",
        compute="_compute_deadlines",
        store=True,
        precompute=True,
        index="btree_not_null",
        copy=False,
    )
    deadline_resolution = fields.Datetime(
        string="Solution Due",
        compute="_compute_deadlines",
        store=True,
        precompute=True,
        index="btree_not_null",
        copy=False,
    )
    target_risk_at = fields.Datetime(
        string="At Risk From",
        compute="_compute_deadlines",
        store=True,
        precompute=True,
        index="btree_not_null",
        copy=False,
        help="When the first target that is running comes close to its end.",
    )
    target_broken_at = fields.Datetime(
        string="Missed From",
        compute="_compute_deadlines",
        store=True,
        precompute=True,
        index="btree_not_null",
        copy=False,
        help="End of the first target that is running or was missed.",
    )
    target_state = fields.Selection(
        [("ok", "In Time"), ("risk", "At Risk"), ("broken", "Missed")],
        string="Target",
        compute="_compute_target_state",
        search="_search_target_state",
        help="Of all that was promised for this complaint, the worst. What is empty has no target.",
    )
    deadline_next = fields.Datetime(
        string="Due",
        compute="_compute_deadline_next",
        help="When the customer hears from us next. Empty while we wait for the customer.",
    )
    deadline_left = fields.Char(string="Time Left", compute="_compute_deadline_left")

    @api.depends(
        "sla_status_ids.kind",
        "sla_status_ids.state",
        "sla_status_ids.deadline",
        "sla_status_ids.risk_at",
    )
    def _compute_deadlines(self):
        for complaints, targets in self._iterate_targets():
            ends = {"response": [], "resolution": []}
            risks, misses = [], []
            for target in targets:
                state, deadline = target["state"], target["deadline"]
                if state == "dropped" or not deadline:
                    continue
                ends[target["kind"]].append(deadline)
                if state == "running" and target["risk_at"]:
                    risks.append(target["risk_at"])
                if state in ("running", "broken"):
                    misses.append(deadline)
            complaints.deadline_response = min(ends["response"], default=False)
            complaints.deadline_resolution = min(ends["resolution"], default=False)
            complaints.target_risk_at = min(risks, default=False)
            complaints.target_broken_at = min(misses, default=False)

    @api.depends("deadline_response", "deadline_resolution", "target_risk_at", "target_broken_at")
    def _compute_target_state(self):
        now = fields.Datetime.now()
        # a board has hundreds, of three kinds
        for state, complaints in self.grouped(lambda each: each._get_target_state(now)).items():
            complaints.target_state = state

    def _get_target_state(self, now):
        if _is_past(self.target_broken_at, now):
            return "broken"
        if _is_past(self.target_risk_at, now):
            return "risk"
        return "ok" if self.deadline_response or self.deadline_resolution else False

    def _search_target_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        broken = Domain("target_broken_at", "<=", now)
        risk = Domain("target_risk_at", "<=", now) & ~broken
        promised = Domain("deadline_response", "!=", False) | Domain(
            "deadline_resolution", "!=", False
        )
        known = {
            "broken": broken,
            "risk": risk,
            "ok": promised & ~broken & ~Domain("target_risk_at", "<=", now),
            False: ~promised & ~broken,
        }
        return Domain.OR(known[key] for key in value if key in known)

    @api.depends("deadline_response", "deadline_resolution", "first_response_at", "state")
    def _compute_deadline_next(self):
        for complaint in self:
            complaint.deadline_next = complaint._get_deadline_next()

    @api.depends("deadline_response", "deadline_resolution", "first_response_at", "state")
    def _compute_deadline_left(self):
        now = fields.Datetime.now()
        texts = self._get_texts_of_time_left()
        for left, complaints in self.grouped(lambda each: each._describe_left(now, texts)).items():
            complaints.deadline_left = left

    def _describe_left(self, now, texts):
        due = self._get_deadline_next()
        return due and _describe(due - now, texts)

    def _get_deadline_next(self):
        if self.state == "waiting_customer" or self.state in DONE_STATES:
            return False
        return (not self.first_response_at and self.deadline_response) or self.deadline_resolution

    @api.model
    def _get_texts_of_time_left(self):
        """:return: list of unit, and texts of what is ahead and what is late, the largest first"""
        return [
            (DAY, self.env._("%(number)s days left"), self.env._("%(number)s days late")),
            (HOUR, self.env._("%(number)s h left"), self.env._("%(number)s h late")),
            (MINUTE, self.env._("%(number)s min left"), self.env._("%(number)s min late")),
        ]

    def _get_next_update(self):
        """:return: when the customer hears from us (naive UTC): the end of the first target that is
        running; False when none is, or when it was missed already"""
        self.ensure_one()
        now = fields.Datetime.now()
        ends = [
            row.deadline
            for row in self.sudo().sla_status_ids
            if row.state == "running" and row.deadline and row.deadline > now
        ]
        return min(ends, default=False)


def _is_past(moment, now):
    return bool(moment and moment <= now)


def _describe(left, texts):
    """:param timedelta left: negative: it is over
    :return: as people say it, by the clock, rounded down; hours up to two days"""
    size = abs(left)
    unit, ahead, late = texts[0 if size >= 2 * DAY else 1 if size >= HOUR else 2]
    return (late if left < timedelta() else ahead) % {"number": size // unit}
