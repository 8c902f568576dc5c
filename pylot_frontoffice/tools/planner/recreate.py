"""Recreate: put visits back one by one, each where it costs least.

In which order they come is drawn from several sensible orders. Now and then ("blink") a tour is
overlooked, so that the same ruins are not always built up the same way.
"""

from math import log

# How often a tour is overlooked.
BLINK_RATE = 0.01


class Orders:
    """Keys to sort visits by, of which :meth:`draw` takes one."""

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


def recreate(model, tours, pool, changed, random, make_private):
    """
    :param tours: list of tours, changed in place
    :param pool: visits to insert, in this order
    :param changed: numbers of the tours that belong to this iteration already
    :param make_private: function of a tour's number that adds it to `changed`
    :return: list of the visits for which there is no place that is worth it
    """
    eligible, loss = model.eligible, model.loss
    left = []
    blink = int(log(random()) / log(1 - BLINK_RATE))
    for visit in pool:
        best, cheapest = loss[visit], None
        empty = set()
        for number in eligible[visit]:
            tour = tours[number]
            if len(tour.nodes) == 2:
                kind = tour.shift.kind
                if kind in empty:
                    continue
                empty.add(kind)
            if not blink:
                blink = int(log(random()) / log(1 - BLINK_RATE))
                continue
            blink -= 1
            found = tour.found
            place = found[visit] if visit in found else tour.find(visit)
            if place is not None and place[0] < best:
                best, cheapest = place[0], number
                gap = place[1]
        if cheapest is None:
            left.append(visit)
            continue
        if cheapest not in changed:
            make_private(cheapest)
        tours[cheapest].insert(visit, gap)
    return left
