"""When a customer pays: read, cleaned and checked."""

from decimal import Decimal

from odoo.http import request
from odoo.tools import format_date

from ..tools.typed_amount import read_amount
from ..tools.typed_day import read_day
from ..tools.typed_text import clean

FIELDS = ("date", "amount")


class PromiseForm:
    """:ivar typed: what was typed, cleaned, by field name; shown again when something is wrong
    :ivar errors: translated sentences by field name
    :ivar day: date, None when it is none
    :ivar amount: float in the currency of the message, None: all of it
    """

    def __init__(self, dunning, page, post=None):
        self.dunning, self.page = dunning, page
        self.first, self.last = dunning._get_today(), dunning._get_last_promise_day()
        self.typed = {name: clean((post or {}).get(name), limit=40) for name in FIELDS}
        self.errors, self.day, self.amount = {}, None, None

    def check(self):
        env = request.env
        self.day = read_day(self.typed["date"], request.lang.date_format)
        if not self.day or not self.first <= self.day <= self.last:
            self.errors["date"] = env._(
                "Please choose a day from %(first)s to %(last)s.",
                first=format_date(env, self.first),
                last=format_date(env, self.last),
            )
        if self.typed["amount"]:
            self._check_amount(env)

    def _check_amount(self, env):
        currency = self.dunning.currency_id
        amount = read_amount(self.typed["amount"], request.lang.decimal_point)
        if amount is None or not 0 < currency.round(float(amount)) <= self.page.total:
            self.errors["amount"] = env._(
                "Please enter an amount up to %s, or leave it empty if you pay all of it.",
                currency.format(self.page.total),
            )
        else:
            self.amount = float(amount.quantize(Decimal(str(currency.rounding))))
