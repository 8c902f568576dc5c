"""When everything in an order of visits happens: the times of visits and breaks.

Waiting costs nothing, so everything is as early as possible, with one exception: where visits are
late, breaks may be taken at another time than the earliest, as long as that makes the lateness
cheaper. A state of the day is therefore (moment, lateness so far), and of those with the same
breaks taken only the ones no other beats are kept.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One stop to schedule: `travel` to it, when it may begin (occupied time, buffers included),
    how long it takes, and from when on it is late, `None` if never."""

    travel: int
    windows: tuple
    occupied: int
    due: int | None = None
    lateness_cost: float = 0.0


@dataclass
class _State:
    moment: int
    cost: float
    begin: int = 0
    rests: tuple = ()
    before: "_State | None" = None


def schedule(start, end, breaks, steps, last_travel):
    """
    :param start, end: of the shift
    :param breaks: tuples (earliest, latest, duration), all to be taken, in this order
    :param steps: list of :class:`Step`
    :param last_travel: seconds from the last stop to the end of the shift
    :return: (lateness cost, begins of the steps, begins of the breaks), None when impossible
    """
    states = {0: [_State(start, 0.0)]}
    for step in [*steps, Step(last_travel, ((start, end),), 0)]:
        states = _serve(_travel(states, step.travel, breaks), step)
    final = min(
        states.get(len(breaks), ()), key=lambda state: (state.cost, state.moment), default=None
    )
    if final is None:
        return None
    cost, begins, rests = final.cost, [], []
    while final.before:
        begins.append(final.begin)
        rests[:0] = final.rests
        final = final.before
    return cost, begins[:0:-1], rests


def begin_in(windows, moment):
    """:return: the first moment in the windows not before this one, None if there is none"""
    for earliest, latest in windows:
        if moment <= latest:
            return max(moment, earliest)
    return None


def _travel(states, travel, breaks):
    """Drive on, taking none, one or several of the next breaks on the way."""
    arrived = {}
    for taken, group in states.items():
        for state in group:
            arrived.setdefault(taken, []).append((state.moment + travel, (), state))
            free, ready, begins = state.moment, state.moment + travel, ()
            for number in range(taken, len(breaks)):
                earliest, latest, duration = breaks[number]
                if free > latest:
                    break
                begin, arrival = max(free, earliest), max(ready, earliest)
                begins += (begin,)
                # nobody likes to stop half-way: behind the drive where that is early enough
                rests = (arrival,) if number == taken and arrival <= latest else begins
                free, ready = begin + duration, arrival + duration
                arrived.setdefault(number + 1, []).append((ready, rests, state))
    return arrived


def _serve(arrived, step):
    states = {}
    for taken, group in arrived.items():
        for ready, rests, before in group:
            begin = begin_in(step.windows, ready)
            if begin is None:
                continue
            cost = before.cost
            if step.due is not None and begin > step.due:
                cost += (begin - step.due) * step.lateness_cost
            state = _State(begin + step.occupied, cost, begin, rests, before)
            states.setdefault(taken, []).append(state)
    return {taken: _best(group) for taken, group in states.items()}


def _best(group):
    """Only states that are earlier or cheaper than all others."""
    if len(group) == 1:
        return group
    kept = []
    for state in sorted(group, key=lambda state: (state.moment, state.cost)):
        if not kept or state.cost < kept[-1].cost:
            kept.append(state)
    return kept
