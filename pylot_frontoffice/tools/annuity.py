"""Loans that are paid back in equal instalments at the end of each period.

Rates are percent a year, nominal: a month bears a twelfth of it (``periods_per_year``). Amounts are
Decimal, rounded half up to the ``unit`` of the currency; the last instalment takes what rounding
leaves. Anything that is no loan raises :class:`~.input_error.InputError`, a ValueError.
"""

from decimal import Decimal, localcontext
from fractions import Fraction

from .effective_rate import effective_rate, round_rate
from .input_error import InputError
from .loan_input import MAX_PERIODS, read_count, read_money, read_positive, read_rate
from .loan_schedule import exact_payment, schedule
from .money import CENT, round_half_up

__all__ = [
    "effective_rate",
    "loan_amount",
    "number_of_periods",
    "payment",
    "round_rate",
    "schedule",
]


def payment(principal, annual_rate, periods, periods_per_year=12, balloon=0, unit=CENT):
    """The regular instalment.

    :param principal: what is lent, more than 0
    :param annual_rate: nominal, percent, not negative
    :param int periods: number of instalments
    :param balloon: what is still owed, and paid with the last instalment
    :return: Decimal

    >>> payment(10000, "3.88", 84), payment(200000, 6, 240), payment(1000, 0, 3)
    (Decimal('136.14'), Decimal('1432.86'), Decimal('333.33'))
    >>> payment(20000, 5, 48, balloon=8000)
    Decimal('309.68')
    >>> payment(10000, -5, 84)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    InputError: rate: must not be negative: -5
    """
    coins = read_positive("principal", principal, unit)
    left = read_money("balloon", balloon, unit)
    if left > coins:
        raise InputError("balloon_too_large", balloon=balloon, principal=principal)
    rate = _period_rate(annual_rate, periods_per_year)
    return exact_payment(coins, rate, read_count("periods", periods), left) * unit


def loan_amount(instalment, annual_rate, periods, periods_per_year=12, balloon=0, unit=CENT):
    """What can be borrowed for an instalment; the reverse of :func:`payment`.

    >>> loan_amount("136.14", "3.88", 84)
    Decimal('10000.27')
    >>> loan_amount(100, 0, 12, balloon=500)
    Decimal('1700.00')
    """
    coins = read_positive("instalment", instalment, unit)
    left = read_money("balloon", balloon, unit)
    periods = read_count("periods", periods)
    rate = _period_rate(annual_rate, periods_per_year)
    if not rate:
        return (coins * periods + left) * unit
    with localcontext() as context:
        context.prec = 60
        step = Decimal(rate.numerator) / rate.denominator
        shrunk = (1 + step) ** -periods
        exact = (coins * (1 - shrunk) / step + left * shrunk).quantize(Decimal("1e-20"))
    return round_half_up(exact, 1) * unit


def number_of_periods(principal, annual_rate, instalment, periods_per_year=12, unit=CENT):
    """How long it takes: the smallest number of periods whose :func:`payment` is not higher.

    >>> number_of_periods(10000, "3.88", "136.14"), number_of_periods(1000, 0, 300)
    (84, 4)
    >>> number_of_periods(10000, 12, 100)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    InputError: an instalment of 100 does not even pay the interest
    """
    coins = read_positive("principal", principal, unit)
    limit = read_positive("instalment", instalment, unit)
    rate = _period_rate(annual_rate, periods_per_year)
    if limit <= coins * rate:
        raise InputError("below_interest", instalment=instalment)
    if exact_payment(coins, rate, MAX_PERIODS) > limit:
        raise InputError("instalment_too_small", instalment=instalment, limit=MAX_PERIODS)
    low, high = 1, MAX_PERIODS
    while low < high:
        middle = (low + high) // 2
        if exact_payment(coins, rate, middle) > limit:
            low = middle + 1
        else:
            high = middle
    return low


def _period_rate(annual_rate, periods_per_year):
    per_year = read_count("periods_per_year", periods_per_year, highest=366)
    return Fraction(read_rate(annual_rate)) / 100 / per_year
