"""Until when a customer may rely on what the law gives for defects (German law, from EU law).

Days are :class:`datetime.date`; each function returns the last day of the period.
"""

from calendar import monthrange
from datetime import date, timedelta

from .working_days import next_working_day

# § 438 (1) no. 3 BGB: two years from the delivery.
WARRANTY_MONTHS = 24
# § 477 (1) BGB: what shows within a year is taken to have been there from the beginning.
BURDEN_MONTHS = 12
# § 355 (2) BGB.
WITHDRAWAL_DAYS = 14
# § 440 BGB: a repair has failed after the second attempt without success.
FAILED_ATTEMPTS = 2


def add_months(day, months):
    """The day of the same number (§ 188 (2) BGB), or the last one of the month when it has no
    such day (§ 188 (3)).

    >>> add_months(date(2025, 3, 15), 24)
    datetime.date(2027, 3, 15)
    >>> add_months(date(2028, 2, 29), 24)
    datetime.date(2030, 2, 28)
    >>> add_months(date(2028, 2, 29), 48)
    datetime.date(2032, 2, 29)
    >>> add_months(date(2026, 10, 31), 4)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def warranty_end(delivered, months=WARRANTY_MONTHS, extension=0):
    """Last day on which claims for a defect are not barred yet.

    :param int months: what the law or the seller gives from the delivery
    :param int extension: months more, once, because the customer chose repair (Directive (EU)
        2024/1799, Art. 16)

    >>> warranty_end(date(2025, 3, 15))
    datetime.date(2027, 3, 15)
    >>> warranty_end(date(2026, 9, 1), extension=12)
    datetime.date(2029, 9, 1)
    """
    return add_months(delivered, months + extension)


def burden_end(delivered):
    """Last day on which a consumer need not prove that the defect was there from the beginning.

    >>> burden_end(date(2025, 3, 15))
    datetime.date(2026, 3, 15)
    """
    return add_months(delivered, BURDEN_MONTHS)


def withdrawal_end(received, holidays=()):
    """Last day on which a consumer who ordered from a distance may withdraw without a reason; one
    on a weekend or holiday moves to the next working day (§ 193 BGB).

    :param holidays: container of days on which nobody works

    >>> withdrawal_end(date(2026, 12, 5))
    datetime.date(2026, 12, 21)
    >>> withdrawal_end(date(2026, 12, 11), {date(2026, 12, 25)})
    datetime.date(2026, 12, 28)
    """
    return next_working_day(received + timedelta(days=WITHDRAWAL_DAYS), holidays)
