"""Numbers that are money: read without loss, kept exact, rounded once."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import ceil, floor

CENT = Decimal("0.01")


def read_number(value):
    """What was written, as Decimal: a float counts as the number it is shown as.

    :raise ValueError: when it is no finite number

    >>> read_number(0.1), read_number("1.27"), read_number(5)
    (Decimal('0.1'), Decimal('1.27'), Decimal('5'))
    >>> read_number("NaN")
    Traceback (most recent call last):
    ValueError: not a number: 'NaN'
    """
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise ValueError(f"not a number: {value!r}")
    return number


def read_amount(value):
    """:func:`read_number`, not negative

    >>> read_amount(-1)
    Traceback (most recent call last):
    ValueError: negative: -1
    """
    amount = read_number(value)
    if amount < 0:
        raise ValueError(f"negative: {value}")
    return amount


def to_decimal(exact):
    """:param Fraction exact: to be shown with the digits of a Decimal

    >>> to_decimal(Fraction(1, 8))
    Decimal('0.125')
    """
    return Decimal(exact.numerator) / exact.denominator


def round_claim(exact, unit=CENT):
    """Whole coins. Exactly half a coin is left to the debtor: nobody owes more than has grown.

    :param Fraction exact: not negative
    :param unit: smallest coin; None: not rounded
    :return: Decimal

    >>> round_claim(Fraction(126, 1000)), round_claim(Fraction(125, 1000))
    (Decimal('0.13'), Decimal('0.12'))
    >>> round_claim(Fraction(1, 3), None)
    Decimal('0.3333333333333333333333333333')
    """
    if unit is None:
        return to_decimal(exact)
    unit = read_number(unit)
    if unit <= 0:
        raise ValueError(f"no coin: {unit}")
    return ceil(exact / Fraction(unit) - Fraction(1, 2)) * unit


def round_half_up(exact, unit=CENT):
    """Whole coins as merchants round: half a coin and more is one, away from 0.

    :param exact: Fraction, Decimal or int
    :param unit: smallest coin
    :return: Decimal

    >>> round_half_up(Fraction(125, 1000)), round_half_up(Decimal("-0.125"))
    (Decimal('0.13'), Decimal('-0.13'))
    >>> round_half_up(Fraction(374, 100), Decimal("0.05"))
    Decimal('3.75')
    """
    unit = Decimal(unit)
    coins = floor(abs(Fraction(exact)) / Fraction(unit) + Fraction(1, 2))
    return (coins if exact >= 0 else -coins) * unit
