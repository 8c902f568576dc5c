"""What is asked of the availability engine, in one value that cannot change on the way."""

from dataclasses import dataclass
from datetime import datetime, timedelta

EPOCH = datetime(1970, 1, 1)
RULES = ("area", "travel", "capacity")


@dataclass(frozen=True)
class SlotRequest:
    """Moments are UTC without a time zone; lengths are :class:`~datetime.timedelta`.

    A visit may begin from ``first_start`` to ``last_start``, both included, and must lie inside
    ``[start, stop)``. The two limits are apart because notice and horizon speak about when a
    visit begins, and a window speaks about all of it.
    """

    resource_ids: tuple[int, ...]
    start: datetime
    stop: datetime
    now: datetime
    duration: timedelta = timedelta(hours=1)
    buffer_before: timedelta = timedelta()
    buffer_after: timedelta = timedelta()
    first_start: datetime = datetime.min
    last_start: datetime = datetime.max
    # Zero: any minute will do.
    grid: timedelta = timedelta()
    crew_size: int = 1
    # Its skills are required; None: none are.
    appointment_type_id: int | None = None
    # Of resources that have none themselves.
    company_id: int | None = None
    # A visit that is being moved, a hold that becomes a booking: not in their own way.
    ignore_event_ids: tuple[int, ...] = ()
    ignore_booking_ids: tuple[int, ...] = ()
    # One of them has to be free as well; None: none is needed.
    equipment_ids: tuple[int, ...] | None = None
    # What is ruled out besides: resource id, start, stop (seconds since ``EPOCH``; None: without
    # end) and one of ``RULES``.
    refused: tuple[tuple[int, int | None, int | None, str], ...] = ()
    limit: int | None = None

    @property
    def all_ids(self):
        """People and equipment."""
        return (*self.resource_ids, *(self.equipment_ids or ()))

    def get_start_range(self):
        """:return: first and last moment a visit of ``duration`` may begin, both included; the
        last one is before the first when there is none"""
        return (
            max(self.start, self.first_start),
            min(self.stop - self.duration, self.last_start),
        )

    def get_start_refusals(self, start):
        """:return: why a visit must not begin at ``start``, as far as only the clock is asked"""
        if start < self.now:
            return ["past"]
        if start < self.first_start:
            return ["notice"]
        if start > self.last_start:
            return ["horizon"]
        return []
