"""Ruin and recreate with simulated annealing: a better plan, iteration by iteration.

The same seed and number of iterations give the same plan. With a time limit, how far the search
comes depends on the machine.
"""

from math import log
from random import Random

from .limits import Limits
from .recreate import Orders, Recreate
from .ruin import get_strings
from .tours import make_tour

# Temperatures, in mean ways between neighbours of a tour.
HOT = 2.0
COLD = 0.01
# Visits not served that are tried again in an iteration.
RETRIED = 6
# Every how many iterations one looks at the clock.
PULSE = 64


class Search:
    """
    :param model: :class:`Model`
    :param seed: number
    """

    def __init__(self, model, seed=0):
        self.model = model
        self.random = Random(seed).random
        self.tours = [make_tour(model, shift) for shift in model.shifts]
        self.tour_of = [-1] * model.size
        self.absent = [visit for visit in range(model.size) if model.eligible[visit]]
        self.cost = sum(tour.cost for tour in self.tours) + sum(model.loss)
        self.orders = Orders(model, self.random)
        self._set_neighbours()
        self.limits = Limits(model)
        self.used = self.limits.count(self.tours) if self.limits.is_needed else None
        self.recreate = Recreate(model, self.random, self.neighbours, self.limits)
        self.recreate.set_spare(self.tours)
        self.iterations = 0
        self._keep()

    def _set_neighbours(self):
        out, visits = self.model.out, range(self.model.size)
        self.neighbours = [sorted(visits, key=out[visit].__getitem__) for visit in visits]

    def _keep(self):
        self.best, self.best_cost = self.tours[:], self.cost

    def get_orders(self):
        """:return: dict of shift's number to the ids of its visits, of the best plan"""
        visits = self.model.problem.visits
        return {
            tour.shift.number: tuple(visits[node].id for node in tour.visits)
            for tour in self.best
            if tour.visits
        }

    # === BUILD ===

    def adopt(self, plan):
        """Begin with the orders of a plan, without what is not allowed."""
        served = set()
        for number, ids in plan.orders().items():
            if not 0 <= number < len(self.tours):
                continue
            tour = self.tours[number]
            for visit in map(self.model.index.get, ids):
                if visit is not None and visit not in served and tour.shift.facts[visit]:
                    longer = make_tour(self.model, tour.shift, [*tour.visits, visit])
                    if longer.is_allowed and self._has_room(visit, number):
                        tour = longer
                        served.add(visit)
            self._replace(number, tour)

    def _has_room(self, visit, number):
        """Whether the limits of the day allow it; then it is noted."""
        if self.used is None:
            return True
        if not self.limits.has_room(self.used, visit, number):
            return False
        self.limits.add(self.used, number, (visit,))
        return True

    def construct(self):
        """Greedy insertion of all that is not served yet: scarce and big losses first."""
        eligible, loss = self.model.eligible, self.model.loss
        pool = sorted(self.absent, key=lambda visit: (-loss[visit], len(eligible[visit]), visit))
        self._try({}, pool, 0, everywhere=True)

    def _replace(self, number, tour):
        self.cost += tour.cost - self.tours[number].cost
        self.cost -= sum(self.model.loss[visit] for visit in tour.visits)
        self.tours[number] = tour
        self.recreate.set_spare(self.tours)
        for visit in tour.visits:
            self.tour_of[visit] = number
        self.absent = [visit for visit in self.absent if self.tour_of[visit] < 0]
        self._keep()

    # === IMPROVE ===

    def improve(self, iterations=None, clock=None, seconds=None, progress=None):
        """
        :param iterations: budget of iterations, None: until the time is over
        :param clock: function that returns seconds
        :param seconds: limit on that clock, from now on
        :param progress: function of (share done, best cost); returns True to stop
        """
        began = clock() if clock else 0
        model, random = self.model, self.random
        way = max(1.0, self._get_driving() / max(1, sum(1 for n in self.tour_of if n >= 0)))
        hot, cold = HOT * way, COLD * way
        share, number = 0.0, 0
        while model.size and (iterations is None or number < iterations):
            if not number % PULSE:
                spent = (clock() - began) / seconds if seconds else 0.0
                share = number / iterations if iterations else spent
                if spent >= 1 or (progress and progress(share, self.best_cost)):
                    break
                temperature = hot * (cold / hot) ** share
                usual = self._get_usual_length()
            number += 1
            seed = int(random() * model.size)
            strings = get_strings(self.neighbours[seed], self.tours, self.tour_of, usual, random)
            pool = [visit for string in strings.values() for visit in sorted(string)]
            if self.absent:
                pool += self._draw_absent(seed)
            self.orders.sort(pool)
            self._try(strings, pool, -temperature * log(random() or 1e-300))
        self.iterations += number
        return self

    def _draw_absent(self, seed):
        """Some of the visits not served: half of them any, half of them near the ruins."""
        absent, random, tour_of = self.absent, self.random, self.tour_of
        if len(absent) <= RETRIED:
            return absent
        drawn = {absent[int(random() * len(absent))]: True for _ in range(RETRIED // 2)}
        for visit in self.neighbours[seed]:
            if tour_of[visit] < 0 and self.model.eligible[visit]:
                drawn[visit] = True
                if len(drawn) >= RETRIED:
                    break
        return list(drawn)

    def _get_driving(self):
        return sum(tour.travel for tour in self.tours)

    def _get_usual_length(self):
        lengths = [len(tour.nodes) - 2 for tour in self.tours if len(tour.nodes) > 2]
        return sum(lengths) / max(1, len(lengths))

    def _try(self, strings, pool, tolerance, everywhere=False):
        """Take the strings out and put the pool in. What comes of it stays when it does not
        cost more than before by more than the tolerance."""
        tours, tour_of, loss = self.tours, self.tour_of, self.model.loss
        old, allowed = {}, True
        used = None if self.used is None else dict(self.used)
        gain = sum(loss[visit] for visit in pool if tour_of[visit] < 0)
        for number, string in strings.items():
            tour = old[number] = tours[number]
            ruin = tours[number] = tour.without(string)
            gain += tour.cost - ruin.cost
            allowed = allowed and ruin.is_allowed
            if used is not None:
                self.limits.take(used, number, string)

        def get_private(number):
            if number not in old:
                old[number] = tours[number]
                tours[number] = tours[number].duplicate()
            return tours[number]

        most = gain + tolerance
        spent, left = self.recreate.build(
            tours, tour_of, pool, old, get_private, most, used, everywhere
        )
        if spent > most or not allowed:
            for number, tour in old.items():
                old[number], tours[number] = tours[number], tour
            self._note_spare(old)
            return
        self._note_spare(old)
        self.cost += spent - gain
        self.used = used
        for number in old:
            for visit in tours[number].nodes[1:-1]:
                tour_of[visit] = number
        for visit in left:
            tour_of[visit] = -1
        if left or self.absent:
            self.absent = [visit for visit in sorted({*self.absent, *pool}) if tour_of[visit] < 0]
        if self.cost < self.best_cost - 1e-6:
            self._keep()

    def _note_spare(self, old):
        """Some tours have changed, these are the other versions."""
        tours = self.tours
        if any(len(tour.nodes) == 2 or len(tours[n].nodes) == 2 for n, tour in old.items()):
            self.recreate.set_spare(tours)
