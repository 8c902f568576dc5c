"""How full a day is."""

from typing import NamedTuple


class DayLoad(NamedTuple):
    """One day of one technician, in minutes."""

    available: int = 0  # working hours without time off
    work: int = 0  # booked, buffers included
    travel: int = 0  # estimated, from home and back again

    @property
    def free(self):
        return self.available - self.work - self.travel
