"""How good are the planner's days and weeks of a craft business?

Against a dispatcher who gives each visit, as it comes in, to the technician our ranking puts first
(greedy rank), and against technicians who keep yesterday's order. ``dispatch.py FILE...`` plans the
given files (PYLOT_VECTORS: a folder with `dispatch/*.json`), without files a generated day, a day
that does not fit and a week. PYLOT_VROOM: a Python with pyvroom, to measure it, too.

The objective is hours of driving plus four hours for each priority of a visit that is left out
though somebody could serve it. Seconds are processor time, that of VROOM's process included.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

import dispatch_data
from dispatch_data import HOUR, PRIZE
from tools.planner.evaluator import evaluate
from tools.planner.model import Model
from tools.planner.plan import Plan
from tools.planner.reasons import explain
from tools.planner.replan import keep, without_technician
from tools.planner.search import Search
from tools.planner.solver import Budget, make_plan, solve
from tools.planner.tour import INFINITY
from tools.planner.vroom_backend import first_plan
from tools.scoring import Candidate, rank

# What a visit that nobody has to be told about again is worth.
STAY = HOUR
TARGETS = {  # file: (kind, seconds) -> (served at least, hours of driving, objective at most)
    "day": {("alone", 5): (179, None, None), ("alone", 30): (180, 42, None)},
    "dayover": {("alone", 30): (None, None, 114.2)},
    "week": {("alone", 180): (888, None, None), ("vroom", 60): (888, 276, None)},
}
SECONDS = {"day": (5, 30), "daynb": (30,), "dayover": (30,), "week": (180,)}


class Case:
    """A problem and what its figures are compared with."""

    def __init__(self, name: str, data: dict):
        self.name, self.data = name, data
        self.problem = dispatch_data.make_problem(data)
        self.hopeless = {each.visit for each in explain(self.problem, Plan()) if each.is_final}
        self.servable = len(self.problem.visits) - len(self.hopeless)
        self.priority = {row["id"]: row["prio"] for row in data["visits"]}

    def show(self, what: str, plan: Plan, seconds: float, target=None) -> bool:
        """:return: whether the plan keeps all rules and what was aimed at"""
        verdict = evaluate(self.problem, plan)
        missed = [each for each in verdict.left_out if each not in self.hopeless]
        hours = verdict.driving / HOUR
        objective = hours + PRIZE / HOUR * sum(self.priority[each] for each in missed)
        wished = sum(row["pref"] is not None for row in self.data["visits"])
        word = ""
        if target:
            served, driving, most = target
            met = verdict.served >= (served or 0)
            met = met and hours <= (driving or INFINITY) and objective <= (most or INFINITY)
            word = ", target met" if met else f", TARGET MISSED: {target}"
        print(
            f"{self.name:8} {what:24} {seconds:6.1f} s  {verdict.served}/{self.servable} served  "
            f"{hours:6.2f} h  {verdict.metres / 1000:7.0f} km  objective {objective:7.2f}  "
            f"preferred {verdict.preferred}/{wished}{word}",
            flush=True,
        )
        for violation in verdict.violations[:5]:
            print(f"  BROKEN RULE: {violation}", flush=True)
        return not verdict.violations and "MISSED" not in word


def greedy_rank(case: Case) -> Plan:
    """Visits as they come in (in the order of their ids, fixed ones first), each to whom the
    ranking of technicians puts first."""
    search = Search(Model(case.problem))
    model, tours = search.model, search.tours
    visits = case.problem.visits
    for node in sorted(range(model.size), key=lambda node: (not visits[node].pin, node)):
        best: dict = {}
        for number in model.eligible[node]:
            cost = tours[number].find(node)
            who = case.problem.shifts[number].technician
            if cost < best.get(who, (INFINITY, 0))[0]:
                best[who] = cost, number
        candidates = [
            Candidate(
                resource_id=who,
                detour_minutes=cost / 60,
                preferred=visits[node].preferred == who,
                load_minutes=tours[number].work // 60,
            )
            for who, (cost, number) in best.items()
        ]
        if candidates:
            number = best[rank(candidates)[0][0].resource_id][1]
            tours[number].insert(node, tours[number].gap_of[node])
    ids = {tour.shift.number: [visits[node].id for node in tour.visits] for tour in tours}
    return make_plan(case.problem, ids)


def yesterdays_order(case: Case, plan: Plan) -> Plan:
    """What is left of another day's plan when the same customers want other times."""
    search = Search(Model(case.problem))
    search.adopt(plan)
    return make_plan(case.problem, search.get_orders())


