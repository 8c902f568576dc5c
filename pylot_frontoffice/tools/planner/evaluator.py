"""The judge of plans: every rule a plan breaks, and what it costs.

Knows nothing of how plans are made. It takes the times as they stand in the plan and compares them
with the problem, so a plan of another program, or one changed by hand, is judged alike. Nobody
sees a plan that has not passed here.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from .plan import Plan, Route
from .problem import Problem


@dataclass(frozen=True)
class Violation:
    """`code` is stable and becomes a sentence in the user's language; `visit` is None when it is
    about the shift."""

    code: str
    shift: int | None = None
    visit: object = None


@dataclass
class Load:
    """Seconds of one shift, and its figures."""

    driving: int = 0
    service: int = 0
    waiting: int = 0
    metres: int = 0
    visits: int = 0


@dataclass
class Verdict:
    """`cost` is the objective, in seconds of driving; `left_out` ids of the visits not served."""

    violations: list = field(default_factory=list)
    loads: dict = field(default_factory=dict)
    left_out: tuple = ()
    lateness: int = 0
    cost: float = 0.0
    preferred: int = 0
    moved: int = 0

    @property
    def driving(self) -> int:
        return sum(load.driving for load in self.loads.values())

    @property
    def waiting(self) -> int:
        return sum(load.waiting for load in self.loads.values())

    @property
    def metres(self) -> int:
        return sum(load.metres for load in self.loads.values())

    @property
    def served(self) -> int:
        return sum(load.visits for load in self.loads.values())


def evaluate(problem: Problem, plan: Plan) -> Verdict:
    """
    :return: :class:`Verdict`; a plan is allowed when it has no violations. Figures count what is
        in the plan, allowed or not; visits nobody knows are reported and count nothing.
    """
    verdict = Verdict()
    counts = Counter(stop.visit for route in plan.routes for stop in route.stops)
    for visit_id, times in counts.items():
        if visit_id not in problem.by_id:
            verdict.violations.append(Violation("unknown_visit", None, visit_id))
        elif times > 1:
            verdict.violations.append(Violation("twice", None, visit_id))
    for number, times in Counter(route.shift for route in plan.routes).items():
        if not 0 <= number < len(problem.shifts):
            verdict.violations.append(Violation("unknown_shift", number))
        elif times > 1:
            verdict.violations.append(Violation("shift_twice", number))
    for route in plan.routes:
        if 0 <= route.shift < len(problem.shifts):
            _judge_route(problem, route, verdict)
    _judge_limits(problem, plan, verdict)
    verdict.left_out = tuple(visit.id for visit in problem.visits if visit.id not in counts)
    verdict.cost += sum(problem.by_id[visit_id].loss for visit_id in verdict.left_out)
    return verdict


def _judge_route(problem: Problem, route: Route, verdict: Verdict) -> None:
    shift = problem.shifts[route.shift]
    stops = [
        (stop.start, problem.by_id[stop.visit])
        for stop in route.stops
        if stop.visit in problem.by_id
    ]
    for start, visit in stops:
        for code in _visit_faults(problem, shift, start, visit):
            verdict.violations.append(Violation(code, route.shift, visit.id))
        verdict.cost += visit.assignment_cost(shift)
        verdict.preferred += visit.preferred is not None and visit.preferred == shift.technician
        verdict.moved += visit.planned is not None and not shift.holds(*visit.planned)
        if visit.due is not None and start > visit.due:
            verdict.lateness += start - visit.due
            verdict.cost += (start - visit.due) * visit.lateness_cost
    if shift.capacity is not None and sum(visit.size for _, visit in stops) > shift.capacity:
        verdict.violations.append(Violation("capacity", route.shift))
    for code in _rest_faults(shift, route.rests):
        verdict.violations.append(Violation(code, route.shift))
    load = verdict.loads[route.shift] = _judge_ways(problem, route, shift, stops, verdict)
    load.visits = len(stops)
    work = load.driving + load.service
    verdict.cost += load.driving + problem.fairness * work * work / shift.length


def _judge_limits(problem, plan, verdict):
    """Whether no day has more of a group than it may have."""
    used = Counter()
    for route in plan.routes if problem.limits else ():
        if 0 <= route.shift < len(problem.shifts):
            day = problem.shifts[route.shift].day
            for visit in filter(None, map(problem.by_id.get, route.visit_ids)):
                used[visit.group, day] += visit.occupied
    for key, most in problem.limits.items():
        if used[key] > most:
            verdict.violations.append(Violation("limit"))


def _visit_faults(problem, shift, start, visit):
    """Codes of what is wrong with this technician serving this visit at that time."""
    if visit.pin and visit.pin.technician != shift.technician:
        yield "pin"
    if not visit.skills <= shift.skills:
        yield "skills"
    if visit.technicians is not None and shift.technician not in visit.technicians:
        yield "technician"
    if not any(earliest <= start <= latest for earliest, latest in visit.start_windows):
        yield "window"


def _rest_faults(shift, rests):
    """Codes of what is wrong with the breaks, whatever happens between them."""
    if [rest.duration for rest in rests] != [rest.duration for rest in shift.breaks]:
        yield "breaks"
        return
    for taken, asked in zip(rests, shift.breaks, strict=True):
        if not asked.earliest <= taken.start <= asked.latest:
            yield "break_window"


def _judge_ways(problem, route, shift, stops, verdict) -> Load:
    """Whether there is time for all ways between what happens; breaks may interrupt ways and
    waiting, nothing else."""
    ways, metres, load = problem.travel.seconds, problem.travel.metres, Load()
    rests = [(rest.start, rest.start + rest.duration) for rest in route.rests]
    spans = [(shift.start, shift.start, shift.start_place, None)]
    for start, visit in stops:
        begin = start - visit.before
        spans.append((begin, begin + visit.occupied, visit.place, visit.id))
    spans.append((shift.end, shift.end, shift.end_place, None))
    for (_, leave, origin, _), (arrive, _, place, visit_id) in pairwise(spans):
        way = ways[origin][place]
        rested = sum(end - start for start, end in rests if leave <= start and end <= arrive)
        slack = arrive - leave - rested - way
        if slack < 0:
            verdict.violations.append(
                Violation("too_early" if visit_id else "shift_end", route.shift, visit_id)
            )
        load.driving += way
        load.metres += metres[origin][place] if metres else 0
        load.waiting += max(0, slack) if visit_id is not None else 0
    load.service = sum(leave - begin for begin, leave, _, _ in spans)
    blocks = sorted(rests + [span[:2] for span in spans])
    if any(a[1] > b[0] for a, b in pairwise(blocks)):
        verdict.violations.append(Violation("overlap", route.shift))
    return load
