"""The effective annual rate by the rule of the European Union.

Directive 2008/48/EC, annex I (now 2023/2225, annex III; 2014/17/EU, annex I; § 16 PAngV): the rate
X that makes the drawdowns equal to the payments, ``sum C / (1 + X) ** t = sum D / (1 + X) ** s``.
"""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from math import exp, log

from .input_error import InputError
from .loan_input import MAX_DIGITS, MAX_PERIODS, read
from .money import to_decimal

# The furthest logarithm of 1 + X at which a rate is looked for: 10 ** 306 percent.
FURTHEST = 700.0
DIGITS = 50
# Two rates count as two when one is at most so many times the other, as logarithms. A fee before
# the first drawdown always brings a second, huge one, which is the rate of nothing.
SEPARATE = 5
LEAST_RATE = log(1.1)


def effective_rate(cashflows):
    """
    :param cashflows: list of ``(time, amount)``: time in years as Fraction, 0 being the first
        drawdown and negative before it; amount as Decimal, drawdowns positive, payments negative
    :return: Decimal, percent a year, not rounded: right to more than ten decimals (forty digits,
        when that is less). It is negative when less is paid back than was lent.
    :raise InputError: when there is no such rate, or more than one

    >>> year = [(Fraction(0), Decimal(1000)), (Fraction(1), Decimal(-1100))]
    >>> effective_rate(year)
    Decimal('10')
    >>> flows = [(0, Decimal(196000))] + [(Fraction(k, 12), Decimal("-1432.86")) for k in
    ...     range(1, 241)]
    >>> round_rate(effective_rate(flows), 8)
    Decimal('6.43441249')
    >>> effective_rate([(0, 1000), (1, -2300), (2, 1320)])  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    InputError: no rate makes these payments equal
    """
    flows = _collect(cashflows)
    signs = [amount > 0 for _time, amount in flows]
    if len(set(signs)) < 2:
        raise InputError("one_sided")
    turns = sum(a != b for a, b in zip(signs, signs[1:], strict=False))
    if turns == 1 and not signs[0]:
        flows = [(time, -amount) for time, amount in flows]
    total = sum(amount for _time, amount in flows)
    if not total:
        return _nothing(flows)
    with localcontext() as context:
        context.prec = DIGITS
        found = _solve(flows, *_bracket(flows, total, turns))
        percent = (found.exp() - 1) * 100
        if abs(percent) < 10**20:
            # What lies behind is noise, and 10 is written as 10.
            percent = percent.quantize(Decimal("1e-20"))
            whole = percent.to_integral_value()
            percent = whole if percent == whole else percent.normalize()
        return percent


def round_rate(rate, digits=2):
    """Half up, as annex I (d) and § 16 PAngV want it; Germany shows two digits.

    >>> round_rate("3.055"), round_rate("3.055", 1), round_rate(5.005), round_rate("-1.005")
    (Decimal('3.06'), Decimal('3.1'), Decimal('5.01'), Decimal('-1.01'))
    """
    with localcontext() as context:
        context.prec = MAX_DIGITS
        return read("rate", rate).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _collect(cashflows):
    """:return: list of (Fraction, Decimal) in the order of time, one a time, without zeros"""
    by_time = defaultdict(Decimal)
    for time, amount in cashflows:
        time = time if isinstance(time, Fraction) else Fraction(read("time", time))
        amount = read("amount", amount)
        if abs(time) > 1000:
            raise InputError("too_large", name="time", value=time, limit=1000)
        if abs(amount) > 10**15:
            raise InputError("too_large", name="amount", value=amount, limit=10**15)
        by_time[time] += amount
        if len(by_time) > 2 * MAX_PERIODS:
            raise InputError(
                "too_large", name="payments", value=len(by_time), limit=2 * MAX_PERIODS
            )
    return sorted((time, amount) for time, amount in by_time.items() if amount)


def _nothing(flows):
    """:return: 0 percent, when as much is paid as was drawn and never more than was owed"""
    balance, owed = Decimal(0), set()
    for _time, amount in flows:
        balance += amount
        owed.add(balance > 0 if balance else None)
    if {True, False} <= owed:
        raise InputError("several_rates")
    return Decimal(0)


def _bracket(flows, total, turns):
    """:return: two logarithms with the rate between them. From 0, to where what the loan costs in
    all points: beyond the first rate are only those that no loan has."""
    floats = [(float(time), float(amount)) for time, amount in flows]
    way = 1 if total < 0 else -1
    before, found, at, step, limit = 0.0, None, 0.0, 1e-4, FURTHEST
    is_below, growth = total < 0, 2 if turns == 1 else 1.05
    while abs(at) < limit:
        at += way * step
        step *= growth
        if (_worth(floats, at) < 0) != is_below:
            if found:
                raise InputError("several_rates")
            found, is_below = (before, at), not is_below
            if turns == 1:
                break
            limit = min(FURTHEST, SEPARATE * max(abs(at), LEAST_RATE))
        before = at
    if not found:
        raise InputError("no_rate")
    return sorted(found)


def _worth(floats, rate):
    """:return: float, has the sign of what the flows are worth at the logarithm ``rate``"""
    top = max(-time * rate for time, _amount in floats)
    return sum(amount * exp(-time * rate - top) for time, amount in floats)


def _solve(flows, low, high):
    """Newton's steps, halving where they leave the bracket. :return: Decimal logarithm"""
    low, high = Decimal(low), Decimal(high)
    flows = _prepare(flows)
    low_sign = _value(flows, low)[0] > 0
    guess = (low + high) / 2
    for _step in range(300):
        value, slope = _value(flows, guess)
        if not value:
            break
        if (value > 0) == low_sign:
            low = guess
        else:
            high = guess
        better = guess - value / slope if slope else low
        if not low < better < high:
            better = (low + high) / 2
        if abs(better - guess) < Decimal("1e-42"):
            break
        guess = better
    return guess


def _prepare(flows):
    """:return: list of (time since the flow before, time, amount), all Decimal, so that few powers
    serve many flows"""
    prepared, before = [], Fraction(0)
    for time, amount in flows:
        prepared.append((to_decimal(time - before), to_decimal(time), amount))
        before = time
    return prepared


def _value(flows, rate):
    """:return: value and slope of the difference at the logarithm ``rate``"""
    factors, factor, value, slope = {}, Decimal(1), Decimal(0), Decimal(0)
    for gap, time, amount in flows:
        if gap not in factors:
            factors[gap] = (-rate * gap).exp()
        factor *= factors[gap]
        worth = amount * factor
        value += worth
        slope -= worth * time
    return value, slope
