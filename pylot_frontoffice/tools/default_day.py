"""From which day a debtor is in default under German law: the first one that bears interest.

Days are :class:`datetime.date`, in the time zone of the place of payment. A day on which payment
was due and that is a Saturday, Sunday or public holiday there moves to the next working day (§ 193
BGB); ``holidays`` is a container of dates or a function, see ``working_days.py``.
"""

from datetime import timedelta

from .working_days import next_working_day

# § 286 (3) BGB.
DAYS_TO_PAY = 30
NEXT = timedelta(days=1)


def default_by_date(due_on, holidays=()):
    """Payment was agreed for a day of the calendar, or for one that can be counted from an event:
    no reminder is needed (§ 286 (2) no. 1 and 2 BGB).

    >>> from datetime import date
    >>> default_by_date(date(2026, 1, 15)), default_by_date(date(2026, 1, 31))
    (datetime.date(2026, 1, 16), datetime.date(2026, 2, 3))
    """
    return next_working_day(due_on, holidays) + NEXT


def default_by_invoice(due_on, received_on, holidays=()):
    """Thirty days after the claim is due and the invoice has been received have passed (§ 286 (3)
    BGB). Of consumers this holds only when the invoice said so.

    :param received_on: when the invoice arrived; from a business also when the goods did, if that
        of the invoice is not certain

    >>> from datetime import date
    >>> default_by_invoice(date(2026, 3, 2), date(2026, 3, 2))
    datetime.date(2026, 4, 2)
    """
    last_day = max(due_on, received_on) + timedelta(days=DAYS_TO_PAY)
    return next_working_day(last_day, holidays) + NEXT


def default_by_reminder(due_on, reminded_on, holidays=()):
    """The day after a reminder has been received (§ 286 (1), § 187 (1) BGB).

    :return: date; None when the claim was not due yet, for such a reminder has no effect

    >>> from datetime import date
    >>> default_by_reminder(date(2026, 3, 2), date(2026, 3, 10))
    datetime.date(2026, 3, 11)
    >>> default_by_reminder(date(2026, 3, 14), date(2026, 3, 15)) is None
    True
    """
    return reminded_on + NEXT if reminded_on >= next_working_day(due_on, holidays) else None


def get_default_day(
    due_on,
    is_agreed=False,
    received_on=None,
    is_consumer=True,
    has_notice=False,
    reminded_on=None,
    holidays=(),
):
    """The earliest of the ways above that is open.

    :param due_on: from when payment may be asked for
    :param bool is_agreed: that day was agreed in the contract, not only written on the invoice
    :param received_on: when the invoice was received; None: not known
    :param bool has_notice: the invoice tells the consumer about the thirty days
    :param reminded_on: when the first reminder was received; None: there was none
    :return: date; None: not in default whatever time passes

    >>> from datetime import date
    >>> day = date(2026, 3, 2)
    >>> get_default_day(day, received_on=day, is_consumer=False)
    datetime.date(2026, 4, 2)
    >>> get_default_day(day, received_on=day, has_notice=True)
    datetime.date(2026, 4, 2)
    >>> get_default_day(day, received_on=day) is None
    True
    >>> get_default_day(day, received_on=day, reminded_on=date(2026, 3, 10))
    datetime.date(2026, 3, 11)
    """
    ways = []
    if is_agreed:
        ways.append(default_by_date(due_on, holidays))
    if received_on and (has_notice or not is_consumer):
        ways.append(default_by_invoice(due_on, received_on, holidays))
    if reminded_on:
        ways.append(default_by_reminder(due_on, reminded_on, holidays))
    return min(filter(None, ways), default=None)
