"""What a customer has been told about a visit, in one value that can be compared."""

from datetime import date, datetime
from typing import NamedTuple


class Promise(NamedTuple):
    """What a customer relies on; who comes is not part of it."""

    status: str  # standing, postponed (no time any more) or cancelled
    awaiting: str | bool
    start: datetime | date  # of the window, if one was promised; naive UTC, dates when all day
    stop: datetime | date

    @property
    def is_standing(self):
        return self.status == "standing"

    def is_ahead(self, now):
        """:param datetime now: naive UTC
        :return: whether it is not over yet"""
        is_moment = isinstance(self.stop, datetime)
        return self.stop > now if is_moment else bool(self.stop) and self.stop >= now.date()
