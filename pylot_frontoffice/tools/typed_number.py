"""Numbers as people type them: amounts, percentages and whole numbers, with what is wrong.

:mod:`~.typed_amount` reads both ways of writing; here are the bounds and what to say.

>>> read_typed("rate", "3,88 %", ",", maximum=100, decimals=4)
Decimal('3.88')
>>> read_typed("amount", "1.234", ","), read_typed("amount", "1.234", ".", decimals=3)
(Decimal('1234'), Decimal('1.234'))
>>> read_typed("periods", "24", ",", decimals=0)
Decimal('24')
>>> for text in ("", "abc", "-5", "NaN", "1e308", "1,999", "101"):
...     try:
...         read_typed("rate", text, ",", maximum=100)
...     except InputError as error:
...         print(error)
rate: enter a number
rate: this is not a number: abc
rate: must not be negative: -5
rate: this is not a number: NaN
rate: this is not a number: 1e308
rate: at most 2 digits behind the point: 1,999
rate: must be at most 100: 101
"""

import re
from decimal import Decimal

from .input_error import InputError
from .typed_amount import read_amount

# Hyphen, minus sign and the dashes that word processors make of them.
MINUS = re.compile(r"^[-−–—]\s*")
# Longer is no number that anybody typed; it is shown shortened.
MAX_LENGTH = 40


def read_typed(name, text, decimal_point, minimum=Decimal(0), maximum=None, decimals=2):
    """
    :param str name: of the field, for the error
    :param str text: what was typed; None is nothing
    :param str decimal_point: of the reader's language; decides what is written both ways: "1.234"
        is more than a thousand where the point is a comma
    :param minimum: Decimal; where it is less than 0, a minus is read
    :param maximum: Decimal or None
    :param int decimals: so many digits may stand behind the point; 0: a whole number
    :return: Decimal
    :raise InputError: ``missing``, ``not_a_number``, ``negative``, ``too_small``, ``too_large``,
        ``not_whole`` or ``too_many_decimals``, with ``name``, ``value`` as typed, and ``limit``
    """
    text = (text if isinstance(text, str) else "").strip()
    if not text:
        raise InputError("missing", name=name)
    shown = text if len(text) <= MAX_LENGTH else f"{text[:MAX_LENGTH]}…"
    plain = MINUS.sub("", text).removesuffix("%")
    number = read_amount(plain, decimal_point) if len(text) <= MAX_LENGTH else None
    if number is None:
        raise InputError("not_a_number", name=name, value=shown)
    if MINUS.match(text):
        number = -number
    if number < 0 <= minimum:
        raise InputError("negative", name=name, value=shown)
    if number < minimum:
        raise InputError("too_small", name=name, value=shown, limit=minimum)
    if maximum is not None and number > maximum:
        raise InputError("too_large", name=name, value=shown, limit=maximum)
    if number != round(number, decimals):
        code = "too_many_decimals" if decimals else "not_whole"
        raise InputError(code, name=name, value=shown, limit=decimals)
    return number
