"""Numbers of a loan: read, and refused when no loan could have them."""

from decimal import Decimal

from .input_error import InputError
from .money import read_number

# A hundred years of weeks; also what keeps a schedule short enough to be computed at once.
MAX_PERIODS = 5200
MAX_AMOUNT = Decimal(10) ** 12
# Percent a year. More is a typing mistake or a crime.
MAX_RATE = Decimal(10000)
# A number with more is an attack on the arithmetic.
MAX_DIGITS = 700


def read(name, value):
    """:return: Decimal
    :raise InputError: when ``value`` is no finite number

    >>> read("rate", "3.88"), read("rate", 0.1)
    (Decimal('3.88'), Decimal('0.1'))
    >>> read("rate", "NaN")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    InputError: rate: this is not a number: NaN
    """
    if isinstance(value, bool):
        raise InputError("not_a_number", name=name, value=value)
    try:
        number = read_number(value)
    except ValueError:
        raise InputError("not_a_number", name=name, value=str(value)[:40]) from None
    if len(number.as_tuple().digits) + abs(number.as_tuple().exponent) > MAX_DIGITS:
        raise InputError("not_a_number", name=name, value=str(value)[:40])
    return number


def read_rate(value):
    """:return: Decimal percent a year, from 0 to :data:`MAX_RATE`"""
    return _within("rate", read("rate", value), MAX_RATE)


def read_money(name, value, unit):
    """:return: int, in coins of ``unit``; an amount must be whole coins

    >>> read_money("principal", "10.50", Decimal("0.01"))
    1050
    >>> read_money("principal", "10.505", Decimal("0.01"))  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    InputError: principal: at most 2 digits behind the point: 10.505
    """
    amount = _within(name, read(name, value), MAX_AMOUNT)
    coins, rest = divmod(amount, unit)
    if rest:
        digits = max(-unit.as_tuple().exponent, 0)
        raise InputError("too_many_decimals", name=name, value=value, limit=digits)
    return int(coins)


def read_positive(name, value, unit):
    """:func:`read_money`, more than 0"""
    coins = read_money(name, value, unit)
    if not coins:
        raise InputError("not_positive", name=name, value=value)
    return coins


def read_count(name, value, lowest=1, highest=MAX_PERIODS):
    """
    :return: int

    >>> read_count("periods", "12"), read_count("periods", 12.0)
    (12, 12)
    >>> read_count("periods", 10**9)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    InputError: periods: must be at most 5200: 1000000000
    """
    number = read(name, value)
    if number < lowest:
        raise InputError("too_small", name=name, value=value, limit=lowest)
    if number > highest:
        raise InputError("too_large", name=name, value=str(value)[:40], limit=highest)
    if number != int(number):
        raise InputError("not_whole", name=name, value=value)
    return int(number)


def _within(name, number, limit):
    if number < 0:
        raise InputError("negative", name=name, value=number)
    if number > limit:
        raise InputError("too_large", name=name, value=number, limit=limit)
    return number
