"""The payments of a loan, as the effective annual rate wants them."""

from fractions import Fraction


def loan_flows(rows, payout, upfront=0, periods_per_year=12):
    """
    :param rows: list of :class:`~.loan_schedule.Row`
    :param payout: what the borrower gets; a fee that is lent is in ``rows`` and not in here
    :param upfront: fees that are paid at once
    :return: list of ``(time, amount)`` for :func:`~.effective_rate.effective_rate`

    >>> from .loan_schedule import schedule
    >>> for time, amount in loan_flows(schedule(1000, 0, 2), 1000, upfront=10): print(time, amount)
    0 1000
    0 -10
    1/12 -500.00
    1/6 -500.00
    """
    start = Fraction(0)
    return [
        (start, payout),
        (start, -upfront),
        *((Fraction(row.number, periods_per_year), -row.instalment) for row in rows),
    ]
