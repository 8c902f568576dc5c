"""Seconds and metres between all places."""

from collections.abc import Callable, Hashable, Sequence

from ..travel import Place, travel_minutes


class TravelMatrix:
    """
    Whole seconds from each place to each other one, and metres where they are known.

    Need not be symmetric. Where the direct way is longer than one by another place, plans keep all
    rules nevertheless, but may be worse than they could be.

    >>> TravelMatrix.from_function([0, 3, 7], lambda a, b: 60 * abs(a - b)).seconds[1]
    [180, 0, 240]
    """

    def __init__(self, seconds: Sequence[Sequence[int]], metres=None):
        size = len(seconds)
        for matrix in filter(None, (seconds, metres)):
            if len(matrix) != size or any(len(row) != size for row in matrix):
                raise ValueError("a travel matrix is as wide as it is high")
            if any(cell < 0 or cell != int(cell) for row in matrix for cell in row):
                raise ValueError("ways are whole numbers and not negative")
        self.seconds = [[int(cell) for cell in row] for row in seconds]
        self.metres = metres and [[int(cell) for cell in row] for row in metres]

    @classmethod
    def from_function(cls, places: Sequence[Hashable], seconds: Callable, metres=None):
        """
        :param seconds: function of two places
        :param metres: function of two places, or None
        """

        def ways(function):
            return [[function(a, b) for b in places] for a in places]

        return cls(ways(seconds), metres and ways(metres))

    @classmethod
    def from_places(cls, places: Sequence[Place]):
        """
        Ways as :func:`travel_minutes` estimates them, the same in both directions. An unknown
        place is as far away as its default says, and no metres are counted.

        >>> hannover, nearby = Place(52.37, 9.73), Place(52.38, 9.74)
        >>> matrix = TravelMatrix.from_places([hannover, nearby, Place()])
        >>> matrix.seconds[0], matrix.metres[0]
        ([0, 600, 1500], [0, 1700, 0])
        """
        size = range(len(places))
        seconds, metres = ([[0] * len(places) for _ in size] for _ in range(2))
        for a in size:
            for b in range(a):
                way = travel_minutes(places[a], places[b])
                seconds[a][b] = seconds[b][a] = 60 * way.minutes
                metres[a][b] = metres[b][a] = round(1000 * (way.km or 0))
        return cls(seconds, metres)

    def __len__(self):
        return len(self.seconds)
