"""Which base rate held on which days of a debt, and what has grown on each of these lines.

What callers need is in ``late_interest.py``.
"""

from bisect import bisect_right
from calendar import isleap
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from .money import read_amount, read_number, to_decimal
from .warranty import add_months

# § 247 (1) BGB, Art. 3 (3) Directive 2011/7/EU: a base rate holds for half a year.
RATE_MONTHS = 6
# No law says how long a year is. Calendar days over the days of that calendar year never claim too
# much; 365 claims a little more in leap years; 360 and months of 30 days are Swiss practice.
YEAR_BASES = ("act/act", "act/365", "act/360", "30/360")


class Segment(NamedTuple):
    """A line of the arithmetic: ``principal * rate / 100 * days / year_days = amount``."""

    first_day: date
    last_day: date
    days: int
    principal: Decimal
    base_rate: Decimal
    rate: Decimal  # base rate and points, never below 0
    year_days: int
    amount: Decimal  # rounded so that the lines come to the rounded total
    exact: Fraction
    is_rate_missing: bool  # no base rate is known for these days; the last known one was used


def split_interest(principal, first_day, last_day, points, base_rates, year_basis="act/act"):
    """:return: list of :class:`Segment` whose amounts are not rounded yet; see
    :func:`interest_segments` for the parameters"""
    principal, points = read_amount(principal), read_number(points)
    if year_basis not in YEAR_BASES:
        raise ValueError(f"unknown basis of the year: {year_basis!r}")
    rates = _read_rates(base_rates)
    if read_day(first_day) < rates[0][0]:
        raise ValueError(f"no base rate is known for {first_day}")
    if read_day(last_day) < first_day:
        return []
    starts = [valid_from for valid_from, _percent in rates]
    ends = [_get_end(valid_from) for valid_from in starts]
    cuts = {first_day, *(day for day in (*starts, *ends) if first_day < day <= last_day)}
    if year_basis == "act/act":
        cuts.update(date(year, 1, 1) for year in range(first_day.year + 1, last_day.year + 1))
    borders = [*sorted(day.toordinal() for day in cuts), last_day.toordinal() + 1]
    parts = []
    for begin, end in pairwise(borders):
        first, last = date.fromordinal(begin), date.fromordinal(end - 1)
        index = bisect_right(starts, first) - 1
        base = rates[index][1]
        rate = max(base + points, Decimal(0))
        days, year_days = _count(first, last, year_basis)
        exact = Fraction(principal) * Fraction(rate) * days / (100 * year_days)
        amount, is_missing = to_decimal(exact), first >= ends[index]
        parts.append(
            Segment(first, last, days, principal, base, rate, year_days, amount, exact, is_missing)
        )
    return parts


def read_day(day):
    """:return: ``day``, when it is one: a moment is a date for Python, but cannot be compared with
    one"""
    if not isinstance(day, date) or isinstance(day, datetime):
        raise ValueError(f"not a day: {day!r}")
    return day


def _read_rates(base_rates):
    """:return: non-empty list of (date, Decimal) in the order of time"""
    rates = {}
    for valid_from, percent in base_rates:
        number = read_number(percent)
        if rates.setdefault(read_day(valid_from), number) != number:
            raise ValueError(f"there are two base rates from {valid_from}")
    if not rates:
        raise ValueError("no base rate is given")
    return sorted(rates.items())


def _get_end(valid_from):
    """:return: date, the first one for which the rate is not known to hold any more"""
    return date.max if valid_from == date.min else add_months(valid_from, RATE_MONTHS)


def _count(first, last, basis):
    """:return: (days that count, days of the year)"""
    days = (last - first).days + 1
    if basis == "act/act":
        return days, 366 if isleap(first.year) else 365
    if basis == "30/360":
        return _count_commercial(last) - _count_commercial(first - timedelta(days=1)), 360
    return days, 365 if basis == "act/365" else 360


def _count_commercial(day):
    """Days since the beginning of time when each month has 30; the 31st is none."""
    return day.year * 360 + day.month * 30 + min(day.day, 30)
