"""Which of many changes of a plan can be made at once."""

from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """Visit `event` shall take the time of `resources` from `start` to `stop`, buffers included."""

    event: Hashable
    resources: tuple
    start: object
    stop: object


def find_refused(moves, bookings, leaving=()):
    """
    Visits may swap: what moves away makes room. Who cannot move stays, and is in the way of
    others perhaps; so it goes on until nobody else has to stay.

    :param moves: :class:`Move`, each of another event
    :param bookings: tuples of resource, event (None: of no visit), start, stop, as they are now
    :param leaving: events that give their time back whatever happens
    :return: dict of the events that cannot move to the event in their way (None: none)

    >>> bookings = [("Anna", 1, 9, 10), ("Anna", 2, 10, 11), ("Bert", 3, 9, 10)]
    >>> swap = [Move(1, ("Anna",), 10, 11), Move(2, ("Anna",), 9, 10)]
    >>> find_refused(swap, bookings)
    {}
    >>> find_refused([*swap, Move(4, ("Anna",), 10, 12)], bookings)
    {4: 1}
    >>> find_refused([Move(1, ("Anna",), 10, 11), Move(2, ("Bert",), 9, 10)], bookings)
    {2: 3, 1: 2}
    """
    refused = {}
    while True:
        going = [move for move in moves if move.event not in refused]
        gone = {*leaving, *(move.event for move in going)}
        taken = {}
        for resource, event, start, stop in bookings:
            if event is None or event not in gone:
                taken.setdefault(resource, []).append((start, stop, event))
        found = {}
        for move in going:
            other = _find_obstacle(move, taken)
            if other is not None:
                found[move.event] = other[2]
                continue
            for resource in move.resources:
                taken.setdefault(resource, []).append((move.start, move.stop, move.event))
        if not found:
            return refused
        refused |= found


def _find_obstacle(move, taken):
    for resource in move.resources:
        for other in taken.get(resource, ()):
            if move.start < other[1] and other[0] < move.stop:
                return other
    return None