def plan_alone(case: Case, seconds: float, seed: int) -> bool:
    began = time.process_time()
    solution = solve(case.problem, Budget(seconds=seconds, clock=time.process_time), seed)
    target = TARGETS.get(case.name, {}).get(("alone", seconds))
    return case.show(f"planner, {seconds:g} s", solution.plan, time.process_time() - began, target)


def plan_with_vroom(case: Case, seconds: float, seed: int, python: str) -> bool:
    began = get_all_time()
    first = first_plan(case.problem, python)
    case.show(f"VROOM: {first.notes[0]}", first, get_all_time() - began)
    budget = Budget(seconds=seconds, clock=time.process_time)
    solution = solve(case.problem, budget, seed, first)
    target = TARGETS.get(case.name, {}).get(("vroom", seconds))
    what = f"VROOM + planner, {seconds:g} s"
    return case.show(what, solution.plan, get_all_time() - began, target)


def get_all_time() -> float:
    """Processor time of this process and of those it has waited for."""
    return sum(os.times()[:4])


def replan(case: Case, seconds: float, seed: int) -> bool:
    """The technician with the most visits is ill: how many visits of the others move?"""
    budget = Budget(seconds=seconds, clock=time.process_time)
    before = solve(case.problem, budget, seed).plan
    most = max(before.routes, key=lambda route: len(route.stops))
    ill = case.problem.shifts[most.shift].technician
    told = keep(case.problem, before, STAY)
    problem, _ = without_technician(told, ill, 0, 10 * 24 * HOUR)
    old = before.shift_of
    who = case.problem.shifts
    others = [each for each in old if who[old[each]].technician != ill]
    kept = make_plan(
        problem,
        {
            number: ids
            for number, shift in enumerate(problem.shifts)
            for route_shift, ids in before.orders().items()
            if who[route_shift] == shift
        },
    )
    solution = solve(problem, budget, seed, kept)
    new = solution.plan.shift_of
    moved = [
        each for each in others if each not in new or problem.shifts[new[each]] != who[old[each]]
    ]
    share = len(moved) / len(others)
    print(
        f"{case.name:8} technician {ill} is ill: {len(most.stops)} visits to give away, "
        f"{solution.verdict.served} of {len(old)} still served, "
        f"{len(moved)} of {len(others)} others moved ({share:.0%})"
        + (", target met" if share <= 0.1 else ", TARGET MISSED: 10%"),
        flush=True,
    )
    return share <= 0.1


def get_cases(files: list[Path], seed: int):
    if files:
        for path in files:
            yield Case(path.stem, dispatch_data.read(path)[0])
        return
    yield Case("made", dispatch_data.generate(seed))
    yield Case("madeover", dispatch_data.generate(seed + 1, visits=220, minutes=45))
    yield Case("madeweek", dispatch_data.generate(seed + 2, 30, 700, days=5, minutes=45))


def measure(case: Case, options) -> bool:
    began = time.process_time()
    plan = greedy_rank(case)
    case.show("greedy rank", plan, time.process_time() - began)
    seconds = options.seconds or SECONDS.get(case.name, (30,))
    done = [plan_alone(case, each, options.seed) for each in seconds]
    if python := os.environ.get("PYLOT_VROOM"):
        long = 60 if len(case.problem.visits) > 500 else 5
        done.append(plan_with_vroom(case, long, options.seed, python))
    if len(case.problem.visits) <= 500:
        done.append(replan(case, 5, options.seed))
    if not options.files:
        again = Case(case.name, dispatch_data.change_wishes(case.data, options.seed))
        old = solve(case.problem, Budget(iterations=3000), options.seed).plan
        again.show("yesterday's order", yesterdays_order(again, old), 0)
        done.append(plan_alone(again, min(seconds), options.seed))
    return all(done)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--seconds", type=float, nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if folder := os.environ.get("PYLOT_VECTORS"):
        options.files = options.files or sorted(Path(folder, "dispatch").glob("*.json"))
    return (
        0 if all([measure(case, options) for case in get_cases(options.files, options.seed)]) else 1
    )


if __name__ == "__main__":
    sys.exit(main())
