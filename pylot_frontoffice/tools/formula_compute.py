"""What a formula comes to: its tree, computed with Decimal."""

from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

from .formula_error import FormulaError
from .money import read_number

MAX_RESULT_DIGITS = 15
# A value has no more digits than this, before and behind the point.
MAX_VALUE_DIGITS = 60
CONTEXT = Context(prec=34, traps=[DivisionByZero, InvalidOperation, Overflow])


def get_inputs(node):
    """:return: set of the folded names that the tree needs"""
    used, left = set(), [node]
    while left:
        node = left.pop()
        left.extend(node.parts)
        if node.kind == "input":
            used.add(node.value)
    return used


def read_value(name, value):
    """:return: Decimal
    :raise FormulaError: when the value of an input is missing, no number or out of bounds"""
    if value is None or value is False:
        raise FormulaError("missing_value", text=name)
    try:
        number = read_number(value)
    except ValueError:
        raise FormulaError("bad_value", text=name) from None
    _sign, digits, exponent = number.as_tuple()
    if len(digits) + abs(exponent) > MAX_VALUE_DIGITS or number.adjusted() >= MAX_RESULT_DIGITS:
        raise FormulaError("bad_value", text=name)
    return number


def compute(node, known):
    """
    :param node: :class:`~.formula_parser.Node`
    :param dict known: Decimal by folded name of each input that is needed
    :return: Decimal, or bool for a condition
    :raise FormulaError: ``zero_division``, ``result_too_large`` or ``bad_digits``
    """
    if node.kind == "number":
        return node.value
    if node.kind == "input":
        return known[node.value]
    if node.kind == "negative":
        return CONTEXT.minus(compute(node.parts[0], known))
    if node.kind == "not":
        return not compute(node.parts[0], known)
    if node.kind == "sign":
        return _compute_chain(node, known)
    if node.value == "if":
        return compute(node.parts[1 if compute(node.parts[0], known) else 2], known)
    values = [compute(part, known) for part in node.parts]
    return _bounded(CALLS[node.value](node, *values), node.position)


def _compute_chain(node, known):
    """A long sum hangs on its left side; it is climbed down without recursion."""
    chain = []
    while node.kind == "sign":
        chain.append(node)
        node = node.parts[0]
    value = compute(node, known)
    for sign in reversed(chain):
        if sign.value in ("and", "or"):
            if value == (sign.value == "and"):
                value = compute(sign.parts[1], known)
        else:
            value = _operate(sign, value, compute(sign.parts[1], known))
    return value


def _operate(sign, first, second):
    if sign.value in COMPARE:
        return COMPARE[sign.value](first, second)
    if sign.value == "/" and not second:
        raise FormulaError("zero_division", position=sign.position)
    return _bounded(OPERATE[sign.value](first, second), sign.position)


def _bounded(number, position):
    if abs(number) >= Decimal(10) ** MAX_RESULT_DIGITS:
        raise FormulaError("result_too_large", position=position, limit=MAX_RESULT_DIGITS)
    return number


def _round(node, number, digits=Decimal(0)):
    if digits != digits.to_integral_value() or abs(digits) > 9:
        raise FormulaError("bad_digits", text="round", position=node.position)
    unit = Decimal(1).scaleb(-int(digits))
    rounded = number.quantize(unit, ROUND_HALF_UP, CONTEXT)
    return rounded if digits >= 0 else rounded.quantize(Decimal(1), None, CONTEXT)


def _table(_node, number, *steps):
    for limit, result in zip(steps[:-1:2], steps[1::2], strict=True):
        if number <= limit:
            return result
    return steps[-1]


OPERATE = {"+": CONTEXT.add, "-": CONTEXT.subtract, "*": CONTEXT.multiply, "/": CONTEXT.divide}
COMPARE = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
CALLS = {
    "min": lambda _node, *numbers: min(numbers),
    "max": lambda _node, *numbers: max(numbers),
    "abs": lambda _node, number: abs(number),
    "round": _round,
    "floor": lambda _node, number: number.to_integral_value(ROUND_FLOOR),
    "ceil": lambda _node, number: number.to_integral_value(ROUND_CEILING),
    "table": _table,
}
