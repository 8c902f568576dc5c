"""What is said about input nobody can work with: a sentence, and a code for those who translate."""

# Code: sentence. ``{name}`` is what was asked for, in the words of the function that asked.
SENTENCES = {
    "missing": "{name}: enter a number",
    "not_a_number": "{name}: this is not a number: {value}",
    "negative": "{name}: must not be negative: {value}",
    "not_positive": "{name}: must be more than 0: {value}",
    "not_whole": "{name}: must be a whole number: {value}",
    "too_small": "{name}: must be at least {limit}: {value}",
    "too_large": "{name}: must be at most {limit}: {value}",
    "too_many_decimals": "{name}: at most {limit} digits behind the point: {value}",
    "below_interest": "an instalment of {instalment} does not even pay the interest",
    "instalment_too_small": "with an instalment of {instalment} it would take more than {limit}",
    "balloon_too_large": "the final payment of {balloon} is more than the amount of {principal}",
    "grace_too_long": "{grace} periods of grace leave none of {periods} to pay in",
    "one_sided": "money must flow both ways to have a rate",
    "no_rate": "no rate makes these payments equal",
    "several_rates": "more than one rate makes these payments equal",
    "discount_too_late": "the discount must end before payment is due",
    "whole_price": "{name}: must be less than 100: {value}",
}


class InputError(ValueError):
    """
    :param str code: a key of :data:`SENTENCES`
    :param values: what the sentence tells; also the attribute ``values``

    >>> error = InputError("negative", name="rate", value=-5)
    >>> error.code, error.values, str(error)
    ('negative', {'name': 'rate', 'value': -5}, 'rate: must not be negative: -5')
    """

    sentences = SENTENCES

    def __init__(self, code, **values):
        self.code, self.values = code, values
        super().__init__(self.sentences[code].format(**values))

    def __reduce__(self):
        return _restore, (type(self), self.code, self.values)


def _restore(kind, code, values):
    return kind(code, **values)
