"""What a discount for early payment (Skonto) is worth as interest on the time that is given up."""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

from .input_error import InputError
from .loan_input import read, read_count
from .money import to_decimal


class DiscountRate(NamedTuple):
    """Percent a year, not rounded.

    ``rule``: the rule of thumb, discount by time; ``simple``: the discount as interest on what
    would be paid early, which is the money that is lent; ``compound``: the same with interest on
    interest, comparable to the effective annual rate of a loan.
    """

    rule: Decimal
    simple: Decimal
    compound: Decimal


def discount_rate(percent, discount_days, net_days, year_days=360):
    """
    :param percent: taken off for payment within ``discount_days``; from 0 to below 100
    :param int net_days: when the whole amount is due, from the same day
    :param int year_days: days of a year; merchants count 360
    :return: :class:`DiscountRate`
    :raise InputError: when the numbers cannot be those of a discount

    >>> worth = discount_rate(3, 10, 30)
    >>> [round(each, 2) for each in worth]
    [Decimal('54.00'), Decimal('55.67'), Decimal('73.02')]
    >>> discount_rate(3, 30, 30)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    InputError: the discount must end before payment is due
    """
    percent = read("discount", percent)
    if percent < 0:
        raise InputError("negative", name="discount", value=percent)
    if percent >= 100:
        raise InputError("whole_price", name="discount", value=percent)
    first = read_count("discount_days", discount_days, lowest=0, highest=3660)
    last = read_count("net_days", net_days, lowest=0, highest=3660)
    if first >= last:
        raise InputError("discount_too_late")
    year = read_count("year_days", year_days, highest=366)
    cost, times = Fraction(percent), Fraction(year, last - first)
    paid = 1 - cost / 100
    with localcontext() as context:
        context.prec = 50
        compound = (1 / to_decimal(paid)) ** to_decimal(times) * 100 - 100
    return DiscountRate(to_decimal(cost * times), to_decimal(cost / paid * times), +compound)
