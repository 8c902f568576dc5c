from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..tools.calculation import Field, FieldError, Outcome, Table
from ..tools.late_interest import interest_segments, late_interest
from ..tools.late_rules import get_late_rule

MAX_AMOUNT = Decimal(1_000_000_000)


class PylotCalculatorLateInterest(models.AbstractModel):
    """Interest by law for who pays late: the function and the base rates of reminders to pay, by
    the law of the company's country."""

    _name = "pylot.calculator.late.interest"
    _inherit = ["pylot.calculator"]
    _description = "Late Interest Calculator"

    _calculator_slug = "late-interest"
    _calculator_rank = 50

    @api.model
    def _get_title(self):
        return self.env._("Work out interest for late payment")

    @api.model
    def _get_intro(self):
        return self.env._(
            "What the law adds to an amount that is paid late, day by day, with the base rates "
            "that were in force."
        )

    @api.model
    def _get_terms(self, is_consumer=False):
        country = self.env.company.account_fiscal_country_id or self.env.company.country_id
        return self.env["pylot.base.rate"]._get_late_terms(country, is_consumer)

    @api.model
    def _is_offered(self):
        return bool(self._get_terms())

    @api.model
    def _get_fields(self, typed):
        env, today = self.env, fields.Date.context_today(self)
        terms = self._get_terms()
        first = max(date(1990, 1, 1), terms.base_rates[0][0])
        last = today + relativedelta(years=2)
        return [
            Field(
                "amount",
                env._("Amount that is owed"),
                "amount",
                Decimal(1000),
                Decimal("0.01"),
                MAX_AMOUNT,
                step=Decimal(50),
                top=Decimal(5000),
                unit=self._get_currency().name,
                help=env._("With value added tax."),
            ),
            Field(
                "start",
                env._("First day of delay"),
                "date",
                today - relativedelta(days=30),
                first,
                last,
                help=env._("The day after the one on which it had to be paid."),
            ),
            Field("end", env._("Last day of delay"), "date", today, first, last),
            Field(
                "debtor",
                env._("Who owes it"),
                "choice",
                "consumer",
                choices=(
                    ("consumer", env._("A consumer")),
                    ("business", env._("A business")),
                ),
            ),
        ]

    @api.model
    def _calculate(self, values):
        env, amount = self.env, values["amount"]
        if values["end"] < values["start"]:
            raise FieldError(
                "end", env._("The last day must not be before the first. Please change one.")
            )
        is_consumer = values["debtor"] == "consumer"
        terms = self._get_terms(is_consumer)
        basis = (amount, values["start"], values["end"], terms.points, terms.base_rates)
        unit = Decimal(str(self._get_currency().rounding))
        interest = late_interest(*basis, terms.year_basis, unit)
        segments = interest_segments(*basis, terms.year_basis, unit)
        country = env.company.account_fiscal_country_id or env.company.country_id
        flat = get_late_rule(country.code, is_consumer).flat_sum
        rows = [
            (env._("Amount that is owed"), self._say_money(amount)),
            (env._("Days"), self._say_number((values["end"] - values["start"]).days + 1)),
            (env._("Amount and interest"), self._say_money(amount + interest)),
        ]
        if flat and self._get_currency().name == "EUR":
            rows.append((env._("Lump sum, once for each claim"), self._say_money(flat)))
        notes = [env._("Both the first and the last day count.")]
        if any(segment.is_rate_missing for segment in segments):
            notes.append(
                env._(
                    "For the lines marked with * no base rate was known yet; the last known one "
                    "was used."
                )
            )
        return Outcome(
            env._("Interest"),
            self._say_money(interest),
            rows=rows,
            table=self._get_segment_table(segments),
            notes=notes,
            stamp=self._get_stamp(terms),
        )

    @api.model
    def _get_segment_table(self, segments):
        env = self.env
        columns = [env._("Period"), env._("Days"), env._("Rate a year"), env._("Interest")]
        lines = [
            [
                f"{format_date(env, each.first_day)} – {format_date(env, each.last_day)}",
                self._say_number(each.days),
                self._say_percent(each.rate) + ("*" if each.is_rate_missing else ""),
                self._say_money(each.amount),
            ]
            for each in segments
        ]
        return Table(env._("How it was counted"), columns, lines)

    @api.model
    def _get_stamp(self, terms):
        valid_from, percent = terms.base_rates[-1]
        if valid_from == date.min:
            return self.env._(
                "The law names %(rate)s a year.", rate=self._say_percent(terms.points)
            )
        return self.env._(
            "%(points)s points above the base rate; the latest one known is %(rate)s from %(day)s.",
            points=self._say_short(terms.points, 2),
            rate=self._say_percent(percent),
            day=format_date(self.env, valid_from),
        )
