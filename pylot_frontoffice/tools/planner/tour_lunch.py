"""Tours with one break and one window for each visit: most working days are like that.

The same as :class:`TourWithBreaks`, without lists and loops over breaks.
"""

from .model import ALWAYS, NEVER
from .tour_breaks import TourWithBreaks


class TourWithLunch(TourWithBreaks):
    __slots__ = ()

    def _fits(self, visit, gap, a, b):  # noqa: C901, one way after the other, in the innermost loop
        early, late, occupied, into, out, _, _ = self.shift.facts[visit]
        free, rested = self.ready_by[gap]
        hungry, fed = self.latest_by[gap + 1]
        here, there = into[a], out[b]
        # the break later
        begin = free + here
        if begin < early:
            begin = early
        elif begin > late:
            begin = ALWAYS
        left = begin + occupied
        if left + there <= hungry:
            return True
        # the break earlier
        if rested < ALWAYS:
            begin = rested + here
            if begin <= late:
                if begin < early:
                    begin = early
                if begin + occupied + there <= fed:
                    return True
        break_early, break_late, duration = self.shift.breaks[0]
        if free > break_late:
            return False
        # the break right before the visit
        begin = free + here
        begin = (begin if begin > break_early else break_early) + duration
        if begin <= late:
            if begin < early:
                begin = early
            if begin + occupied + there <= fed:
                return True
        # the break right behind the visit
        if left > break_late:
            return False
        left += there
        return (left if left > break_early else break_early) + duration <= fed

    def _measure_ready(self, begin):
        shift, nodes, legs = self.shift, self.nodes, self.legs
        ready, ready_by, occupied = self.ready, self.ready_by, self.model.occupied
        early, late = shift.early, shift.late
        break_early, break_late, duration = shift.breaks[0]
        free, rested = ready_by[begin - 1]
        for number in range(begin, len(nodes) - 1):
            node, way = nodes[number], legs[number - 1]
            first, last = early[node], late[node]
            rested += way
            arrival = free + way
            if free <= break_late:
                with_break = (arrival if arrival > break_early else break_early) + duration
                if with_break < rested:
                    rested = with_break
            free = (arrival if arrival > first else first) + occupied[node]
            if arrival > last:
                free = ALWAYS
            if rested > last:
                rested = ALWAYS
            else:
                rested = (rested if rested > first else first) + occupied[node]
            moments = [free, rested]
            if moments == ready_by[number]:
                return
            ready_by[number] = moments
            ready[number] = free if free < rested else rested

    def _measure_latest(self, begin):
        shift, nodes, legs = self.shift, self.nodes, self.legs
        latest, latest_by, occupied = self.latest, self.latest_by, self.model.occupied
        early, late = shift.early, shift.late
        break_early, break_late, duration = shift.breaks[0]
        hungry, fed = latest_by[begin + 1]
        for number in range(begin, 0, -1):
            node, way = nodes[number], legs[number]
            first, last = early[node], late[node]
            hungry -= way
            with_break = fed - duration
            if break_early <= with_break:
                with_break -= way
                if with_break > break_late:
                    with_break = break_late
                if with_break > hungry:
                    hungry = with_break
            hungry -= occupied[node]
            fed -= way + occupied[node]
            hungry = NEVER if hungry < first else hungry if hungry < last else last
            fed = NEVER if fed < first else fed if fed < last else last
            moments = [hungry, fed]
            if moments == latest_by[number]:
                return
            latest_by[number] = moments
            latest[number] = hungry if hungry > fed else fed
