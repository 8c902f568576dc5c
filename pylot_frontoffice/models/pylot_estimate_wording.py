"""What is wrong with a formula, in words."""

# The sentences of the formulas' own errors, for people of all languages; a test compares them.
SENTENCES = {
    "empty": lambda env: env._("the formula is empty"),
    "too_long": lambda env: env._("the formula is longer than {limit} characters"),
    "too_many_parts": lambda env: env._("the formula has more than {limit} parts"),
    "too_deep": lambda env: env._("more than {limit} brackets in each other, at {position}"),
    "unknown_sign": lambda env: env._("“{text}” at {position} is not understood"),
    "power": lambda env: env._("“{text}” at {position}: powers cannot be computed, write a * a"),
    "number_too_long": lambda env: env._("the number at {position} has too many digits"),
    "decimal_comma": lambda env: env._(
        "the comma at {position}: write decimals with a point, such as 1.5"
    ),
    "expected_value": lambda env: env._("a number, an input or a bracket is missing at {position}"),
    "expected_sign": lambda env: env._(
        "a sign such as + or * is missing before “{text}” at {position}"
    ),
    "expected_bracket": lambda env: env._("a closing bracket is missing at {position}"),
    "extra_bracket": lambda env: env._("the closing bracket at {position} has no opening one"),
    "expected_call": lambda env: env._("“{text}” at {position} is a function: write {text}(…)"),
    "unknown_input": lambda env: env._("there is no input “{text}” (at {position})"),
    "unknown_function": lambda env: env._("there is no function “{text}” (at {position})"),
    "too_few_values": lambda env: env._("“{text}” at {position} needs at least {limit} values"),
    "too_many_values": lambda env: env._("“{text}” at {position} takes at most {limit} values"),
    "table_pairs": lambda env: env._(
        "“{text}” at {position}: after the value come pairs of a "
        "limit and a result, and at last the result for everything above"
    ),
    "expected_number": lambda env: env._("at {position} a number is expected, not a comparison"),
    "expected_condition": lambda env: env._(
        "at {position} a comparison is expected, such as area > 100"
    ),
    "chained": lambda env: env._(
        "compare two values at a time: the second “{text}” is at {position}"
    ),
    "missing_value": lambda env: env._("the input “{text}” has no value"),
    "bad_value": lambda env: env._("the input “{text}” is not a number"),
    "zero_division": lambda env: env._("division by 0 at {position}"),
    "result_too_large": lambda env: env._("the result at {position} has more than {limit} digits"),
    "bad_digits": lambda env: env._(
        "“{text}” at {position} rounds to a whole number of digits from -9 to 9"
    ),
}


def describe_formula_error(env, error):
    """:param error: :class:`~..tools.formula_error.FormulaError`
    :return: what is wrong, and where, in the reader's language"""
    sentence = SENTENCES[error.code](env)
    return sentence.format(**error.values)
