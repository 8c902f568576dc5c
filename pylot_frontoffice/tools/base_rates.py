"""Base rates by half-year, as far as they were published when this version was made.

Each row has a year, the percent from 1 January and the percent from 1 July.
"""

from datetime import date
from decimal import Decimal

# Germany, § 247 BGB: published by the Deutsche Bundesbank in the Bundesanzeiger.
GERMANY = """
2002 2.57 2.47
2003 1.97 1.22
2004 1.14 1.13
2005 1.21 1.17
2006 1.37 1.95
2007 2.70 3.19
2008 3.32 3.19
2009 1.62 0.12
2010 0.12 0.12
2011 0.12 0.37
2012 0.12 0.12
2013 -0.13 -0.38
2014 -0.63 -0.73
2015 -0.83 -0.83
2016 -0.83 -0.88
2017 -0.88 -0.88
2018 -0.88 -0.88
2019 -0.88 -0.88
2020 -0.88 -0.88
2021 -0.88 -0.88
2022 -0.88 -0.88
2023 1.62 3.12
2024 3.62 3.37
2025 2.27 1.27
2026 1.27 1.52
"""
# Austria, § 456 UGB: the rate of the Oesterreichische Nationalbank that holds on the first day of
# the half-year counts for all of it. It follows the main refinancing rate of the ECB once that has
# moved by 0.5 points (1. Euro-Justiz-Begleitgesetz), so it is no copy of the German one. The bank
# announced -0.62 from 16 March 2016, 3.88 instead of 3.38 from 20 September 2023, 3.03 from 18
# September 2024 and 1.53 instead of 2.03 from 11 June 2025.
AUSTRIA = """
2016 - -0.62
2017 -0.62 -0.62
2018 -0.62 -0.62
2019 -0.62 -0.62
2020 -0.62 -0.62
2021 -0.62 -0.62
2022 -0.62 -0.62
2023 1.88 3.38
2024 3.88 3.88
2025 2.53 1.53
2026 1.53 1.53
"""


def read_table(text):
    """:return: list of ``(valid_from, percent)``; ``-`` is a half-year that is not known

    >>> read_table("2016 - -0.62")
    [(datetime.date(2016, 7, 1), Decimal('-0.62'))]
    """
    return [
        (date(int(year), month, 1), Decimal(percent))
        for year, *percents in map(str.split, text.strip().splitlines())
        for month, percent in zip((1, 7), percents, strict=True)
        if percent != "-"
    ]


# country: list of (valid_from, percent). Switzerland has a fixed rate, Art. 104 (1) OR.
BASE_RATES = {"DE": read_table(GERMANY), "AT": read_table(AUSTRIA)}


def get_half_years(first_day, last_day):
    """First days of all half-years between the one of ``first_day`` and the one of ``last_day``,
    both included.

    >>> [str(day) for day in get_half_years(date(2025, 12, 31), date(2026, 7, 1))]
    ['2025-07-01', '2026-01-01', '2026-07-01']
    """
    first, last = (day.year * 2 + (day.month > 6) for day in (first_day, last_day))
    return [date(half // 2, 7 if half % 2 else 1, 1) for half in range(first, last + 1)]
