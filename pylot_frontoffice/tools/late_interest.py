"""Interest for late payment: simple interest on money that is owed, at points above a base rate.

Days are :class:`datetime.date`, in the time zone of whoever states the claim; both the first and
the last day bear interest (§ 187 (1), § 188 BGB: the first is the day after the one on which
payment was due). Rates are percent a year. Money is exact until it is rounded once, at the end.
Every function raises ValueError for what cannot be a claim.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from .interest_split import split_interest
from .money import CENT, round_claim

# What to give as base rates when the law or a contract names the whole rate in points. An entry
# from the first of all days is no base rate that could run out.
FIXED_RATE = ((date.min, Decimal(0)),)


def late_interest(
    principal, first_day, last_day, points, base_rates, year_basis="act/act", unit=CENT
):
    """What has grown from ``first_day`` to ``last_day``, both included; 0 when that is no day.

    :param principal: what is owed, taxes included; not negative
    :param points: percentage points above the base rate; see :data:`FIXED_RATE` for a fixed rate
    :param base_rates: list of ``(valid_from, percent)``; percent may be negative. What base rate
        and points come to is never less than 0: nobody is paid for being late.
    :param str year_basis: ``act/act``, ``act/365``, ``act/360`` or ``30/360``
    :param unit: smallest coin of the currency; half of one is not claimed; None: not rounded
    :return: Decimal
    :raise ValueError: when a number is none, the basis is unknown, no base rate is given, or the
        first day lies before the first of them

    >>> rates = [(date(2025, 1, 1), Decimal("2.27")), (date(2025, 7, 1), Decimal("1.27"))]
    >>> late_interest(10000, date(2025, 6, 1), date(2025, 7, 31), 9, rates)
    Decimal('179.85')
    >>> late_interest(15000, date(2003, 11, 19), date(2004, 3, 18), 5, FIXED_RATE)
    Decimal('248.19')
    >>> late_interest(15000, date(2003, 11, 19), date(2004, 3, 18), 5, FIXED_RATE, "act/365")
    Decimal('248.63')
    >>> late_interest(1000, date(2025, 2, 2), date(2025, 2, 1), 9, rates)
    Decimal('0.00')
    >>> late_interest(1000, date(2024, 12, 31), date(2025, 2, 1), 9, rates)
    Traceback (most recent call last):
    ValueError: no base rate is known for 2024-12-31
    """
    parts = split_interest(principal, first_day, last_day, points, base_rates, year_basis)
    return round_claim(sum((part.exact for part in parts), Fraction(0)), unit)


def interest_segments(
    principal, first_day, last_day, points, base_rates, year_basis="act/act", unit=CENT
):
    """The arithmetic of :func:`late_interest`, to be shown: a line for every half-year, and with
    ``act/act`` for every year.

    :return: list of :class:`~.interest_split.Segment` in the order of time. Their amounts come to
        :func:`late_interest`; a line may therefore show a coin more or less than its own product.

    >>> rates = [(date(2026, 1, 1), Decimal("1.27")), (date(2026, 7, 1), Decimal("1.52"))]
    >>> for line in interest_segments(690, date(2026, 6, 16), date(2027, 1, 1), 9, rates):
    ...     print(line.first_day, line.days, line.rate, line.amount, line.is_rate_missing)
    2026-06-16 15 10.27 2.91 False
    2026-07-01 184 10.52 36.59 False
    2027-01-01 1 10.52 0.20 True
    """
    parts = split_interest(principal, first_day, last_day, points, base_rates, year_basis)
    return share_rounding(parts, unit)


def share_rounding(parts, unit=CENT):
    """:return: list of :class:`~.interest_split.Segment` with amounts in whole coins; those of the
    first lines come to the rounded sum of these lines, however many they are"""
    total, before, lines = Fraction(0), Decimal(0), []
    for part in parts:
        total += part.exact
        after = round_claim(total, unit)
        lines.append(part._replace(amount=after - before))
        before = after
    return lines
