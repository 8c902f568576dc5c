"""From a result to a range that can be said: "roughly 180 to 240"."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal


def spread_result(result, percent):
    """Give or take so many percent.

    :return: (low, high)

    >>> spread_result(Decimal(200), Decimal(15))
    (Decimal('170.00'), Decimal('230.00'))
    """
    share = Decimal(percent) / 100
    return result * (1 - share), result * (1 + share)


def round_range(low, high, step):
    """Outwards to whole steps, so that the range never promises more than was computed.

    :param step: more than 0, such as 5
    :return: (low, high)

    >>> round_range(Decimal("182.01"), Decimal("237"), Decimal(5))
    (Decimal('180'), Decimal('240'))
    >>> round_range(Decimal("180.00"), Decimal("180.00"), Decimal("0.5"))
    (Decimal('180.0'), Decimal('180.0'))
    """
    first = (low / step).to_integral_value(ROUND_FLOOR) * step
    last = (high / step).to_integral_value(ROUND_CEILING) * step
    return first, last
