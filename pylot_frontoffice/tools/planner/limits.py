"""How much of what is limited each day a plan has used up.

Limits hold for several technicians together, so no tour knows of them: whoever puts a visit into a
tour asks here first, and notes what was put there.
"""


class Limits:
    """
    :param model: :class:`Model`

    What is used is a dict of the keys of ``Problem.limits`` to seconds.
    """

    def __init__(self, model):
        problem = model.problem
        self.most = problem.limits
        groups = {group for group, _day in self.most}
        self.group_of = [each.group if each.group in groups else None for each in problem.visits]
        self.days = [shift.day for shift in problem.shifts]
        self.occupied = model.occupied
        # most problems have none, and pay for none
        self.is_needed = any(group is not None for group in self.group_of)

    def is_limited(self, visit):
        return self.group_of[visit] is not None

    def count(self, tours):
        used = dict.fromkeys(self.most, 0)
        for tour in tours:
            self.add(used, tour.shift.number, tour.visits)
        return used

    def add(self, used, number, visits):
        """Visits were put into the tour of this number."""
        for visit in visits:
            key = self._get_key(visit, number)
            if key in used:
                used[key] += self.occupied[visit]

    def take(self, used, number, visits):
        """Visits were taken out of the tour of this number."""
        for visit in visits:
            key = self._get_key(visit, number)
            if key in used:
                used[key] -= self.occupied[visit]

    def has_room(self, used, visit, number, instead=None):
        """:param instead: a visit of the same tour that would have to go"""
        key = self._get_key(visit, number)
        if key not in self.most:
            return True
        more = self.occupied[visit]
        if instead is not None and self._get_key(instead, number) == key:
            more -= self.occupied[instead]
        return used[key] + more <= self.most[key]

    def _get_key(self, visit, number):
        return self.group_of[visit], self.days[number]
