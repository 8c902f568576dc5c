"""Days as people type them.

>>> read_day("2026-07-01", "%m/%d/%Y"), read_day("1.7.2026", "%d.%m.%Y")
(datetime.date(2026, 7, 1), datetime.date(2026, 7, 1))
>>> read_day("07/01/26", "%m/%d/%Y")
datetime.date(2026, 7, 1)
>>> {read_day(text, "%d.%m.%Y") for text in ("", "31.2.2026", "2026-13-01", "1.7.", "soon")}
{None}
"""

import re
from datetime import date


def read_day(text, date_format):
    """:param str date_format: of the reader's language, such as ``%d.%m.%Y``
    :return: date as browsers send it, or as it is written in that language; None when it is none"""
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        numbers = text.split("-")
    else:
        numbers = _split_local(text, date_format)
    try:
        return date(*map(int, numbers))
    except (TypeError, ValueError):
        return None


def _split_local(text, date_format):
    """:return: [year, month, day] as text, [] when it is no day"""
    order = re.findall("%([dmYy])", date_format)
    parts = re.findall("[0-9]+", text) if re.fullmatch("[0-9./ -]{6,12}", text) else []
    if len(parts) != 3 or len(order) != 3:
        return []
    found = {name.lower(): part for name, part in zip(order, parts, strict=True)}
    year = found.get("y", "")
    return [f"20{year}" if len(year) == 2 else year, found.get("m"), found.get("d")]
