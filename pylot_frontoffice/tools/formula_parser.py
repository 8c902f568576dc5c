"""Formulas: from parts to a tree that can be computed. Nothing is ever evaluated as Python.

A node is ``(kind, position, ...)``: ``number``, ``input``, ``negative``, ``not``, ``sign`` (an
operator with two sides), ``call``. What compares is a condition, everything else a number; that is
checked here, so that a formula that was accepted can only fail on its values.
"""

from contextlib import contextmanager
from typing import NamedTuple

from .formula_error import FormulaError
from .formula_tokens import cut

MAX_DEPTH = 30
COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")
# Name: (least, most) number of values.
FUNCTIONS = {
    "min": (1, 20),
    "max": (1, 20),
    "abs": (1, 1),
    "round": (1, 2),
    "floor": (1, 1),
    "ceil": (1, 1),
    "if": (3, 3),
    "table": (4, 42),
}
WORDS = ("and", "or", "not")


class Node(NamedTuple):
    """``value``: Decimal, name or sign; ``parts``: nodes; ``is_condition``: true or false, not a
    number."""

    kind: str
    position: int
    value: object = None
    parts: tuple = ()
    is_condition: bool = False


def parse(text, names):
    """
    :param names: folded names of the inputs
    :return: :class:`Node`, a number
    :raise FormulaError: saying what is wrong, and where
    """
    parser = _Parser(cut(text), names)
    node = parser.read_number()
    parser.expect_end()
    return node


class _Parser:
    def __init__(self, tokens, names):
        self.tokens, self.names, self.at, self.depth = tokens, names, 0, 0

    @property
    def token(self):
        return self.tokens[self.at]

    def take(self, *values):
        """:return: the next token if it is one of these signs or words, else None"""
        token = self.token
        if token.kind in ("sign", "name") and token.value in values:
            self.at += 1
            return token
        return None

    def fail(self, code, token=None, **values):
        token = token or self.token
        raise FormulaError(code, text=token.text, position=token.position, **values)

    def expect_end(self):
        token = self.token
        if token.kind == "end":
            return
        if token.value == ")":
            self.fail("extra_bracket")
        self.fail("decimal_comma" if token.value == "," else "expected_sign")

    def read_number(self):
        return self._checked(self.read_or(), False)

    def read_condition(self):
        return self._checked(self.read_or(), True)

    def _checked(self, node, is_condition):
        if node.is_condition != is_condition:
            code = "expected_condition" if is_condition else "expected_number"
            raise FormulaError(code, position=node.position)
        return node

    def read_or(self):
        return self._read_logic("or", self.read_and)

    def read_and(self):
        return self._read_logic("and", self.read_not)

    def _read_logic(self, word, read_side):
        node = read_side()
        while token := self.take(word):
            sides = (self._checked(node, True), self._checked(read_side(), True))
            node = Node("sign", token.position, word, sides, True)
        return node

    def read_not(self):
        if token := self.take("not"):
            with self._deeper():
                part = self._checked(self.read_not(), True)
            return Node("not", token.position, None, (part,), True)
        return self.read_comparison()

    def read_comparison(self):
        node = self.read_sum()
        if token := self.take(*COMPARISONS):
            sides = (self._checked(node, False), self._checked(self.read_sum(), False))
            node = Node("sign", token.position, token.value, sides, True)
            if self.token.value in COMPARISONS:
                self.fail("chained")
        return node

    def read_sum(self):
        return self._read_chain(("+", "-"), self.read_product)

    def read_product(self):
        return self._read_chain(("*", "/"), self.read_factor)

    def _read_chain(self, signs, read_side):
        node = read_side()
        while token := self.take(*signs):
            sides = (self._checked(node, False), self._checked(read_side(), False))
            node = Node("sign", token.position, token.value, sides)
        return node

    def read_factor(self):
        if token := self.take("-", "+"):
            with self._deeper():
                part = self._checked(self.read_factor(), False)
            return Node("negative", token.position, None, (part,)) if token.value == "-" else part
        if self.take("("):
            with self._deeper():
                node = self.read_or()
            self._close()
            return node
        token = self.token
        if token.kind == "number":
            self.at += 1
            return Node("number", token.position, token.value)
        if token.kind == "name" and token.value not in WORDS:
            self.at += 1
            return self._read_named(token)
        return self.fail("expected_value")

    def _read_named(self, token):
        if not self.take("("):
            if token.value in self.names:
                return Node("input", token.position, token.value)
            self.fail("expected_call" if token.value in FUNCTIONS else "unknown_input", token)
        if token.value not in FUNCTIONS:
            self.fail("unknown_function", token)
        with self._deeper():
            parts = [self.read_condition() if token.value == "if" else self.read_number()]
            while self.take(","):
                parts.append(self.read_number())
        self._close()
        self._check_count(token, len(parts))
        return Node("call", token.position, token.value, tuple(parts))

    def _check_count(self, token, count):
        least, most = FUNCTIONS[token.value]
        if count < least:
            self.fail("too_few_values", token, limit=least)
        if count > most:
            self.fail("too_many_values", token, limit=most)
        if token.value == "table" and count % 2:
            self.fail("table_pairs", token)

    def _close(self):
        if not self.take(")"):
            code = "expected_bracket"
            if self.token.kind in ("number", "name"):
                code = "expected_sign"
            elif self.token.value == ",":
                code = "decimal_comma"
            self.fail(code)

    @contextmanager
    def _deeper(self):
        """Counts the brackets that are open."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail("too_deep", limit=MAX_DEPTH)
        yield
        self.depth -= 1
