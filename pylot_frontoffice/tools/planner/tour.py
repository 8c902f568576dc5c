"""The visits of one shift in order, and how much room is left between them.

Every stop knows when the technician can leave it at the earliest (`ready`) and when they have to
arrive at the latest so that all later stops keep their windows (`latest`). Whether one more visit
fits into a gap is then a comparison of two numbers, however long the tour is (Savelsbergh, The
vehicle routing problem with time windows: minimizing route duration, 1992).

A tour is changed only by the iteration that made it; afterwards it is shared by all plans that
contain it. So what was once found about it stays true, and is kept in `found`.
"""

from bisect import bisect_left, bisect_right

INFINITY = float("inf")


class Tour:
    """A tour without breaks, where each visit has one window."""

    __slots__ = (
        "shift", "model", "nodes", "legs", "ready", "latest", "gaps", "found", "gap_of", "travel",
        "extra", "work", "room",
    )  # fmt: skip

    def __init__(self, model, shift, nodes=()):
        self.model, self.shift = model, shift
        self.nodes = [shift.start_node, *nodes, shift.end_node]
        out = model.out
        # who has nothing to do does not drive home
        pairs = zip(self.nodes, self.nodes[1:], strict=False)
        self.legs = [out[a][b] for a, b in pairs] if nodes else [0]
        self.travel = sum(self.legs)
        self.extra = sum(shift.facts[node][5] for node in nodes)
        self.room = shift.capacity - sum(shift.facts[node][6] for node in nodes)
        self.work = self.travel + sum(model.occupied[node] for node in nodes)
        self.ready = [shift.start] + [None] * len(nodes)
        self.latest = [None] * (len(nodes) + 1) + [shift.end]
        self.gaps, self.found, self.gap_of = None, {}, {}
        self._measure_ready(1)
        self._measure_latest(len(self.nodes) - 2)

    @property
    def visits(self):
        return self.nodes[1:-1]

    @property
    def cost(self):
        """Everything but the losses of visits not served; an unused shift costs nothing."""
        fairness = self.model.fairness
        cost = self.travel + self.extra
        if fairness:
            cost += fairness * self.work * self.work / (self.shift.end - self.shift.start)
        return cost

    @property
    def is_allowed(self):
        """Whether windows, breaks and capacity are kept. Taking a visit out can break a window
        only where the direct way is longer than the way round."""
        return self.room >= 0 and self.ready[0] + self.legs[0] <= self.latest[1]

    def duplicate(self):
        other = object.__new__(type(self))
        other.model, other.shift = self.model, self.shift
        other.nodes, other.legs = self.nodes[:], self.legs[:]
        other.ready, other.latest = self.ready[:], self.latest[:]
        other.travel, other.extra = self.travel, self.extra
        other.work, other.room = self.work, self.room
        other.gaps, other.found, other.gap_of = None, {}, {}
        return other

    def without(self, removed):
        """:param removed: set of visits of this tour; :return: a new tour"""
        nodes, facts = self.nodes, self.shift.facts
        if len(removed) == len(nodes) - 2:
            return type(self)(self.model, self.shift)
        stops = [number for number, node in enumerate(nodes) if node in removed]
        other = self.duplicate()
        first, last = stops[0], stops[-1] + 1
        other._splice(first, last, [node for node in nodes[first:last] if node not in removed])
        for node in removed:
            _, _, occupied, _, _, extra, size = facts[node]
            other.extra -= extra
            other.room += size
            other.work -= occupied
        return other

    def _splice(self, first, last, middle):
        """
        Put these visits in the place of the stops from `first` until before `last`.

        :return: this tour
        """
        nodes, legs, out = self.nodes, self.legs, self.model.out
        around = [nodes[first - 1], *middle, nodes[last]]
        ways = [out[a][b] for a, b in zip(around, around[1:])]  # noqa: B905
        change = sum(ways) - sum(legs[first - 1 : last])
        self.travel += change
        self.work += change
        nodes[first:last] = middle
        legs[first - 1 : last] = ways
        for times in self._get_times():
            times[first:last] = [None] * len(middle)
        self._measure_ready(first)
        self._measure_latest(first + len(middle) - 1)
        return self

    def _get_times(self):
        """The lists with an entry for each stop."""
        return self.ready, self.latest

    # === INSERTION ===

    def find(self, visit):
        """
        :return: cost of the cheapest insertion, infinite when there is none; its gap is in
            `gap_of`
        """
        facts = self.shift.facts[visit]
        cost = INFINITY
        if facts and facts[6] <= self.room:
            early, late, occupied, into, out, extra, _ = facts
            gaps = self.gaps or self._open_gaps()
            low = bisect_left(self.latest, early + occupied, 1) - 1
            high = bisect_right(self.ready, late, low)
            best, at = INFINITY, None
            for gap, a, b, leg, ready, latest in gaps[low:high]:
                detour = into[a] + out[b] - leg
                if detour < best:
                    begin = ready + into[a]
                    if begin <= late:
                        if begin < early:
                            begin = early
                        if begin + occupied + out[b] <= latest:
                            best, at = detour, gap
            if best < INFINITY:
                cost = best + extra + self._get_load_cost(occupied + best)
                self.gap_of[visit] = at
        self.found[visit] = cost
        return cost

    def insert(self, visit, gap):
        """
        Put the visit behind the stop number `gap`; only where `find` said so.

        :return: this tour
        """
        _, _, occupied, into, out, extra, size = self.shift.facts[visit]
        nodes, legs = self.nodes, self.legs
        first, second = into[nodes[gap]], out[nodes[gap + 1]]
        detour = first + second - legs[gap]
        legs[gap : gap + 1] = (first, second)
        nodes.insert(gap + 1, visit)
        self.travel += detour
        self.extra += extra
        self.work += occupied + detour
        self.room -= size
        self.gaps, self.found, self.gap_of = None, {}, {}
        self.ready.insert(gap + 1, None)
        self.latest.insert(gap + 1, None)
        self._measure_ready(gap + 1)
        self._measure_latest(gap + 1)
        return self

    def _get_load_cost(self, more):
        fairness = self.model.fairness
        if not fairness:
            return 0
        length = self.shift.end - self.shift.start
        return fairness * more * (2 * self.work + more) / length

    def _open_gaps(self):
        nodes, latest = self.nodes, self.latest
        legs, numbers = self.legs, range(len(self.legs))
        rows = zip(numbers, nodes, nodes[1:], legs, self.ready, latest[1:], strict=False)
        self.gaps = list(rows)
        return self.gaps

    # === TIMES ===

    def _measure_ready(self, begin):
        """From this stop on, until nothing changes any more."""
        nodes, legs, ready = self.nodes, self.legs, self.ready
        early, occupied = self.shift.early, self.model.occupied
        moment = ready[begin - 1]
        for number in range(begin, len(nodes) - 1):
            node = nodes[number]
            moment += legs[number - 1]
            if moment < early[node]:
                moment = early[node]
            moment += occupied[node]
            if moment == ready[number]:
                return
            ready[number] = moment

    def _measure_latest(self, begin):
        """From this stop back to the first."""
        nodes, legs, latest = self.nodes, self.legs, self.latest
        late, occupied = self.shift.late, self.model.occupied
        moment = latest[begin + 1]
        for number in range(begin, 0, -1):
            node = nodes[number]
            moment -= legs[number] + occupied[node]
            if moment > late[node]:
                moment = late[node]
            if moment == latest[number]:
                return
            latest[number] = moment
