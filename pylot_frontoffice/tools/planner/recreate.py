"""Recreate: put visits back one by one, each where it costs least.

In which order they come is drawn from several sensible orders. Now and then ("blink") a tour is
overlooked, so that the same ruins are not always built up the same way.
"""

from math import log

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
    """

    def __init__(self, model, random):
        self.model, self.random = model, random
        self.blink = self._draw_blink()

    def build(self, tours, pool, get_private, most):
        """
        :param tours: list of tours, changed in place
        :param pool: visits to insert, in this order
        :param get_private: function of a tour's number; the tour there may be changed afterwards
        :param most: what it may cost; when it gets dearer, the rest is not tried
        :return: what it costs, and the visits for which there is no place that is worth it
        """
        loss, left, spent = self.model.loss, [], 0
        numbers_of = self.model.eligible
        if self.model.has_twins:
            numbers_of = Unlike(tours, numbers_of)
        blink = self.blink
        for visit in pool:
            numbers = numbers_of[visit]
            while blink < len(numbers):
                numbers = numbers[:blink] + numbers[blink + 1 :]
                blink += self._draw_blink()
            blink -= len(numbers)
            best, chosen = loss[visit], None
            for number in numbers:
                cost = tours[number].found.get(visit)
                if cost is None:
                    cost = tours[number].find(visit)
                if cost < best:
                    best, chosen = cost, number
            spent += best
            if spent > most:
                break
            if chosen is None:
                left.append(visit)
                continue
            tour, gap = tours[chosen], tours[chosen].gap_of[visit]
            if len(tour.nodes) == 2 and self.model.has_twins:
                numbers_of.clear()
            get_private(chosen).insert(visit, gap)
        self.blink = blink
        return spent, left

    def _draw_blink(self):
        """:return: tours until the next one is overlooked"""
        return int(log(1 - self.random()) / log(1 - BLINK_RATE))


class Unlike(dict):
    """The tours to try for a visit; of those that are empty and alike only one."""

    def __init__(self, tours, eligible):
        self.tours, self.eligible = tours, eligible
        self.filtered = {}

    def __missing__(self, visit):
        numbers = self.eligible[visit]
        same = id(numbers)  # many visits have the very same list
        if same not in self.filtered:
            self.filtered[same] = self._filter(numbers)
        self[visit] = self.filtered[same]
        return self[visit]

    def clear(self):
        super().clear()
        self.filtered.clear()

    def _filter(self, numbers):
        tours, kinds, kept = self.tours, set(), []
        for number in numbers:
            tour = tours[number]
            if len(tour.nodes) == 2:
                if tour.shift.kind in kinds:
                    continue
                kinds.add(tour.shift.kind)
            kept.append(number)
        return kept
