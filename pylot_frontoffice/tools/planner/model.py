"""The problem as flat lists, the form the search reads a million times a minute.

Nodes are numbers: the visits in their order, then the places where shifts begin or end. All times
of a visit are those of the occupied block, buffers included.
"""

from .problem import Problem

NEVER = -(1 << 60)
ALWAYS = 1 << 60


class ShiftModel:
    """What the search knows of a shift. `facts` of a visit: (earliest, latest, occupied seconds,
    ways from each node to it, ways from it to each node, assignment cost, size); None: never here.
    `windows` has only visits with several windows in this shift. `is_plain`: no breaks, one window
    for each visit, nothing may be late; `is_simple`: the same with one break. Shifts with the same
    `kind` are alike in all respects."""

    def __init__(self, number, shift, kind, start, end):
        self.number = number
        self.kind = kind
        self.start, self.end = shift.start, shift.end
        self.start_node, self.end_node = start, end
        self.breaks = [(rest.earliest, rest.latest, rest.duration) for rest in shift.breaks]
        self.capacity = ALWAYS if shift.capacity is None else shift.capacity
        self.facts = []
        self.early = []
        self.late = []
        self.windows = {}
        self.is_plain = self.is_simple = False


class Model:
    """
    :param problem: :class:`Problem`
    """

    def __init__(self, problem: Problem):
        self.problem = problem
        visits = problem.visits
        self.size = len(visits)
        self.loss = [visit.loss for visit in visits]
        self.fairness = problem.fairness
        self._set_ways()
        self.occupied = [visit.occupied for visit in visits] + [0] * len(self._depots)
        self.index = {visit.id: number for number, visit in enumerate(visits)}
        self.soft = [visit.due is not None and visit.lateness_cost > 0 for visit in visits]
        self.is_soft = any(self.soft)
        self.starts = [
            tuple((a - v.before, b - v.before) for a, b in v.start_windows) for v in visits
        ]
        self.dues = [
            (visit.due - visit.before, visit.lateness_cost) if soft else (None, 0)
            for visit, soft in zip(visits, self.soft, strict=True)
        ]
        self._set_shifts()
        self.has_twins = len({shift.kind for shift in self.shifts}) < len(self.shifts)
        self.eligible = self._get_eligible()

    def _get_eligible(self):
        """:return: list of the numbers of the shifts of each visit; equal lists are one"""
        known, eligible = {}, []
        for visit in range(self.size):
            numbers = [each.number for each in self.shifts if each.facts[visit] is not None]
            eligible.append(known.setdefault(tuple(numbers), numbers))
        return eligible

    def _set_ways(self):
        """`out[a][b]` and `into[b][a]` are the seconds from node a to node b; rows of the same
        place are one list, and both are one where ways are the same in both directions."""
        problem = self.problem
        ends = {p for shift in problem.shifts for p in (shift.start_place, shift.end_place)}
        self._depots = {place: self.size + i for i, place in enumerate(sorted(ends))}
        places = [visit.place for visit in problem.visits] + list(self._depots)
        ways = problem.travel.seconds
        rows = {place: [ways[place][other] for other in places] for place in set(places)}
        columns = {place: [ways[other][place] for other in places] for place in set(places)}
        if rows == columns:
            columns = rows
        self.out = [rows[place] for place in places]
        self.into = [columns[place] for place in places]

    def _set_shifts(self):
        problem, named = self.problem, self._get_named()
        self.shifts, models = [], {}
        for number, shift in enumerate(problem.shifts):
            who = shift.technician if shift.technician in named else None
            key = (shift.start, shift.end, shift.start_place, shift.end_place, shift.skills)
            key += (shift.breaks, shift.capacity, who, shift.day)
            first = models.get(key)
            kind = len(models) if first is None else first.kind
            ends = self._depots[shift.start_place], self._depots[shift.end_place]
            model = ShiftModel(number, shift, kind, *ends)
            if first is None:
                models[key] = model
                self._set_facts(model, shift)
            else:
                model.facts, model.windows = first.facts, first.windows
                model.early, model.late = first.early, first.late
                model.is_plain, model.is_simple = first.is_plain, first.is_simple
            self.shifts.append(model)

    def _get_named(self):
        """Technicians who are somebody: some visit cares whether it is them."""
        named = set()
        for visit in self.problem.visits:
            named.update(visit.technicians or (), (visit.preferred,))
            named.update((each.technician,) if (each := visit.pin) else ())
            named.update(visit.planned[:1] if visit.planned else ())
        return named

    def _set_facts(self, model, shift):
        for number, visit in enumerate(self.problem.visits):
            windows = ()
            if self.problem.may_serve(shift, visit):
                windows = self._clip(model, number, visit)
            if not windows:
                model.facts.append(None)
                model.early.append(ALWAYS)
                model.late.append(NEVER)
                continue
            early, late = windows[0][0], windows[-1][1]
            ways = self.into[number], self.out[number]
            cost = visit.assignment_cost(shift)
            model.facts.append((early, late, visit.occupied, *ways, cost, visit.size))
            model.early.append(early)
            model.late.append(late)
            if len(windows) > 1:
                model.windows[number] = windows
        soft = any(self.soft[i] for i, fact in enumerate(model.facts) if fact)
        is_simple = not model.windows and not soft
        model.is_plain = is_simple and not model.breaks
        model.is_simple = is_simple and len(model.breaks) == 1

    def _clip(self, model, number, visit):
        """The windows of the occupied block, as far as the shift reaches there and back."""
        first = model.start + self.out[model.start_node][number]
        last = model.end - self.out[number][model.end_node] - visit.occupied
        clipped = [
            (max(a - visit.before, first), min(b - visit.before, last))
            for a, b in visit.start_windows
        ]
        return tuple((a, b) for a, b in clipped if a <= b)
