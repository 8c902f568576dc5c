import hashlib
from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ..tools.annuity import effective_rate, round_rate, schedule
from ..tools.input_error import InputError
from ..tools.loan_flows import loan_flows
from ..tools.money import read_number, round_half_up

# Part of every stamp; a new way to compute gets a new one.
ENGINE = 1


class PylotFinancePlan(models.Model):
    """What an amount costs in instalments. The server computes, browsers only show."""

    _inherit = "pylot.finance.plan"

    def _compute_offer(self, amount, term):
        """
        :param amount: to be financed, in the currency of the plan; Decimal, or a float, which is
            rounded to whole coins
        :param int term: number of instalments
        :return: dict of

            - ``plan_id``, ``name``, ``currency_id``, ``amount``, ``term`` (number of instalments)
            - ``first_month``, ``months``: when the first and the last instalment is due
            - ``instalment``, ``last_instalment`` (without ``balloon``, which is due with it)
            - ``fee``, ``fee_when``; ``interest``; ``costs`` (both); ``total`` (everything paid)
            - ``nominal_rate``, ``effective_rate`` (two decimals, half up), percent a year
            - ``rows``: list of :class:`~..tools.loan_schedule.Row`, one a month
            - ``stamp``: text that changes when anything that was computed with does

            Amounts and rates are Decimal.
        :raise UserError: in the customer's words, when the plan has no such offer
        """
        self.ensure_one()
        unit = Decimal(str(self.currency_id.rounding))
        try:
            amount = round_half_up(read_number(amount), unit)
        except ValueError:
            raise UserError(self.env._("Enter an amount.")) from None
        self._check_offer(amount, term)
        fee, balloon = self._get_fee(amount, unit), self._get_balloon(amount, unit)
        rate = Decimal(str(self.nominal_rate))
        grace = self.first_month - 1
        try:
            rows = schedule(
                amount,
                rate,
                term + grace,
                balloon=balloon,
                grace=grace,
                grace_kind="capitalised",
                fee=fee if self.fee_when == "financed" else 0,
                unit=unit,
            )
            upfront = fee if self.fee_when == "upfront" else 0
            effective = round_rate(effective_rate(loan_flows(rows, amount, upfront)))
        except InputError:
            # fees that come to more than the amount
            raise UserError(
                self.env._("%(plan)s: not possible for this amount.", plan=self.name)
            ) from None
        total = sum((row.instalment for row in rows), Decimal(upfront))
        last = rows[-1].instalment - balloon
        return {
            "plan_id": self.id,
            "name": self.name,
            "currency_id": self.currency_id.id,
            "amount": amount,
            "term": term,
            "first_month": self.first_month,
            "months": term + grace,
            "instalment": rows[grace].instalment if term > 1 else last,
            "last_instalment": last,
            "balloon": balloon,
            "fee": fee,
            "fee_when": self.fee_when,
            "interest": total - amount - fee,
            "costs": total - amount,
            "total": total,
            "nominal_rate": rate,
            "effective_rate": effective,
            "rows": rows,
            "stamp": self._get_stamp(amount, term, fee, balloon, rate),
        }

    def _check_offer(self, amount, term):
        """:raise UserError: when amount or term are not among those of the plan"""
        low, high = (
            Decimal(str(self.currency_id.round(each)))
            for each in (self.amount_from, self.amount_to)
        )
        if not low <= amount <= high:
            raise UserError(
                self.env._(
                    "%(plan)s: for amounts from %(low)s to %(high)s.",
                    plan=self.name,
                    low=formatLang(self.env, self.amount_from, currency_obj=self.currency_id),
                    high=formatLang(self.env, self.amount_to, currency_obj=self.currency_id),
                )
            )
        if term not in self._get_terms():
            raise UserError(
                self.env._(
                    "%(plan)s: choose one of these numbers of instalments: %(terms)s.",
                    plan=self.name,
                    terms=", ".join(map(str, self._get_terms())),
                )
            )

    def _get_fee(self, amount, unit):
        fixed = Decimal(str(self.currency_id.round(self.fee_fixed)))
        part = amount * Decimal(str(self.fee_percent)) / 100
        return fixed + round_half_up(part, unit)

    def _get_balloon(self, amount, unit):
        return round_half_up(amount * Decimal(str(self.balloon_percent)) / 100, unit)

    def _get_stamp(self, *values):
        """:return: text of 16 letters and digits"""
        terms = (self.first_month, self.fee_when, self.currency_id.name)
        text = "|".join(str(value) for value in (ENGINE, self.id, *terms, *values))
        return hashlib.sha256(text.encode()).hexdigest()[:16]
