from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)
# The sentences of the formulas' own errors, for people of all languages; a test compares them.
SENTENCES = {
    "empty": _lt("the formula is empty"),
    "too_long": _lt("the formula is longer than {limit} characters"),
    "too_many_parts": _lt("the formula has more than {limit} parts"),
    "too_deep": _lt("more than {limit} brackets in each other, at {position}"),
    "unknown_sign": _lt("“{text}” at {position} is not understood"),
    "power": _lt("“{text}” at {position}: powers cannot be computed, write a * a"),
    "number_too_long": _lt("the number at {position} has too many digits"),
    "decimal_comma": _lt("the comma at {position}: write decimals with a point, such as 1.5"),
    "expected_value": _lt("a number, an input or a bracket is missing at {position}"),
    "expected_sign": _lt("a sign such as + or * is missing before “{text}” at {position}"),
    "expected_bracket": _lt("a closing bracket is missing at {position}"),
    "extra_bracket": _lt("the closing bracket at {position} has no opening one"),
    "expected_call": _lt("“{text}” at {position} is a function: write {text}(…)"),
    "unknown_input": _lt("there is no input “{text}” (at {position})"),
    "unknown_function": _lt("there is no function “{text}” (at {position})"),
    "too_few_values": _lt("“{text}” at {position} needs at least {limit} values"),
    "too_many_values": _lt("“{text}” at {position} takes at most {limit} values"),
    "table_pairs": _lt(
        "“{text}” at {position}: after the value come pairs of a "
        "limit and a result, and at last the result for everything above"
    ),
    "expected_number": _lt("at {position} a number is expected, not a comparison"),
    "expected_condition": _lt("at {position} a comparison is expected, such as area > 100"),
    "chained": _lt("compare two values at a time: the second “{text}” is at {position}"),
    "missing_value": _lt("the input “{text}” has no value"),
    "bad_value": _lt("the input “{text}” is not a number"),
    "zero_division": _lt("division by 0 at {position}"),
    "result_too_large": _lt("the result at {position} has more than {limit} digits"),
    "bad_digits": _lt("“{text}” at {position} rounds to a whole number of digits from -9 to 9"),
}


def describe_formula_error(env, error):
    """:param error: :class:`~..tools.formula_error.FormulaError`
    :return: what is wrong, and where, in the reader's language"""
    sentence = env._(SENTENCES[error.code])
    return sentence.format(**error.values)
