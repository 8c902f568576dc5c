"""Formulas that people write for an estimate: ``max(49, area * 3.50) + if(floor > 2, 30, 0)``.

Numbers (with a point), inputs by name, ``+ - * /``, brackets, comparisons (``< <= > >= = !=``,
``and``, ``or``, ``not``) and the functions

- ``min(a, b, …)``, ``max(a, b, …)``, ``abs(a)``,
- ``round(a)``, ``round(a, digits)`` (half up; -1 for tens), ``floor(a)``, ``ceil(a)``,
- ``if(condition, then, else)``, of which only what is needed is computed,
- ``table(a, limit, result, limit, result, …, otherwise)``: the result of the first limit that
  ``a`` does not exceed.

A semicolon separates as a comma does; upper and lower case are the same. Numbers are Decimal. What
a formula may cost is bounded: its length, its brackets, the digits of every result.
"""

from .formula_compute import compute, get_inputs, read_value
from .formula_error import FormulaError
from .formula_parser import FUNCTIONS, WORDS, parse
from .formula_tokens import MAX_LENGTH, fold

__all__ = ["FUNCTIONS", "MAX_LENGTH", "Formula", "FormulaError", "is_input_name"]


class Formula:
    """A formula that was understood.

    :param str text: as it was written
    :param names: names of the inputs there are
    :raise FormulaError: when it is no formula; see :mod:`~.formula_error`

    >>> formula = Formula("max(49, area * 3.50) + if(floors > 2, 30, 0)", ["area", "floors"])
    >>> formula.compute({"area": 20, "floors": 3}), formula.inputs
    (Decimal('100.00'), ['area', 'floors'])
    >>> Formula("table(m, 10, 5, 50, 4, 3)", ["m"]).compute({"m": "10.5"})
    Decimal('4')
    >>> for bad in ("9**9**9", "area * (2", "2 +", "aera", "1,5", "if(area, 1, 2)", "(" * 99):
    ...     try:
    ...         Formula(bad, ["area"])
    ...     except FormulaError as error:
    ...         print(error)
    “**” at 2: powers cannot be computed, write a * a
    a closing bracket is missing at 10
    a number, an input or a bracket is missing at 4
    there is no input “aera” (at 1)
    the comma at 2: write decimals with a point, such as 1.5
    at 4 a comparison is expected, such as area > 100
    more than 30 brackets in each other, at 32
    """

    def __init__(self, text, names=()):
        self.text = text
        self._names = {fold(name): name for name in names}
        self._tree = parse(text or "", self._names)

    @property
    def inputs(self):
        """:return: list of the names that the formula needs, as they were given, in that order"""
        used = get_inputs(self._tree)
        return [name for key, name in self._names.items() if key in used]

    def compute(self, values):
        """
        :param dict values: a number for each name in :attr:`inputs`; others do not matter
        :return: Decimal, not rounded
        :raise FormulaError: when a value is missing or none, something is divided by 0, or a
            result is too large

        >>> Formula("100 / (a - 5)", ["a"]).compute({"a": 5})  # doctest: +IGNORE_EXCEPTION_DETAIL
        Traceback (most recent call last):
        FormulaError: division by 0 at 5
        """
        known = {fold(name): read_value(name, values.get(name)) for name in self.inputs}
        return compute(self._tree, known)


def is_input_name(name):
    """:return: whether a formula can use an input of this name

    >>> [is_input_name(name) for name in ("area_m2", "Fläche", "2nd", "a b", "min", "and", "")]
    [True, True, False, False, False, False, False]
    """
    is_free = fold(name) not in (*FUNCTIONS, *WORDS)
    return name.isidentifier() and is_free and len(name) <= 40
