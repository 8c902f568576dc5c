"""What the law gives a creditor for late payment, by country and kind of debtor."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

# Art. 229 § 34 EGBGB: obligations that arose from this day on are under today's law.
GERMAN_REFORM = date(2014, 7, 29)


class LateRule(NamedTuple):
    points: Decimal  # percent a year, above the base rate if ``has_base_rate``
    has_base_rate: bool
    flat_sum: Decimal  # euro, once for each claim; 0: none
    year_basis: str = "act/act"


# (country, is a consumer): rule
RULES = {
    # § 288 (1), (2), (5) BGB
    ("DE", True): LateRule(Decimal(5), True, Decimal(0)),
    ("DE", False): LateRule(Decimal(9), True, Decimal(40)),
    # § 1000 (1) ABGB; §§ 456, 458 UGB, when the debtor is to blame
    ("AT", True): LateRule(Decimal(4), False, Decimal(0)),
    ("AT", False): LateRule(Decimal("9.2"), True, Decimal(40)),
    # Art. 104 (1) OR; months of thirty days, so that a year never costs more than the 5 %
    ("CH", True): LateRule(Decimal(5), False, Decimal(0), "30/360"),
    ("CH", False): LateRule(Decimal(5), False, Decimal(0), "30/360"),
}


def get_late_rule(country, is_consumer, arose_on=None):
    """
    :param str country: ISO 3166-1 code of the country whose law holds
    :param arose_on: day of the contract; None: recently
    :return: :class:`LateRule`; None when the law of the country is not known here

    >>> get_late_rule("DE", False).points, get_late_rule("DE", False, date(2014, 7, 28)).points
    (Decimal('9'), Decimal('8'))
    >>> get_late_rule("CH", True).has_base_rate, get_late_rule("FR", True)
    (False, None)
    """
    rule = RULES.get((country, bool(is_consumer)))
    if country == "DE" and not is_consumer and arose_on and arose_on < GERMAN_REFORM:
        return rule._replace(points=Decimal(8), flat_sum=Decimal(0))
    return rule
