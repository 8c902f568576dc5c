"""Amounts of money as people type them, whichever way their country writes them.

>>> read_amount("1.234,50", ",")
Decimal('1234.50')
>>> read_amount("1,234.50 €", ",")
Decimal('1234.50')
>>> read_amount("12.5", ","), read_amount("12,5", ".")
(Decimal('12.5'), Decimal('12.5'))
>>> read_amount("1.234", ","), read_amount("1.234", ".")
(Decimal('1234'), Decimal('1.234'))
>>> read_amount("1'234.50", "."), read_amount("100", ",")
(Decimal('1234.50'), Decimal('100'))
>>> {read_amount(text, ",") for text in ("", "-5", "1e9", "NaN", "1,2,3", "12.34.56", "5 or 6")}
{None}
"""

import re
from decimal import Decimal

# Signs of currencies, and spaces and apostrophes between thousands.
IGNORED = re.compile(r"[\s'’€$£]|(?<![A-Za-z])(?:EUR|CHF|USD|GBP)(?![A-Za-z])")
PLAIN = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
GROUPED = {
    ".": re.compile(r"[0-9]{1,3}(,[0-9]{3})*(\.[0-9]*)?"),
    ",": re.compile(r"[0-9]{1,3}(\.[0-9]{3})*(,[0-9]*)?"),
}


def read_amount(text, decimal_point):
    """:param str decimal_point: of the reader's language; decides what is written both ways
    :return: Decimal, None when ``text`` is no amount that is not negative"""
    if re.search(r"[0-9]\s+[^0-9\s]*[A-Za-z]+\s+[0-9]", text):
        return None
    text = IGNORED.sub("", text)
    for point in (decimal_point, "," if decimal_point == "." else "."):
        ungrouped = rf"[0-9]+{re.escape(point)}?[0-9]*"
        if GROUPED[point].fullmatch(text) or re.fullmatch(ungrouped, text):
            other = "," if point == "." else "."
            plain = text.replace(other, "").replace(point, ".").rstrip(".")
            return Decimal(plain) if PLAIN.fullmatch(plain) else None
    return None
