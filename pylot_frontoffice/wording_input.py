"""What is wrong with a number, in the reader's language."""

from .wording_formula import explain_formula


def explain(env, error, labels=None):
    """
    :param error: :class:`~.tools.input_error.InputError`
    :param dict labels: what the reader calls the values, by the names of :func:`get_labels`
    :return: a sentence; also for an error of a formula, see :mod:`~.wording_formula`
    """
    if error.code not in _CODES:
        return explain_formula(env, error)
    values = {**error.values}
    if "name" in values:
        names = {**get_labels(env), **(labels or {})}
        values["name"] = names.get(values["name"], values["name"])
    return _CODES[error.code](env) % values


def get_labels(env):
    """:return: dict of the words for what is asked for, by the names that errors use"""
    return {
        "amount": env._("Amount"),
        "principal": env._("Amount"),
        "rate": env._("Nominal rate"),
        "periods": env._("Number of instalments"),
        "periods_per_year": env._("Instalments a year"),
        "instalment": env._("Instalment"),
        "balloon": env._("Final payment"),
        "fee": env._("Fee"),
        "grace": env._("Months without repayment"),
        "discount": env._("Discount"),
        "discount_days": env._("Days with discount"),
        "net_days": env._("Days until payment is due"),
        "year_days": env._("Days of a year"),
        "net": env._("Net amount"),
        "gross": env._("Gross amount"),
        "tax": env._("Tax"),
        "tax_rate": env._("Tax rate"),
        "price": env._("Price"),
    }


_CODES = {
    "missing": lambda env: env._("%(name)s: please enter a number."),
    "not_a_number": lambda env: env._("%(name)s: “%(value)s” is not a number."),
    "negative": lambda env: env._("%(name)s: please enter no negative number."),
    "not_positive": lambda env: env._("%(name)s: please enter more than 0."),
    "not_whole": lambda env: env._("%(name)s: please enter a whole number."),
    "too_small": lambda env: env._("%(name)s: please enter at least %(limit)s."),
    "too_large": lambda env: env._("%(name)s: please enter at most %(limit)s."),
    "too_many_decimals": lambda env: env._(
        "%(name)s: please enter at most %(limit)s digits behind the decimal point."
    ),
    "below_interest": lambda env: env._(
        "An instalment of %(instalment)s does not even pay the interest. Please choose a higher "
        "one."
    ),
    "instalment_too_small": lambda env: env._(
        "With an instalment of %(instalment)s it would take more than %(limit)s instalments. "
        "Please choose a higher one."
    ),
    "balloon_too_large": lambda env: env._("The final payment is more than the amount itself."),
    "grace_too_long": lambda env: env._("There are no months left to pay in."),
    "one_sided": lambda env: env._("Please enter what is paid out and what is paid back."),
    "no_rate": lambda env: env._("There is no annual rate for these payments."),
    "several_rates": lambda env: env._("More than one annual rate fits these payments."),
    "discount_too_late": lambda env: env._("The discount must end before payment is due."),
    "whole_price": lambda env: env._("%(name)s: please enter less than 100."),
}
