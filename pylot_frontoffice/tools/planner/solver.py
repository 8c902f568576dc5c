"""From a problem to a checked plan: the entry to the planner."""

from collections.abc import Callable
from dataclasses import dataclass

from .evaluator import Verdict, evaluate
from .model import Model
from .plan import Plan, time_route
from .problem import Problem
from .search import Search

# Places and visits the travel matrix of the search may have; 4000 are about 130 MB.
MOST_NODES = 4000


@dataclass(frozen=True)
class Budget:
    """
    How long to search: `iterations`, or `seconds` on a `clock` (a function that returns seconds),
    or both. By iterations alone the same seed gives the same plan on every machine.

    `progress`: called now and then with (share done, cost of the best plan so far); the search
    ends when it returns True.
    """

    iterations: int | None = None
    seconds: float | None = None
    clock: Callable[[], float] | None = None
    progress: Callable[[float, float], object] | None = None

    def __post_init__(self):
        if self.iterations is None and self.seconds is None:
            raise ValueError("a search needs a limit")
        if (self.seconds is None) != (self.clock is None):
            raise ValueError("a time limit needs a clock")


@dataclass(frozen=True)
class Solution:
    """A plan that keeps all rules, what it costs, and how many iterations it took."""

    plan: Plan
    verdict: Verdict
    iterations: int


def solve(problem: Problem, budget: Budget, seed: int = 0, first: Plan | None = None) -> Solution:
    """
    Who serves which visit, in which order.

    :param first: a plan to begin with, in whole or in part; what is not allowed of it is dropped
    :return: :class:`Solution`; visits that are not worth their cost or fit nowhere are left out
    :raise ValueError: more places than the memory bound allows
    """
    if len(problem.visits) + 2 * len(problem.shifts) > MOST_NODES:
        raise ValueError(f"no more than {MOST_NODES} visits and shifts at once")
    clock = budget.clock
    began = clock() if clock else 0
    search = Search(Model(problem), seed)
    if first:
        search.adopt(first)
    search.construct()
    seconds = budget.seconds and max(0.0, budget.seconds - (clock() - began))
    if seconds != 0:
        search.improve(budget.iterations, clock, seconds, budget.progress)
    plan = make_plan(problem, search.get_orders(), first.notes if first else ())
    verdict = evaluate(problem, plan)
    if verdict.violations:
        raise RuntimeError(f"the planner broke a rule: {verdict.violations}")
    return Solution(plan, verdict, search.iterations)


def make_plan(problem: Problem, orders: dict, notes=()) -> Plan:
    """
    :param orders: dict of shift's number to visit ids in order
    :return: the plan with times; a shift whose order keeps no times is left without visits
    """
    routes = (time_route(problem, number, ids) for number, ids in sorted(orders.items()) if ids)
    return Plan(tuple(route for route in routes if route), tuple(notes))
