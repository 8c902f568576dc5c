"""The answers to an estimate: read from the address, checked, never stored."""

from decimal import Decimal

from odoo.http import request
from odoo.tools import formatLang

from ..models.pylot_estimate_compute import EstimateError
from ..tools.input_error import InputError
from ..tools.typed_number import read_typed
from ..tools.typed_text import clean
from .common import name_errors

# Longer is nothing that a field can hold.
LIMIT = 40
YES, NO = "yes", "no"


class EstimateForm:
    """
    :ivar typed: texts as they stand in the fields, by name; what is wrong stays as it was typed
    :ivar errors: translated sentences by name; ``form``: about all of it
    :ivar found: :class:`Range`; None when nothing was asked, or something is wrong
    """

    def __init__(self, estimate, args):
        """:param estimate: elevated, in the visitor's language
        :param args: werkzeug's MultiDict of the address"""
        self.estimate = estimate
        self.inputs = estimate.input_ids
        self.typed, self.values, self.errors, self.found = {}, {}, {}, None
        self.is_asked = any(self.get_name(each) in args for each in self.inputs)
        for each in self.inputs:
            name = self.get_name(each)
            texts = args.getlist(name)
            text = clean(texts[0], limit=LIMIT + 1) if texts else ""
            self.typed[name] = text[:LIMIT] if self.is_asked else self._get_start(each)
            if not self.is_asked:
                continue
            try:
                self.values[each.code] = self._read(each, text, len(set(texts)) > 1)
            except EstimateError as error:
                self.errors[name] = str(error)
        if self.is_asked and not self.errors:
            self._calculate()

    def get_name(self, each):
        """:return: name of a field in the address; it never meets those of our own"""
        return f"i_{each.code}"

    def _get_start(self, each):
        if each.kind == "choice":
            return str(each.choice_ids[:1].id)
        if each.kind == "yesno":
            return YES if each.start_value else NO
        return self.say_number(each, each.start_value)

    def say_number(self, each, number, grouping=False):
        """:return: as it is written in the visitor's language, with no more digits than needed"""
        text = f"{Decimal(str(number)):.{each.decimals}f}"
        digits = len(text.rstrip("0").partition(".")[2]) if each.decimals else 0
        return formatLang(request.env, float(text), digits=digits, grouping=grouping)

    def _read(self, each, text, is_twice):
        """:return: Decimal
        :raise EstimateError: with what is wrong, for the visitor"""
        env = request.env
        if is_twice:
            raise EstimateError(env._("This was given more than once. Please enter it once."))
        if each.kind == "yesno":
            if text not in (YES, NO):
                raise EstimateError(env._("Please choose one of the answers."))
            return Decimal(text == YES)
        if each.kind == "choice":
            known = {str(choice.id): choice.value for choice in each.choice_ids}
            if text not in known:
                raise EstimateError(env._("Please choose one of the answers."))
            return Decimal(str(known[text]))
        low, high = Decimal(str(each.minimum)), Decimal(str(each.maximum))
        point = request.env["res.lang"]._get_data(code=request.env.lang).decimal_point
        try:
            return read_typed(each.code, text, point, low, high, each.decimals)
        except InputError as error:
            raise EstimateError(self._say_wrong(each, error)) from error

    def _say_wrong(self, each, error):
        env = request.env
        bounds = {
            "low": self.say_number(each, each.minimum, grouping=True),
            "high": self.say_number(each, each.maximum, grouping=True),
        }
        if error.code == "not_whole":
            return env._("Please enter a whole number from %(low)s to %(high)s.", **bounds)
        if error.code == "too_many_decimals":
            return env._("Please enter at most %s digits behind the decimal point.", each.decimals)
        return env._("Please enter a number from %(low)s to %(high)s.", **bounds)

    def _calculate(self):
        try:
            self.found = self.estimate._estimate(self.values)
        except EstimateError:
            # what is wrong in a formula is nothing for customers
            self.errors["form"] = request.env._(
                "This cannot be estimated online. Please call us, we tell you what it costs."
            )

    def get_named_errors(self):
        """:return: dict of name to a sentence that says which question it is about"""
        return name_errors(self.errors, {self.get_name(each): each.name for each in self.inputs})

    def get_answers(self):
        """:return: list of (question, answer), in the visitor's words"""
        return [(each.name, self._say_answer(each)) for each in self.inputs]

    def _say_answer(self, each):
        text = self.typed[self.get_name(each)]
        if each.kind == "choice":
            return each.choice_ids.filtered(lambda choice: str(choice.id) == text).name
        if each.kind == "yesno":
            return request.env._("Yes") if text == YES else request.env._("No")
        number = self.say_number(each, self.values[each.code], grouping=True)
        return f"{number} {each.unit or ''}".strip()
