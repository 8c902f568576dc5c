"""Why a visit is left out. Asks the plan, not who made it, so it is true of any plan.

From what no plan could change to what another plan might: the first reason that holds is given.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from .limits import Limits
from .model import Model
from .plan import Plan, time_route
from .problem import Problem
from .tour import INFINITY
from .tours import make_tour

# Of no shift at all: `technician` and `skills` who may come; `hours` nobody of them works then;
# `size` more than their vans carry; `too_long` not even into their empty day. Of this plan: `full`
# fits nowhere; `limit` only on days that have enough of its group; `costly` more than leaving it
# out; `possible` nothing is against it.
CODES = (
    "technician",
    "skills",
    "hours",
    "size",
    "too_long",
    "full",
    "limit",
    "costly",
    "possible",
)


@dataclass(frozen=True)
class Reason:
    """
    `code` is one of :data:`CODES`. `shift` is where the visit would cost least, `cost` how much it
    costs more there than before, in seconds of driving. With `full`, `displaced` is the visit that
    would have to go from there, None when no single one makes enough room.
    """

    visit: Hashable
    code: str
    shift: int | None = None
    cost: float | None = None
    displaced: Hashable | None = None

    @property
    def is_final(self) -> bool:
        """Whether no plan for this problem can contain the visit."""
        return CODES.index(self.code) <= CODES.index("too_long")


def explain(problem: Problem, plan: Plan) -> list[Reason]:
    """
    :return: a :class:`Reason` for each visit the plan does not serve, in the order of the visits
    """
    served = plan.shift_of
    left = [visit for visit in problem.visits if visit.id not in served]
    if not left:
        return []
    state = _State(problem, plan)
    return [_exclude(problem, visit) or state.explain(visit) for visit in left]


def _exclude(problem, visit) -> Reason | None:
    """The reason that holds for every plan, None when there is none."""
    named = [shift for shift in problem.shifts if _may_come(shift, visit)]
    if not named:
        return Reason(visit.id, "technician")
    able = [number for number, each in enumerate(problem.shifts) if problem.may_serve(each, visit)]
    if not able:
        return Reason(visit.id, "skills")
    awake = [number for number in able if _is_awake(problem.shifts[number], visit)]
    if not awake:
        return Reason(visit.id, "hours")
    roomy = [number for number in awake if _carries(problem.shifts[number], visit)]
    if not roomy:
        return Reason(visit.id, "size")
    if not any(time_route(problem, number, [visit.id]) for number in roomy):
        return Reason(visit.id, "too_long")
    return None


def _may_come(shift, visit) -> bool:
    if visit.pin and visit.pin.technician != shift.technician:
        return False
    return visit.technicians is None or shift.technician in visit.technicians


def _is_awake(shift, visit) -> bool:
    """Whether the visit could begin in a window during the shift."""
    return any(a - visit.before <= shift.end and shift.start <= b for a, b in visit.start_windows)


def _carries(shift, visit) -> bool:
    return shift.capacity is None or visit.size <= shift.capacity


class _State:
    """The tours of the plan, to try visits in."""

    def __init__(self, problem, plan):
        self.problem = problem
        self.model = Model(problem)
        orders = plan.orders()
        self.tours = [
            make_tour(self.model, shift, self._get_allowed(shift, orders.get(number, ())))
            for number, shift in enumerate(self.model.shifts)
        ]
        self.limits = Limits(self.model)
        self.used = self.limits.count(self.tours)

    def _get_allowed(self, shift, ids):
        """A plan may be wrong; what is not allowed there takes nobody's place."""
        nodes = map(self.model.index.get, ids)
        return [node for node in nodes if node is not None and shift.facts[node]]

    def explain(self, visit) -> Reason:
        node = self.model.index[visit.id]
        eligible = self.model.eligible[node]
        roomy = [each for each in eligible if self.limits.has_room(self.used, node, each)]
        cost, number = self._find_cheapest(node, roomy)
        if cost < INFINITY:
            return Reason(visit.id, "possible" if cost < visit.loss else "costly", number, cost)
        cost, number = self._find_cheapest(node, set(eligible).difference(roomy))
        if cost < INFINITY:
            return Reason(visit.id, "limit", number, cost)
        cost, number, other = min(self._displace(node), default=(None, None, None))
        displaced = None if other is None else self.problem.visits[other].id
        return Reason(visit.id, "full", number, cost, displaced)

    def _find_cheapest(self, node, numbers):
        costs = ((self.tours[number].find(node), number) for number in numbers)
        return min(costs, default=(INFINITY, None))

    def _displace(self, node):
        """What it costs to serve this visit instead of another one, for each one where it goes."""
        for number in self.model.eligible[node]:
            tour = self.tours[number]
            for other in tour.visits:
                if self.problem.visits[other].pin:
                    continue  # nobody would move it
                if not self.limits.has_room(self.used, node, number, instead=other):
                    continue
                shorter = tour.without({other})
                cost = shorter.find(node)
                if cost < INFINITY:
                    change = shorter.cost - tour.cost + cost + self.model.loss[other]
                    yield change - self.model.loss[node], number, other
