"""What a calculator asks for and what it answers: the shape of both, without the arithmetic.

Texts are those of the reader, already translated; numbers are exact.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


class FieldError(ValueError):
    """What was entered fits nothing else that was.

    :ivar name: of the field to put right
    :ivar sentence: for the reader
    """

    def __init__(self, name, sentence):
        super().__init__(name, sentence)
        self.name, self.sentence = name, sentence


@dataclass(frozen=True)
class Field:
    """What is asked for.

    :ivar kind: ``amount`` (of money), ``percent``, ``count`` (a whole number), ``date`` or
        ``choice``
    :ivar default: Decimal, date or key of a choice, for whoever has not entered anything
    :ivar low: smallest value; of a date the first day
    :ivar high: largest value; of a date the last day
    :ivar step: Decimal, of the slider; None: it has none
    :ivar top: where the slider ends, when it is hard to aim at a value up to ``high``
    :ivar unit: what is written behind the number, such as ``EUR``
    :ivar choices: tuple of (key, text), of a choice
    :ivar is_searched: it is what is worked out: whatever is entered does not count
    :ivar reloads: other fields depend on it
    """

    name: str
    label: str
    kind: str
    default: object
    low: object = None
    high: object = None
    step: Decimal | None = None
    top: Decimal | None = None
    unit: str = ""
    help: str = ""
    choices: tuple = ()
    is_searched: bool = False
    reloads: bool = False

    @property
    def digits(self):
        return {"amount": 2, "percent": 4}.get(self.kind, 0)


@dataclass
class Table:
    """:ivar columns: headings; the first is of the row, the others of numbers
    :ivar lines: lists of texts, one for each column"""

    title: str
    columns: list
    lines: list


@dataclass
class Outcome:
    """The answer.

    :ivar label: what ``value``, the number people came for, is
    :ivar rows: list of (label, text), the numbers beside it
    :ivar chart: ``labels``, and ``series``: list of (label, floats), drawn one above the other;
        only to look at, as ``table`` says the same
    :ivar example: list of sentences that the law wants to be said together with a rate
    :ivar notes: what has to be known about the numbers
    :ivar stamp: what the numbers depend on that may change, and as of when
    :ivar found: dict of the searched field to its value
    """

    label: str
    value: str
    rows: list = field(default_factory=list)
    table: Table | None = None
    chart: dict | None = None
    example: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    stamp: str = ""
    found: dict = field(default_factory=dict)


def to_link(value):
    """:return: a value as it stands in a link, read the same way in every language

    >>> to_link(Decimal("1000.00")), to_link(Decimal("4.9")), to_link(Decimal("1E+3"))
    ('1000', '4.9', '1000')
    >>> to_link(Decimal("1.234")), to_link(date(2026, 7, 1)), to_link("gross")
    ('1.2340', '2026-07-01', 'gross')
    """
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, Decimal):
        return str(value)
    whole, _point, rest = f"{value:f}".partition(".")
    rest = rest.rstrip("0")
    if len(rest) == 3:  # with three digits it would be taken for thousands
        rest += "0"
    return f"{whole}.{rest}" if rest else whole


def group_years(lines, limit=36):
    """Few enough columns for a chart.

    :param lines: list of (number of the period, amount, ...), a month each
    :return: (whether they are years now, list of (number, sums...))

    >>> group_years([(1, 2, 3), (2, 2, 3)])
    (False, [(1, 2, 3), (2, 2, 3)])
    >>> group_years([(month, 1, 2) for month in range(1, 38)])
    (True, [(1, 12, 24), (2, 12, 24), (3, 12, 24), (4, 1, 2)])
    """
    if len(lines) <= limit:
        return False, [tuple(line) for line in lines]
    years = {}
    for number, *amounts in lines:
        known = years.get((number - 1) // 12, [0] * len(amounts))
        years[(number - 1) // 12] = [sum(pair) for pair in zip(known, amounts, strict=True)]
    return True, [(year + 1, *amounts) for year, amounts in years.items()]
