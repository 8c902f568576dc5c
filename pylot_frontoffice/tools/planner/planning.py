"""What is asked of the planner and what somebody has to know to make a proposal of the answer."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from .plan import Plan
from .problem import Problem
from .travel_matrix import TravelMatrix


@dataclass(frozen=True)
class Planning:
    """
    `problem`: what is asked. `current`: where the visits are now, as orders; what has no time yet
    is in no order. `ways`: the travel times as they were estimated, for figures; those of the
    problem are rounded up so that visits begin at tidy times. `movable`: ids of the visits that
    may get another technician or time. `refused`: for each visit that is not asked about, the code
    of the reason. `crews`: for each visit of several people whose time was found beforehand, the
    begin and the ids of who and what comes, the lead first. `slots`: technician, begin and end of
    what has a time and one technician. `notes`: sentences for the reader.
    """

    problem: Problem
    current: Plan
    ways: TravelMatrix
    movable: frozenset = frozenset()
    refused: dict[Hashable, str] = field(default_factory=dict)
    crews: dict[Hashable, tuple] = field(default_factory=dict)
    slots: dict[Hashable, tuple] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def measure(self, plan: Plan) -> tuple[int, int]:
        """
        :return: seconds and metres of driving in this plan, from home and back, whether it keeps
            its times or not
        """
        seconds = metres = 0
        for number, ids in plan.orders().items():
            shift = self.problem.shifts[number]
            place = shift.start_place
            stops = [self.problem.by_id[visit_id].place for visit_id in ids]
            for stop in [*stops, shift.end_place]:
                seconds += self.ways.seconds[place][stop]
                metres += self.ways.metres[place][stop] if self.ways.metres else 0
                place = stop
        return seconds, metres


def round_up(travel: TravelMatrix, step: int) -> TravelMatrix:
    """
    The same ways in multiples of `step` seconds.

    >>> round_up(TravelMatrix([[0, 301], [299, 0]]), 300).seconds
    [[0, 600], [300, 0]]
    """
    seconds = [[-(-cell // step) * step for cell in row] for row in travel.seconds]
    return TravelMatrix(seconds, travel.metres)
