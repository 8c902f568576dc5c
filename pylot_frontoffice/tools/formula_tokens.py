"""A formula cut into its smallest parts."""

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from .formula_error import FormulaError

MAX_LENGTH = 2000
MAX_PARTS = 500
# Digits of a number, before and behind the point.
MAX_WHOLE, MAX_DECIMALS = 12, 8

PART = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)|(?P<name>[^\W0-9]\w*)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|<>|[-+*/(),;<>=^−–·×÷≤≥≠]))"
)
# Signs that word processors and phones make, as the one that is meant.
SAME = {
    "−": "-",
    "–": "-",
    "·": "*",
    "×": "*",
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "<>": "!=",
    "==": "=",
    ";": ",",
}


class Token(NamedTuple):
    """``kind``: number, name, sign or end; ``value``: Decimal, folded name or sign; ``text`` as it
    was written; ``position`` of its first character, from 1."""

    kind: str
    value: object
    text: str
    position: int


def fold(name):
    """:return: the name of an input or function as it is compared: case does not matter"""
    return unicodedata.normalize("NFC", name).casefold()


def cut(text):
    """
    :return: list of :class:`Token`, the last one of kind ``end``
    :raise FormulaError: when there is something else, or too much

    >>> [token.value for token in cut("2 × area")]
    [Decimal('2'), '*', 'area', '']
    >>> cut("9**9**9")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    FormulaError: “**” at 2: powers cannot be computed, write a * a
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError("too_long", limit=MAX_LENGTH)
    tokens, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = PART.match(text, at)
        if not match:
            raise _unknown(text, at)
        tokens.append(_make(match, tokens[-1] if tokens else None))
        if len(tokens) > MAX_PARTS:
            raise FormulaError("too_many_parts", limit=MAX_PARTS)
        at = match.end()
    if not tokens:
        raise FormulaError("empty")
    return [*tokens, Token("end", "", "", end + 1)]


def _unknown(text, at):
    rest = text[at:]
    position = at + len(rest) - len(rest.lstrip()) + 1
    return FormulaError("unknown_sign", text=rest.lstrip()[0], position=position)


def _make(match, before):
    kind = match.lastgroup
    text, position = match[kind], match.start(kind) + 1
    if kind == "name":
        if before and before.kind == "number" and before.position + len(before.text) == position:
            _refuse_exponent(before, text)
        return Token(kind, fold(text), text, position)
    if kind == "sign":
        if text in ("**", "^"):
            raise FormulaError("power", text=text, position=position)
        return Token(kind, SAME.get(text, text), text, position)
    whole, _point, decimals = text.partition(".")
    if len(whole) > MAX_WHOLE or len(decimals) > MAX_DECIMALS:
        raise FormulaError("number_too_long", position=position)
    return Token(kind, Decimal(text), text, position)


def _refuse_exponent(number, name):
    if re.fullmatch(r"[eE][0-9]*", name):
        raise FormulaError("unknown_sign", text=number.text + name, position=number.position)
