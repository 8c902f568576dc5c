"""The nominal rate that makes a loan out of an amount, an instalment and a term."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from .effective_rate import effective_rate

# So exact that :func:`~.annuity.payment` comes back to the instalment.
DIGITS = 6


def nominal_rate(principal, instalment, periods, periods_per_year=12):
    """The reverse of :func:`~.annuity.payment`.

    :return: Decimal, percent a year; negative when less is paid back than was lent
    :raise InputError: when there is no such rate

    >>> nominal_rate(10000, Decimal("136.14"), 84)
    Decimal('3.879981')
    >>> nominal_rate(1200, 100, 12)
    Decimal('0.000000')
    """
    principal, instalment = Decimal(principal), Decimal(instalment)
    flows = [(Fraction(0), principal)]
    flows += [(Fraction(number, periods_per_year), -instalment) for number in range(1, periods + 1)]
    with localcontext() as context:
        context.prec = 40
        grown = 1 + effective_rate(flows) / 100
        rate = (grown ** (1 / Decimal(periods_per_year)) - 1) * 100 * periods_per_year
        return rate.quantize(Decimal(1).scaleb(-DIGITS), ROUND_HALF_UP)
