"""When a business may be heard: messages that nobody waits for are not sent at night, at weekends
and on holidays. All moments are naive UTC, all hours on the clock of the business.

>>> hours = SendingHours("Europe/Berlin", 8, 20, is_holiday=lambda day: day == date(2026, 12, 25))
>>> hours.get_next(datetime(2026, 12, 24, 22))  # Thursday night; Friday is a holiday
datetime.datetime(2026, 12, 28, 7, 0)
>>> hours.get_last(datetime(2026, 12, 26, 12))
datetime.datetime(2026, 12, 24, 19, 0)
"""

from datetime import date, datetime, timedelta

from .wall_time import day_to_utc, to_day, to_local, to_utc

DAY = timedelta(days=1)
SATURDAY = 5
# Looked through for an open day. Longer holidays are mistakes, and would silence a business.
FARTHEST = 60


class SendingHours:
    """:param str tz: name of the zone of the business
    :param float first: hour from which on messages are sent
    :param float last: hour until which they are
    :param bool weekends: whether they are sent on Saturdays and Sundays, too
    :param is_holiday: callable, date -> bool
    """

    def __init__(self, tz, first, last, weekends=False, is_holiday=lambda day: False):
        self.tz, self.first, self.last = tz, first, last
        self.weekends, self.is_holiday = weekends, is_holiday

    def is_working_day(self, day: date):
        """:return: whether business is done on this day"""
        return (self.weekends or day.weekday() < SATURDAY) and not self.is_holiday(day)

    def is_open(self, moment: datetime):
        """:return: whether a message may be sent at this moment"""
        return self.get_next(moment) == moment

    def get_next(self, moment: datetime):
        """:return: the earliest open moment that is not before ``moment``"""
        day = to_day(moment, self.tz)
        for number in range(FARTHEST):
            begin, end = self._get_span(day + DAY * number)
            if begin < end and moment < end:
                return max(moment, begin)
        return moment

    def get_last(self, moment: datetime):
        """:return: the latest open moment that is not after ``moment``, so that a reminder is
        early rather than too late"""
        day = to_day(moment, self.tz)
        for number in range(FARTHEST):
            begin, end = self._get_span(day - DAY * number)
            if begin < end and moment >= begin:
                return min(moment, end)
        return moment

    def add_working_days(self, moment: datetime, count: int):
        """:param int count: may be negative
        :return: the same time on the clock, so many working days later; on the first working day
            after it, when ``count`` is 0"""
        day, step = to_day(moment, self.tz), DAY if count >= 0 else -DAY
        left = abs(count)
        for _number in range(FARTHEST + 7 * left):
            if self.is_working_day(day) and not left:
                break
            day += step
            left -= bool(left and self.is_working_day(day))
        return moment + _get_shift(moment, day, self.tz)

    def _get_span(self, day):
        if not self.is_working_day(day):
            return datetime.max, datetime.min
        return tuple(day_to_utc(day, hour, self.tz) for hour in (self.first, self.last))


def _get_shift(moment, day, tz):
    """:return: what leads from ``moment`` to the same time on the clock of another day"""
    local = to_local(moment, tz)
    return to_utc(datetime.combine(day, local.time()), tz) - moment
