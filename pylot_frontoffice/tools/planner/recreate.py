"""Recreate: put visits back one by one, each where it costs least.

In which order they come is drawn from several sensible orders. Now and then ("blink") a tour is
overlooked, so that the same ruins are not always built up the same way.
"""

from itertools import islice
from math import log

# So many neighbours of a visit are looked at: it goes to a tour that serves one of them.
NEAR = 25
# How often a tour is overlooked.
BLINK_RATE = 0.01


class Orders:
    """Keys to sort visits by, of which :meth:`sort` draws one."""

    def __init__(self, model, random):
        self.random = random
        count = model.size
        visits = range(count)
        facts = [
            [model.shifts[number].facts[visit] for number in model.eligible[visit]]
            for visit in visits
        ]
        ends = [shift.start_node for shift in model.shifts]
        away = [
            min((model.out[ends[number]][visit] for number in model.eligible[visit]), default=0)
            for visit in visits
        ]
        early = [min((fact[0] for fact in each), default=0) for each in facts]
        late = [max((fact[1] for fact in each), default=0) for each in facts]
        room = [sum({fact[1] - fact[0] for fact in each}) for each in facts]
        self.keys = [
            [-value for value in away],
            away,
            room,
            early,
            [-value for value in late],
            [-value for value in model.occupied[:count]],
        ]
        self.loss = model.loss
        self.differs = len(set(model.loss)) > 1

    def sort(self, visits):
        """Sort in place."""
        random = self.random
        draw = random()
        if draw < 0.4:
            key = {visit: random() for visit in visits}
        else:
            key = self.keys[int(random() * len(self.keys))]
        visits.sort(key=key.__getitem__)
        if self.differs and random() < 0.5:
            loss = self.loss
            visits.sort(key=lambda visit: -loss[visit])


class Recreate:
    """
    :param model: :class:`Model`
    :param random: function without arguments, from 0 to 1
    :param neighbours: list of all visits for each visit, nearest first
    :param limits: :class:`Limits`
    """

    def __init__(self, model, random, neighbours, limits):
        self.model, self.random, self.limits = model, random, limits
        self.near = _get_near(model, neighbours)
        self.wished = [_get_wished(model, visit) for visit in range(model.size)]
        self.blink = self._draw_blink()
        self.spare = {}

    def set_spare(self, tours):
        """Note which tours are empty; of those that are alike only one."""
        empty = [tour.shift for tour in tours if len(tour.nodes) == 2]
        kinds = {shift.kind: shift.number for shift in reversed(empty)}
        self.spare = dict.fromkeys(sorted(kinds.values()))

    def build(self, tours, tour_of, pool, changed, get_private, most, used, everywhere=False):
        """
        :param tours: list of tours, changed in place
        :param tour_of: list of the number of each visit's tour, before the ruin; -1: none
        :param pool: visits to insert, in this order
        :param changed: dict of the numbers of the tours that are no longer as they were
        :param get_private: function of a tour's number, which adds it to `changed`
        :param most: what it may cost; when it gets dearer, the rest is not tried
        :param used: of the limits of days, changed in place; None: there are none
        :param everywhere: try all tours, not only those that pass nearby
        :return: what it costs, and the visits for which there is no place that is worth it
        """
        left, spent = [], 0
        near, get_tour = self.near, tour_of.__getitem__
        for visit in pool:
            if used is not None and self.limits.is_limited(visit):
                numbers = self._get_open(visit, tours, used)
            elif everywhere:
                numbers = self._get_all(visit, tours)
            else:
                numbers = dict.fromkeys(map(get_tour, near[visit]))
                numbers.pop(-1, None)
                numbers.update(self.wished[visit])
                numbers.update(changed)
                numbers.update(self.spare)
            best, chosen = self._choose(visit, tours, numbers)
            if chosen is None and tour_of[visit] >= 0:
                numbers = self._get_open(visit, tours, used)
                best, chosen = self._choose(visit, tours, numbers)
            spent += best
            if spent > most:
                break
            if chosen is None:
                left.append(visit)
                continue
            gap = tours[chosen].gap_of[visit]
            get_private(chosen).insert(visit, gap)
            if used is not None:
                self.limits.add(used, chosen, (visit,))
            if chosen in self.spare:
                self.set_spare(tours)
        return spent, left

    def _get_all(self, visit, tours):
        spare = self.spare
        return [
            number
            for number in self.model.eligible[visit]
            if len(tours[number].nodes) > 2 or number in spare
        ]

    def _get_open(self, visit, tours, used):
        """:return: all tours of days on which there may be more of this"""
        numbers = self._get_all(visit, tours)
        if used is None:
            return numbers
        return [each for each in numbers if self.limits.has_room(used, visit, each)]

    def _choose(self, visit, tours, numbers):
        """:return: cost and number of the tour that costs least, the loss and None without one"""
        if self.blink < len(numbers):
            numbers = self._overlook(list(numbers))
        self.blink -= len(numbers)
        best, chosen = self.model.loss[visit], None
        for number in numbers:
            cost = tours[number].found.get(visit)
            if cost is None:
                cost = tours[number].find(visit)
            if cost < best:
                best, chosen = cost, number
        return best, chosen

    def _overlook(self, numbers):
        while self.blink < len(numbers):
            del numbers[self.blink]
            self.blink += self._draw_blink()
        return numbers

    def _draw_blink(self):
        """:return: tours until the next one is overlooked"""
        return int(log(1 - self.random()) / log(1 - BLINK_RATE))


def _get_wished(model, visit):
    """:return: dict of the shifts that are cheaper for the visit than others, wherever they pass"""
    costs = {number: model.shifts[number].facts[visit][5] for number in model.eligible[visit]}
    least = min(costs.values(), default=0)
    if least == max(costs.values(), default=0):
        return {}
    return {number: None for number, cost in costs.items() if cost == least}


def _get_near(model, neighbours):
    """:return: list of the visits near each visit that one technician could serve with it, itself
    first"""
    sets = {id(numbers): frozenset(numbers) for numbers in model.eligible}
    together = {(a, b): not sets[a].isdisjoint(sets[b]) for a in sets for b in sets}
    who = list(map(id, model.eligible))
    near = []
    for visit, others in enumerate(neighbours):
        mine = who[visit]
        fitting = (other for other in others if together[mine, who[other]])
        near.append(list(islice(fitting, NEAR)))
    return near
