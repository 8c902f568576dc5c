"""What is wrong with a formula, and where, in words for the person who wrote it."""

from .input_error import InputError

# ``{text}`` is the piece of the formula, ``{position}`` the number of its first character.
SENTENCES = {
    "empty": "the formula is empty",
    "too_long": "the formula is longer than {limit} characters",
    "too_many_parts": "the formula has more than {limit} parts",
    "too_deep": "more than {limit} brackets in each other, at {position}",
    "unknown_sign": "“{text}” at {position} is not understood",
    "power": "“{text}” at {position}: powers cannot be computed, write a * a",
    "number_too_long": "the number at {position} has too many digits",
    "decimal_comma": "the comma at {position}: write decimals with a point, such as 1.5",
    "expected_value": "a number, an input or a bracket is missing at {position}",
    "expected_sign": "a sign such as + or * is missing before “{text}” at {position}",
    "expected_bracket": "a closing bracket is missing at {position}",
    "extra_bracket": "the closing bracket at {position} has no opening one",
    "expected_call": "“{text}” at {position} is a function: write {text}(…)",
    "unknown_input": "there is no input “{text}” (at {position})",
    "unknown_function": "there is no function “{text}” (at {position})",
    "too_few_values": "“{text}” at {position} needs at least {limit} values",
    "too_many_values": "“{text}” at {position} takes at most {limit} values",
    "table_pairs": "“{text}” at {position}: after the value come pairs of a limit and a result, "
    "and at last the result for everything above",
    "expected_number": "at {position} a number is expected, not a comparison",
    "expected_condition": "at {position} a comparison is expected, such as area > 100",
    "chained": "compare two values at a time: the second “{text}” is at {position}",
    "missing_value": "the input “{text}” has no value",
    "bad_value": "the input “{text}” is not a number",
    "zero_division": "division by 0 at {position}",
    "result_too_large": "the result at {position} has more than {limit} digits",
    "bad_digits": "“{text}” at {position} rounds to a whole number of digits from -9 to 9",
}


class FormulaError(InputError):
    """``code`` is a key of :data:`SENTENCES`, ``values`` what the sentence tells: ``position``
    (from 1) and ``text`` where there is one.

    >>> str(FormulaError("zero_division", position=7))
    'division by 0 at 7'
    """

    sentences = SENTENCES
