"""The schedule of a loan, instalment by instalment. Computed in whole coins, so nothing is lost."""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

from .input_error import InputError
from .loan_input import read_count, read_money, read_positive, read_rate
from .money import CENT, round_half_up

GRACE_KINDS = ("interest_only", "capitalised")


class Row(NamedTuple):
    """One period. ``repayment`` is negative where interest is added to what is owed."""

    number: int
    instalment: Decimal
    interest: Decimal
    repayment: Decimal
    balance: Decimal


def schedule(
    principal,
    annual_rate,
    periods,
    periods_per_year=12,
    balloon=0,
    grace=0,
    grace_kind="interest_only",
    fee=0,
    unit=CENT,
):
    """
    :param principal: what is lent, more than 0
    :param annual_rate: nominal, percent a year, not negative
    :param int periods: of the whole loan, grace included
    :param balloon: is paid with the last instalment and contained in it
    :param int grace: so many periods at first in which nothing is repaid; the interest is paid
        (``interest_only``) or added to what is owed (``capitalised``)
    :param fee: is lent, too
    :return: list of :class:`Row`; all repayments come to ``principal`` and ``fee``, the last
        balance is 0, and no instalment is negative
    :raise InputError: when this is no loan

    >>> rows = schedule(1000, 0, 3)
    >>> [str(row.instalment) for row in rows]
    ['333.33', '333.33', '333.34']
    >>> for row in schedule(1200, 12, 4, grace=1): print(*row)
    1 12.00 12.00 0.00 1200.00
    2 408.03 12.00 396.03 803.97
    3 408.03 8.04 399.99 403.98
    4 408.02 4.04 403.98 0.00
    >>> str(schedule(10000, "3.88", 84)[-1].instalment)
    '135.74'
    """
    coins = read_positive("principal", principal, unit) + read_money("fee", fee, unit)
    left = read_money("balloon", balloon, unit)
    if left > coins:
        raise InputError("balloon_too_large", balloon=balloon, principal=principal)
    periods, grace = read_count("periods", periods), read_count("grace", grace, lowest=0)
    if grace >= periods:
        raise InputError("grace_too_long", grace=grace, periods=periods)
    if grace_kind not in GRACE_KINDS:
        raise ValueError(f"unknown kind of grace: {grace_kind}")
    per_year = read_count("periods_per_year", periods_per_year, highest=366)
    rate = Fraction(read_rate(annual_rate)) / 100 / per_year
    rows = []
    for number in range(1, grace + 1):
        interest = _interest(coins, rate)
        instalment = interest if grace_kind == "interest_only" else 0
        coins += interest - instalment
        rows.append(_make_row(unit, number, instalment, interest, coins))
    regular = exact_payment(coins, rate, periods - grace, left)
    for number in range(grace + 1, periods + 1):
        interest = _interest(coins, rate)
        if number == periods:
            instalment = coins + interest
        else:
            instalment = min(regular, coins - left + interest)
        coins += interest - instalment
        rows.append(_make_row(unit, number, instalment, interest, coins))
    return rows


def exact_payment(coins, rate, periods, balloon=0):
    """
    :param int coins: owed now
    :param Fraction rate: of one period; 0.01 is one percent
    :param int balloon: coins owed after the last instalment, no more than ``coins``
    :return: int, coins rounded half up; never less than the interest on ``coins``

    >>> exact_payment(1000000, Fraction(388, 120000), 84)
    13614
    """
    if not rate:
        return int(round_half_up(Fraction(coins - balloon, periods), 1))
    with localcontext() as context:
        context.prec = 60
        step = Decimal(rate.numerator) / rate.denominator
        grown = (1 + step) ** periods
        exact = (coins * grown - balloon) * step / (grown - 1)
        # Digits that are only noise must not decide about half a coin.
        exact = exact.quantize(Decimal("1e-20"))
    return int(round_half_up(exact, 1))


def _interest(coins, rate):
    return (2 * coins * rate.numerator + rate.denominator) // (2 * rate.denominator)


def _make_row(unit, number, instalment, interest, balance):
    repayment = instalment - interest
    return Row(number, *(each * unit for each in (instalment, interest, repayment, balance)))
