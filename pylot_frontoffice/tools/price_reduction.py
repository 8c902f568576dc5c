"""What remains of a price when goods or work are worth less than agreed (§ 441 (3) BGB).

The price is reduced in the proportion in which, at the time of the contract, the value without the
defect would have stood to the actual value; who bought cheaply keeps the bargain in proportion.
"""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def reduced_price(price, sound_value, actual_value, unit=CENT):
    """What the customer still owes.

    :param price: what was agreed, taxes included or not; the result is the same kind of amount
    :param sound_value: what it would be worth without the defect; more than 0
    :param actual_value: what it is worth with the defect; from 0 to ``sound_value``
    :param unit: smallest coin of the currency, half of which is rounded up
    :return: Decimal
    :raise ValueError: when the values cannot be those of a defect

    >>> reduced_price(Decimal(1000), Decimal(1200), Decimal(900))
    Decimal('750.00')
    >>> reduced_price("100", "3", "1")
    Decimal('33.33')
    >>> reduced_price(500, 400, 0)
    Decimal('0.00')
    >>> reduced_price(1000, 900, 1200)
    Traceback (most recent call last):
    ValueError: with the defect it cannot be worth more than without
    """
    price, sound, actual, unit = (
        Decimal(str(each)) for each in (price, sound_value, actual_value, unit)
    )
    if price < 0 or actual < 0:
        raise ValueError("prices and values are not negative")
    if sound <= 0:
        raise ValueError("without the defect it must be worth something")
    if actual > sound:
        raise ValueError("with the defect it cannot be worth more than without")
    exact = price * actual / sound
    return (exact / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit


def refund(price, sound_value, actual_value, unit=CENT):
    """What the customer gets back who has paid; see :func:`reduced_price`.

    >>> refund(Decimal(1000), Decimal(1200), Decimal(900))
    Decimal('250.00')
    >>> refund("100", "3", "1")
    Decimal('66.67')
    """
    left = reduced_price(price, sound_value, actual_value, unit)
    return Decimal(str(price)) - left
