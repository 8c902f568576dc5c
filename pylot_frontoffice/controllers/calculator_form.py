"""What somebody works out: read from the address, checked, worked out, never stored."""

from decimal import Decimal

from werkzeug.urls import url_encode

from odoo.http import request
from odoo.tools import format_date

from ..tools.calculation import FieldError, to_link
from ..tools.input_error import InputError
from ..tools.typed_day import read_day
from ..tools.typed_number import read_typed
from ..tools.typed_text import clean
from .common import name_errors

# Longer is nothing that a field can hold.
LIMIT = 60


class CalculatorForm:
    """
    :ivar fields: list of :class:`~..tools.calculation.Field`
    :ivar typed: texts as they stand in the fields, by name; what is wrong stays as it was typed
    :ivar values: what was understood, by name
    :ivar errors: translated sentences by name; each stands below its field
    :ivar outcome: None when something is wrong
    """

    def __init__(self, calculator, args):
        """:param calculator: elevated, of the visitor's language and company
        :param args: werkzeug's MultiDict of the address or of a form"""
        self.calculator, self.args = calculator, args
        self.errors, self.values, self.typed, self.outcome = {}, {}, {}, None
        first = {name: clean(text, limit=LIMIT) for name, text in list(args.items())[:LIMIT]}
        self.fields = calculator._get_fields(first)
        for field in self.fields:
            self._read(field)
        if not self.errors:
            self._calculate()

    def is_asked(self):
        """:return: whether anything was entered, or the page was only opened"""
        return any(field.name in self.args for field in self.fields)

    def _read(self, field):
        texts = list(dict.fromkeys(self.args.getlist(field.name)))
        text = clean(texts[0], limit=LIMIT + 1) if texts else ""
        self.typed[field.name] = text[:LIMIT]
        try:
            if len(texts) > 1:
                raise FieldError(field.name, self._say_twice())
            value = self._understand(field, text) if texts else field.default
        except FieldError as error:
            value = None
            if not field.is_searched:
                self.errors[field.name] = error.sentence
        if value is None:
            return
        self.typed[field.name] = self.calculator._write_value(field, value)
        if not field.is_searched:
            self.values[field.name] = value

    def _understand(self, field, text):
        """:return: Decimal, date or key
        :raise FieldError: when it is none"""
        if field.kind == "choice":
            if text not in dict(field.choices):
                raise FieldError(
                    field.name,
                    request.env._("Please choose one of the answers."),
                )
            return text
        if field.kind == "date":
            day = read_day(text, request.lang.date_format)
            if not day or not field.low <= day <= field.high:
                raise FieldError(field.name, self._say_day(field))
            return day
        point = request.lang.decimal_point
        try:
            return read_typed(field.name, text, point, field.low, field.high, field.digits)
        except InputError as error:
            raise FieldError(field.name, self._say_number(field, error)) from error

    # === WHAT IS WRONG ===

    def get_named_errors(self):
        """:return: dict of name to a sentence that says which field it is about"""
        labels = {field.name: field.label for field in self.fields}
        return name_errors(self.errors, labels)

    def _say_twice(self):
        return request.env._("This was given more than once. Please enter it once.")

    def _say_day(self, field):
        env = request.env
        return env._(
            "Please choose a day from %(first)s to %(last)s.",
            first=format_date(env, field.low),
            last=format_date(env, field.high),
        )

    def _say_number(self, field, error):
        env, say = request.env, self.calculator._say_short
        bounds = {"low": say(field.low, 2), "high": say(field.high, 2)}
        if error.code == "not_whole":
            return env._("Please enter a whole number from %(low)s to %(high)s.", **bounds)
        if error.code == "too_many_decimals":
            return env._("Please enter at most %s digits behind the decimal point.", field.digits)
        return env._("Please enter a number from %(low)s to %(high)s.", **bounds)

    # === WORKED OUT ===

    def _calculate(self):
        try:
            self.outcome = self.calculator._calculate(self.values)
        except FieldError as error:
            self.errors[error.name] = error.sentence
            return
        for field in self.fields:
            value = self.outcome.found.get(field.name)
            if field.is_searched and value is not None:
                # ready for when something else is looked for
                self.typed[field.name] = self.calculator._write_value(field, value)

    def get_link_values(self):
        """:return: dict of the inputs as they stand in a link, for readers of all languages"""
        return {name: to_link(value) for name, value in self.values.items()}

    def get_query(self):
        return url_encode(self.get_link_values())

    def get_inputs(self):
        """:return: list of (label, text) of all that was entered"""
        say = self.calculator._say_value
        return [
            (field.label, say(field, self.values[field.name]))
            for field in self.fields
            if field.name in self.values
        ]

    def get_positions(self):
        """:return: dict of name to where its slider stands, as text of a number"""
        known = {**self.values, **(self.outcome.found if self.outcome else {})}
        return {
            field.name: to_link(value)
            for field in self.fields
            if field.step and isinstance(value := known.get(field.name), Decimal)
        }
