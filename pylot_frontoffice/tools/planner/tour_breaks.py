"""Tours with breaks, visits with several windows, and visits that may be late.

For each number of breaks already taken there is a time of its own at each stop: `ready_by[stop][n]`
is when the technician can leave with n breaks taken, `latest_by[stop][n]` when they have to arrive
if n are taken and the others still come. So a gap is tested in a time that depends on the number
of breaks and not on the length of the tour.
"""

from bisect import bisect_left, bisect_right

from .model import ALWAYS, NEVER
from .schedule import Step, schedule
from .tour import INFINITY, Tour


class TourWithBreaks(Tour):
    """`ready` and `latest` are the best over all numbers of breaks: they exclude, they do not
    promise."""

    __slots__ = ("ready_by", "latest_by", "late_cost")

    def __init__(self, model, shift, nodes=()):
        breaks = len(shift.breaks)
        self.ready_by = [[shift.start] + [ALWAYS] * breaks] + [None] * len(nodes)
        self.latest_by = [None] * (len(nodes) + 1) + [[NEVER] * breaks + [shift.end]]
        super().__init__(model, shift, nodes)
        self.late_cost = self._get_lateness(self.nodes)

    def duplicate(self):
        other = super().duplicate()
        other.ready_by, other.latest_by = self.ready_by[:], self.latest_by[:]
        other.late_cost = self.late_cost
        return other

    @property
    def cost(self):
        return super().cost + self.late_cost

    @property
    def is_allowed(self):
        arrivals = _drive(self.ready_by[0], self.legs[0], self.shift.breaks)
        return self.room >= 0 and any(map(int.__le__, arrivals, self.latest_by[1]))

    def _splice(self, first, last, middle):
        super()._splice(first, last, middle)
        self.late_cost = self._get_lateness(self.nodes)
        return self

    def _get_times(self):
        return self.ready, self.latest, self.ready_by, self.latest_by

    # === INSERTION ===

    def find(self, visit):
        facts = self.shift.facts[visit]
        cost = INFINITY
        if facts and facts[6] <= self.room:
            early, late, occupied, into, out, extra, _ = facts
            gaps = self.gaps or self._open_gaps()
            low = bisect_left(self.latest, early + occupied, 1) - 1
            high = bisect_right(self.ready, late, low)
            best, at = INFINITY, None
            is_soft = self.model.is_soft
            for gap, a, b, leg, ready, latest in gaps[low:high]:
                detour = into[a] + out[b] - leg
                if detour < best:
                    begin = ready + into[a]
                    if begin <= late:
                        if begin < early:
                            begin = early
                        if begin + occupied + out[b] <= latest and self._fits(visit, gap, a, b):
                            if is_soft:
                                # then the shortest way need not be the cheapest
                                detour += self._get_load_cost(occupied + detour)
                                detour += self._get_more_lateness(visit, gap)
                                if detour >= best:
                                    continue
                            best, at = detour, gap
            if best < INFINITY:
                cost = best + extra
                if not is_soft:
                    cost += self._get_load_cost(occupied + best)
                self.gap_of[visit] = at
        self.found[visit] = cost
        return cost

    def insert(self, visit, gap):
        self.ready_by.insert(gap + 1, None)
        self.latest_by.insert(gap + 1, None)
        super().insert(visit, gap)
        self.late_cost = self._get_lateness(self.nodes)
        return self

    def _fits(self, visit, gap, a, b):
        """Whether the visit fits into the gap, with the breaks before, around or behind it."""
        early, late, occupied, into, out, _, _ = self.shift.facts[visit]
        windows = self.shift.windows.get(visit)
        here, there = into[a], out[b]
        before, after = self.ready_by[gap], self.latest_by[gap + 1]
        if windows is None:
            # most often no break is near: then this is as quick as without any
            for ready, latest in zip(before, after):  # noqa: B905, this is the innermost loop
                begin = ready + here
                if begin <= late:
                    if begin < early:
                        begin = early
                    if begin + occupied + there <= latest:
                        return True
        left = [
            _serve(moment, early, late, windows, occupied)
            for moment in _drive(before, here, self.shift.breaks)
        ]
        return any(map(int.__le__, _drive(left, there, self.shift.breaks), after))

    # === TIMES ===

    def _measure_ready(self, begin):
        shift, nodes, legs = self.shift, self.nodes, self.legs
        ready, ready_by, occupied = self.ready, self.ready_by, self.model.occupied
        early, late, breaks, windows = shift.early, shift.late, shift.breaks, shift.windows
        moments = ready_by[begin - 1]
        for number in range(begin, len(nodes) - 1):
            node = nodes[number]
            span = early[node], late[node], windows.get(node), occupied[node]
            moments = [
                _serve(moment, *span) for moment in _drive(moments, legs[number - 1], breaks)
            ]
            if moments == ready_by[number]:
                return
            ready_by[number] = moments
            ready[number] = min(moments)

    def _measure_latest(self, begin):
        shift, nodes, legs = self.shift, self.nodes, self.legs
        latest, latest_by, occupied = self.latest, self.latest_by, self.model.occupied
        early, late, breaks, windows = shift.early, shift.late, shift.breaks, shift.windows
        moments = latest_by[begin + 1]
        for number in range(begin, 0, -1):
            node = nodes[number]
            span = early[node], late[node], windows.get(node), occupied[node]
            moments = [
                _serve_back(moment, *span) for moment in _drive_back(moments, legs[number], breaks)
            ]
            if moments == latest_by[number]:
                return
            latest_by[number] = moments
            latest[number] = max(moments)

    # === LATENESS ===

    def _get_more_lateness(self, visit, gap):
        nodes = self.nodes
        return self._get_lateness([*nodes[: gap + 1], visit, *nodes[gap + 1 :]]) - self.late_cost

    def _get_lateness(self, nodes):
        model, shift = self.model, self.shift
        if not model.is_soft or not any(model.soft[node] for node in nodes[1:-1]):
            return 0
        steps = [
            Step(model.out[a][b], model.starts[b], model.occupied[b], *model.dues[b])
            for a, b in zip(nodes[:-2], nodes[1:-1], strict=True)
        ]
        last = model.out[nodes[-2]][nodes[-1]]
        found = schedule(shift.start, shift.end, shift.breaks, steps, last)
        return INFINITY if found is None else found[0]


