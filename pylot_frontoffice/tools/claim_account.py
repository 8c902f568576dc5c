"""A claim that is paid late and in parts: what each payment pays, and what is still open.

Costs come first, then interest, then the principal (§ 367 (1) BGB, Art. 85 (1) OR), and only the
principal bears interest (§ 289 BGB, Art. 105 (3) OR). The day on which money arrives still bears
interest on what was open before. A credit note is no payment: it lowers the principal that is
given. A payment that was charged back is left out.
"""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from .interest_split import read_day, split_interest
from .late_interest import share_rounding
from .money import CENT, read_amount, round_claim

STATUTORY = ("costs", "interest", "principal")
# When the debtor has said so and the creditor has accepted the money nevertheless (§ 367 (2) BGB).
PRINCIPAL_FIRST = ("principal", "costs", "interest")


class Terms(NamedTuple):
    """What the money costs; see :func:`~.late_interest.late_interest`."""

    points: Decimal
    base_rates: tuple
    year_basis: str = "act/act"


class Allocation(NamedTuple):
    """What became of one payment. ``excess`` is more than was owed on that day."""

    day: date
    amount: Decimal
    costs: Decimal
    interest: Decimal
    principal: Decimal
    excess: Decimal


class Statement(NamedTuple):
    """What is open at the end of a day, and how it came to that."""

    costs: Decimal
    interest: Decimal
    principal: Decimal
    allocations: list  # of Allocation, in the order of time
    segments: list  # of Segment: the arithmetic of all interest, paid or not

    @property
    def total(self):
        return self.costs + self.interest + self.principal

    @property
    def excess(self):
        """What was paid beyond the claim: the debtor's money, not set off against later costs."""
        return sum((each.excess for each in self.allocations), Decimal(0))

    @property
    def is_rate_missing(self):
        return any(segment.is_rate_missing for segment in self.segments)


def settle(principal, first_day, day, terms, costs=(), payments=(), order=STATUTORY, unit=CENT):
    """The account of a claim at the end of ``day``.

    :param principal: what was owed before any payment, taxes included
    :param first_day: the first one that bears interest; later than ``day`` if there is none yet
    :param Terms terms: rate and counting of days
    :param costs: list of ``(day, amount)``: flat sums and fees from the day they are owed. On the
        same day they come before payments.
    :param payments: list of ``(day, amount)``; those after ``day`` are left out, like such costs
    :param order: :data:`STATUTORY` or :data:`PRINCIPAL_FIRST`
    :param unit: smallest coin of the currency
    :return: :class:`Statement`
    :raise ValueError: when an amount is negative or no number, and as ``late_interest`` does

    >>> from datetime import date
    >>> rates = ((date(2026, 1, 1), "1.27"), (date(2026, 7, 1), "1.52"))
    >>> result = settle(
    ...     1000, date(2026, 1, 1), date(2026, 7, 31), Terms(9, rates),
    ...     costs=[(date(2026, 1, 1), 40), (date(2026, 3, 1), 5)],
    ...     payments=[(date(2026, 3, 31), 300)],
    ... )
    >>> [str(part) for part in result.allocations[0][2:]]
    ['45', '25.32', '229.68', '0.00']
    >>> str(result.principal), str(result.interest), str(result.total)
    ('770.32', '26.61', '796.93')
    """
    if sorted(order) != sorted(STATUTORY):
        raise ValueError(f"no order of payment: {order!r}")
    read_day(first_day), read_day(day)
    due = {"costs": Decimal(0), "principal": read_amount(principal)}
    parts, allocations, start = [], [], first_day
    for moment, is_payment, amount in [*_get_events(costs, payments, day), (day, None, None)]:
        base = due["principal"]
        new = split_interest(base, start, moment, *terms) if base else []
        grown = sum((part.exact for part in [*parts, *new]), Fraction(0))
        paid = sum(each.interest for each in allocations)
        due["interest"] = round_claim(grown, unit) - paid
        if is_payment:
            allocations.append(_allocate(moment, amount, due, order))
        elif amount is not None:
            due["costs"] += amount
        # only another principal begins another line
        if due["principal"] != base or is_payment is None:
            parts += new
            start = max(start, moment + timedelta(days=1))
    return Statement(**due, allocations=allocations, segments=share_rounding(parts, unit))


def _get_events(costs, payments, day):
    """:return: list of (day, 1 for a payment, amount) up to ``day``, in the order of time"""
    events = [
        (read_day(moment), is_payment, read_amount(amount))
        for is_payment, rows in enumerate((costs, payments))
        for moment, amount in rows
    ]
    return sorted((each for each in events if each[0] <= day), key=lambda each: each[:2])


def _allocate(moment, amount, due, order):
    """Take ``amount`` off ``due``, a dict of Decimal by kind, in this order."""
    paid, left = {}, amount
    for kind in order:
        paid[kind] = min(left, due[kind])
        due[kind] -= paid[kind]
        left -= paid[kind]
    return Allocation(moment, amount, **paid, excess=left)
