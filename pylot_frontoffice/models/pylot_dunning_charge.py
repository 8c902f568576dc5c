from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.claim_account import Terms, settle
from ..tools.default_day import default_by_date, get_default_day
from ..tools.late_interest import FIXED_RATE
from ..tools.late_rules import get_late_rule


class Charge(NamedTuple):
    """What late payment of one item costs, in the currency of the message."""

    first_day: date | None  # of default
    interest: float = 0.0  # what has grown until today, paid or not, and is not booked yet
    lump_sum: float = 0.0
    segments: tuple = ()


class PylotDunning(models.Model):
    """Interest and lump sum by law, counted for each item by itself: what was paid in between paid
    costs first, then interest, then the principal."""

    _inherit = "pylot.dunning"

    def _compute_charges(self, case, level, is_consumer, history):
        """:return: dict of receivable line -> :class:`Charge`, of those in default"""
        company = case.company
        code = company.pylot_dunning_profile
        if not company.pylot_dunning_interest or not get_late_rule(code, is_consumer):
            return {}
        if not level.charges_interest and not level.charges_lump_sum:
            return {}
        rates = tuple(
            self.env["pylot.base.rate"]._get_base_rates(self.env.ref(f"base.{code.lower()}"))
        )
        holidays = company._get_sending_hours().is_holiday
        offsets = self._share_credits(case)
        charges = {}
        for line, amount in case.claims:
            if line.move_id.pylot_dunning_id:
                continue  # no interest on interest, § 289 BGB
            rule = get_late_rule(code, is_consumer, line.move_id.invoice_date)
            past = history.get(line.id, [])
            first_day = self._get_first_day(line, code, is_consumer, past, holidays)
            if first_day and first_day <= fields.Date.context_today(self):
                charges[line] = self._compute_charge(
                    case, level, line, amount, rule, rates, past, first_day, offsets[line]
                )
        return charges

    def _compute_charge(self, case, level, line, amount, rule, rates, past, first_day, offsets):
        today = fields.Date.context_today(self)
        lump_sums = self._get_lump_sums(case, level, line, rule)
        charge = Charge(first_day, lump_sum=float(sum(each for _day, each in lump_sums)))
        if any(each.dunning_id.claim_move_id for each in past):
            # it is an item of its own
            charge = charge._replace(
                lump_sum=float(sum(each for day, each in lump_sums if day == today))
            )
        if not level.charges_interest:
            return charge
        basis = case.company.pylot_dunning_year_basis
        terms = Terms(
            rule.points,
            rates if rule.has_base_rate else FIXED_RATE,
            rule.year_basis if basis == "law" else basis,
        )
        principal, payments = self._get_principal(case, line, amount, offsets)
        statement = settle(
            principal, first_day, today, terms, lump_sums, payments, unit=self._get_unit(case)
        )
        grown = sum((segment.amount for segment in statement.segments), Decimal(0))
        booked = sum(_exact(each.amount_interest) for each in past if each.dunning_id.claim_move_id)
        return charge._replace(
            interest=float(max(grown - booked, 0)), segments=tuple(statement.segments)
        )

    # === WHAT IS KNOWN OF AN ITEM ===

    @api.model
    def _read_charges(self, cases):
        """:return: dict of receivable line id -> items of earlier messages, oldest first"""
        found = self.env["pylot.dunning.line"].search(
            Domain("move_line_id", "in", [line.id for case in cases for line, _sum in case.claims])
            & Domain("is_credit", "=", False),
            order="id",
        )
        return found.grouped(lambda each: each.move_line_id.id)

    def _get_first_day(self, line, code, is_consumer, past, holidays):
        """:return: first day of default, None when the customer is not in default"""
        due, reminded = line.date_maturity, None
        if mailed := [each for each in past if each.dunning_id.level_id.channel != "activity"]:
            reminded = mailed[0].dunning_id.date
        if code == "AT":  # § 1334 ABGB: the day that was agreed has passed
            return default_by_date(due, holidays)
        received = line.move_id.invoice_date if code == "DE" else None
        return get_default_day(
            due,
            received_on=received,
            is_consumer=is_consumer,
            reminded_on=reminded,
            holidays=holidays,
        )

    def _get_lump_sums(self, case, level, line, rule):
        """:return: list of (day, Decimal): of the one time it is charged for this item"""
        if line.pylot_lump_sum_date:
            return [(line.pylot_lump_sum_date, _exact(line.pylot_lump_sum))]
        if not level.charges_lump_sum or not rule.flat_sum:
            return []
        today = fields.Date.context_today(self)
        euro = self.env.ref("base.EUR")
        amount = euro._convert(float(rule.flat_sum), case.currency, case.company, today)
        return [(today, _exact(amount))]

    def _get_principal(self, case, line, amount, offsets):
        """:return: what was owed before any payment, and a list of (day, amount) of payments;
        credit notes and what is disputed were never owed"""
        credited, payments = offsets
        principal = _exact(amount) - credited
        for partial in line.matched_credit_ids:
            other, paid = partial.credit_move_id, _exact(partial.debit_amount_currency)
            if other.move_id.move_type != "out_refund":
                principal += paid
                payments = [*payments, (other.date, paid)]
        return max(principal, Decimal(0)), payments

    def _share_credits(self, case):
        """Credits that belong to no invoice pay the oldest items first.

        :return: dict of line -> (credit notes, list of (day, amount) of payments)"""
        shares = {}
        credits = [[line, _exact(amount)] for line, amount in case.credits]
        for line, amount in case.claims:
            left, noted, payments = _exact(amount), Decimal(0), []
            for credit in credits:
                taken = min(left, credit[1])
                if not taken:
                    continue
                left -= taken
                credit[1] -= taken
                if credit[0].move_id.move_type == "out_refund":
                    noted += taken
                else:
                    payments.append((credit[0].date, taken))
            shares[line] = noted, payments
        return shares

    def _get_unit(self, case):
        return _exact(case.currency.rounding)


def _exact(amount):
    """:return: Decimal of a float that is an amount of money, without its noise"""
    return Decimal(f"{amount:.6f}").normalize() + 0
