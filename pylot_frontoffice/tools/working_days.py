"""Days on which nobody works.

Public holidays are known when the Python package ``holidays`` is installed. Without it there are
weekends, and whatever the caller knows, such as the closing days of the company's calendar.
"""

from datetime import timedelta

try:
    import holidays as holidays_package
except ImportError:  # an optional one
    holidays_package = None

# Longer than any row of holidays: what says "closed" for ever is an error, not a calendar.
MAX_DAYS = 366


def next_working_day(day, holidays=()):
    """``day`` itself, or when it is a Saturday, a Sunday or a holiday the next day that is none
    (§ 193 BGB).

    :param holidays: container of dates, or a function that says of a date whether it is one
    :raise ValueError: when no working day follows within a year

    >>> from datetime import date
    >>> next_working_day(date(2026, 1, 31))
    datetime.date(2026, 2, 2)
    >>> next_working_day(date(2026, 4, 3), {date(2026, 4, 3), date(2026, 4, 6)})
    datetime.date(2026, 4, 7)
    >>> next_working_day(date(2026, 4, 1), lambda day: day.month == 4)
    datetime.date(2026, 5, 1)
    """
    is_holiday = holidays if callable(holidays) else holidays.__contains__
    for _day in range(MAX_DAYS):
        if day.weekday() < 5 and not is_holiday(day):
            return day
        day += timedelta(days=1)
    raise ValueError(f"no working day before {day}")


def get_public_holidays(country, subdivision=None):
    """The public holidays of any year.

    :param str country: ISO 3166-1 code, ``DE``
    :param str subdivision: ISO 3166-2 code, ``DE-BY``, or its last part; an unknown one counts as
        none
    :return: container of dates; None when the package is missing or does not know the country,
        which is to be told to whoever relies on it
    """
    if holidays_package is None or not country:
        return None
    known = holidays_package.list_supported_countries().get(country.upper())
    if known is None:
        return None
    part = (subdivision or "").upper().removeprefix(f"{country.upper()}-")
    return holidays_package.country_holidays(
        country.upper(), subdiv=part if part in known else None
    )
