"""Value added tax: net, tax and gross, to the coin, from any of the three.

One of the two others is rounded and the third is what remains, so that they always add up.
"""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from .input_error import InputError
from .loan_input import MAX_AMOUNT, read
from .money import CENT, round_half_up


class Vat(NamedTuple):
    """Amounts of money; ``net + tax == gross``."""

    net: Decimal
    tax: Decimal
    gross: Decimal


def from_net(net, percent, unit=CENT):
    """
    :param net: without tax; negative for a credit note; rounded to whole coins at first
    :param percent: of the tax, from 0 to 100
    :return: :class:`Vat`
    :raise InputError: when a number is none or out of all bounds

    >>> from_net("100", 19)
    Vat(net=Decimal('100.00'), tax=Decimal('19.00'), gross=Decimal('119.00'))
    >>> str(from_net("0.50", 19).tax)
    '0.10'
    """
    net, percent = _read_money("net", net, unit), _read_percent(percent)
    tax = round_half_up(Fraction(net) * percent / 100, unit)
    return Vat(net, tax, net + tax)


def from_gross(gross, percent, unit=CENT):
    """What of ``gross`` is tax, and what is left without it.

    >>> from_gross(100, 19)
    Vat(net=Decimal('84.03'), tax=Decimal('15.97'), gross=Decimal('100.00'))
    """
    gross, percent = _read_money("gross", gross, unit), _read_percent(percent)
    tax = round_half_up(Fraction(gross) * percent / (100 + percent), unit)
    return Vat(gross - tax, tax, gross)


def from_tax(tax, percent, unit=CENT):
    """The net amount of which ``percent`` is the tax; ``percent`` is more than 0.

    >>> from_tax(19, 19)
    Vat(net=Decimal('100.00'), tax=Decimal('19.00'), gross=Decimal('119.00'))
    """
    tax, percent = _read_money("tax", tax, unit), _read_percent(percent)
    if not percent:
        raise InputError("not_positive", name="tax_rate", value=0)
    net = round_half_up(Fraction(tax) * 100 / percent, unit)
    return Vat(net, tax, net + tax)


def without_percent(price, percent, unit=CENT):
    """What remains of a price from which ``percent`` come off, and how much that is.

    :return: (Decimal remaining, Decimal taken off)

    >>> without_percent("49.90", 15)
    (Decimal('42.41'), Decimal('7.49'))
    """
    price, percent = _read_money("price", price, unit), _read_percent(percent)
    off = round_half_up(Fraction(price) * percent / 100, unit)
    return price - off, off


def _read_money(name, value, unit):
    number = read(name, value)
    if abs(number) > MAX_AMOUNT:
        raise InputError("too_large", name=name, value=str(value)[:40], limit=MAX_AMOUNT)
    return round_half_up(number, unit)


def _read_percent(value):
    number = read("tax_rate", value)
    if number < 0:
        raise InputError("negative", name="tax_rate", value=number)
    if number > 100:
        raise InputError("too_large", name="tax_rate", value=number, limit=100)
    return Fraction(number)
