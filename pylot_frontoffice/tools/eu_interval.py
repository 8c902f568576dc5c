"""Time between a drawdown and a payment, in years, as the effective annual rate counts it.

Directive 2008/48/EC, annex I, remark (c), and the Commission's guidelines SWD(2012) 128, 4.1.1.
"""

from calendar import monthrange
from datetime import date, datetime, timedelta
from fractions import Fraction

from .input_error import InputError
from .money import read_number

PERIODS = ("month", "year", "week")


def eu_interval(start, end, period="month"):
    """Whole periods, counted backwards from ``end``, and what days remain before them, as a part
    of the year that ends with the last of these days. Whole months are never expressed in days.

    :param date start: of the first drawdown
    :param date end: of the payment; before ``start`` the interval is negative
    :param str period: month (a twelfth of a year), year or week (a fifty-second), as the payments
        go
    :return: Fraction of years

    >>> eu_interval(date(2026, 2, 1), date(2026, 3, 1))
    Fraction(1, 12)
    >>> eu_interval(date(2026, 3, 1), date(2026, 2, 1))
    Fraction(-1, 12)
    >>> eu_interval(date(2012, 1, 12), date(2012, 2, 15)) == Fraction(1, 12) + Fraction(3, 365)
    True
    >>> eu_interval(date(2013, 1, 12), date(2013, 2, 15)) == Fraction(1, 12) + Fraction(3, 366)
    True
    >>> eu_interval(date(2024, 12, 31), date(2025, 2, 28))
    Fraction(1, 6)
    """
    for day in (start, end):
        if not isinstance(day, date) or isinstance(day, datetime):
            raise ValueError(f"not a date: {day!r}")
    if period not in PERIODS:
        raise ValueError(f"unknown period: {period}")
    if end < start:
        return -eu_interval(end, start, period)
    if period == "week":
        weeks, days = divmod((end - start).days, 7)
        return Fraction(weeks, 52) + _days(days, start + timedelta(days))
    months = _whole_months(start, end)
    if period == "year":
        months -= months % 12
    last = end if not months else _back(end, months)
    return Fraction(months, 12) + _days(max((last - start).days, 0), last)


def dated_flows(entries, period="month"):
    """
    :param entries: list of ``(date, amount)``, drawdowns positive, payments negative
    :return: the same with intervals from the first drawdown, for
        :func:`~.effective_rate.effective_rate`
    :raise InputError: when nothing is drawn down

    >>> dated_flows([(date(2026, 2, 1), 1000), (date(2026, 3, 1), -1050)])
    [(Fraction(0, 1), Decimal('1000')), (Fraction(1, 12), Decimal('-1050'))]
    """
    entries = [(day, read_number(amount)) for day, amount in entries]
    drawdowns = [day for day, amount in entries if amount > 0]
    if not drawdowns:
        raise InputError("one_sided")
    first = min(drawdowns)
    return [(eu_interval(first, day, period), amount) for day, amount in entries]


def _whole_months(start, end):
    """:return: int. A loan of the 31st is due on the last day of a shorter month, so from there it
    is whole months, too."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if _is_last(end) and start.day > end.day:
        return months
    return months - 1 if months and _back(end, months) < start else months


def _is_last(day):
    return day.day == monthrange(day.year, day.month)[1]


def _back(day, months):
    """:return: date so many months earlier, the last of a month that has no such day"""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _days(count, last):
    """:return: Fraction; ``last`` is the day behind the last of ``count`` days"""
    if not count:
        return Fraction(0)
    return Fraction(count, (last - _back(last, 12)).days if last.year > 1 else 365)
