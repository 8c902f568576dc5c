"""What is wrong with the formula of an estimate, in the language of whoever writes it."""


def explain_formula(env, error):
    """
    :param error: :class:`~.tools.formula_error.FormulaError`
    :return: a sentence
    """
    return _CODES[error.code](env) % error.values


_CODES = {
    "empty": lambda env: env._("The formula is empty."),
    "too_long": lambda env: env._("The formula is longer than %(limit)s characters."),
    "too_many_parts": lambda env: env._(
        "The formula has more than %(limit)s numbers, names and signs."
    ),
    "too_deep": lambda env: env._(
        "Character %(position)s: there are more than %(limit)s brackets in each other."
    ),
    "unknown_sign": lambda env: env._("Character %(position)s: “%(text)s” is not understood."),
    "power": lambda env: env._(
        "Character %(position)s: “%(text)s” is not possible. Write a * a for the square of a."
    ),
    "number_too_long": lambda env: env._(
        "Character %(position)s: this number has too many digits."
    ),
    "decimal_comma": lambda env: env._(
        "Character %(position)s: a comma has no place here. Write decimals with a point, such as "
        "1.5."
    ),
    "expected_value": lambda env: env._(
        "Character %(position)s: a number, an input or an opening bracket is missing here."
    ),
    "expected_sign": lambda env: env._(
        "Character %(position)s: a sign such as + or * is missing before “%(text)s”."
    ),
    "expected_bracket": lambda env: env._(
        "Character %(position)s: a closing bracket is missing here."
    ),
    "extra_bracket": lambda env: env._(
        "Character %(position)s: this closing bracket has no opening one."
    ),
    "expected_call": lambda env: env._(
        "Character %(position)s: “%(text)s” is a function. Write its values in brackets behind it."
    ),
    "unknown_input": lambda env: env._("Character %(position)s: there is no input “%(text)s”."),
    "unknown_function": lambda env: env._(
        "Character %(position)s: there is no function “%(text)s”."
    ),
    "too_few_values": lambda env: env._(
        "Character %(position)s: “%(text)s” needs at least %(limit)s values."
    ),
    "too_many_values": lambda env: env._(
        "Character %(position)s: “%(text)s” takes at most %(limit)s values."
    ),
    "table_pairs": lambda env: env._(
        "Character %(position)s: after the first value, “%(text)s” takes pairs of a limit and a "
        "result, and at last the result for everything above."
    ),
    "expected_number": lambda env: env._(
        "Character %(position)s: a number is needed here, not a comparison."
    ),
    "expected_condition": lambda env: env._(
        "Character %(position)s: a comparison is needed here, such as area > 100."
    ),
    "chained": lambda env: env._(
        "Character %(position)s: compare only two values, and join comparisons with and."
    ),
    "missing_value": lambda env: env._("“%(text)s” has no value."),
    "bad_value": lambda env: env._("The value of “%(text)s” is not a number, or too large."),
    "zero_division": lambda env: env._("Character %(position)s: this divides by 0."),
    "result_too_large": lambda env: env._(
        "Character %(position)s: the result has more than %(limit)s digits."
    ),
    "bad_digits": lambda env: env._(
        "Character %(position)s: “%(text)s” rounds to a whole number of digits from -9 to 9."
    ),
}