def _serve(moment, early, late, windows, occupied):
    """:return: when a service reached at this moment is over"""
    if moment > late:
        return ALWAYS
    if windows:
        early = next(a for a, b in windows if moment <= b)
    return (moment if moment > early else early) + occupied


def _serve_back(moment, early, late, windows, occupied):
    """:return: when a service that has to be over at this moment must be reached"""
    moment -= occupied
    if moment < early:
        return NEVER
    if windows:
        late = next(b for a, b in reversed(windows) if a <= moment)
    return moment if moment < late else late


def _drive(moments, travel, breaks):
    """:return: arrivals, by the number of breaks taken; on the way some more may be taken"""
    arrivals = [moment + travel for moment in moments]
    for taken, free in enumerate(moments[:-1]):
        ready = free + travel
        for number in range(taken, len(breaks)):
            earliest, latest, duration = breaks[number]
            if free > latest:
                break
            free = (free if free > earliest else earliest) + duration
            ready = (ready if ready > earliest else earliest) + duration
            if ready < arrivals[number + 1]:
                arrivals[number + 1] = ready
    return arrivals


def _drive_back(moments, travel, breaks):
    """:return: when to leave at the latest, by the number of breaks taken before"""
    leaves = [moment - travel for moment in moments]
    for taken in range(1, len(moments)):
        ready, free = moments[taken], ALWAYS
        for number in range(taken - 1, -1, -1):
            earliest, latest, duration = breaks[number]
            ready -= duration
            free -= duration
            if earliest > ready or earliest > free:
                break
            if free > latest:
                free = latest
            leave = ready - travel
            if leave > free:
                leave = free
            if leave > leaves[number]:
                leaves[number] = leave
    return leaves
