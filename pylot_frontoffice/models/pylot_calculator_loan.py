from decimal import Decimal
from fractions import Fraction

from odoo import api, models

from ..tools.annuity import (
    effective_rate,
    loan_amount,
    number_of_periods,
    payment,
    round_rate,
    schedule,
)
from ..tools.calculation import Field, FieldError, Outcome
from ..tools.input_error import InputError
from ..tools.nominal_rate import nominal_rate

# Nobody pays for longer than fifty years.
MAX_MONTHS = 600
MAX_AMOUNT = Decimal(10_000_000)
MAX_RATE = Decimal(100)


class PylotCalculatorLoan(models.AbstractModel):
    """A loan that is paid back in equal instalments: of amount, instalment, term and rate any one
    follows from the others."""

    _name = "pylot.calculator.loan"
    _inherit = ["pylot.calculator"]
    _description = "Loan Calculator"

    _calculator_slug = "loan"
    _calculator_rank = 20

    @api.model
    def _get_title(self):
        return self.env._("Work out a loan")

    @api.model
    def _get_intro(self):
        return self.env._(
            "Amount, instalment, term and interest: give three of them, and see the fourth and "
            "what the loan costs in all."
        )

    @api.model
    def _get_fields(self, typed):
        env, unit = self.env, self._get_currency().name
        goals = (
            ("instalment", env._("the monthly instalment")),
            ("amount", env._("the amount I can borrow")),
            ("months", env._("how long I pay")),
            ("rate", env._("the interest rate")),
        )
        goal = typed.get("goal") if typed.get("goal") in dict(goals) else "instalment"
        fields = [
            {
                "name": "amount",
                "label": env._("Amount of the loan"),
                "kind": "amount",
                "default": Decimal(10000),
                "low": Decimal(1),
                "high": MAX_AMOUNT,
                "step": Decimal(500),
                "top": Decimal(50000),
                "unit": unit,
            },
            {
                "name": "instalment",
                "label": env._("Monthly instalment"),
                "kind": "amount",
                "default": Decimal(200),
                "low": Decimal("0.01"),
                "high": MAX_AMOUNT,
                "step": Decimal(10),
                "top": Decimal(1000),
                "unit": unit,
            },
            {
                "name": "months",
                "label": env._("Term in months"),
                "kind": "count",
                "default": Decimal(60),
                "low": Decimal(1),
                "high": Decimal(MAX_MONTHS),
                "step": Decimal(6),
                "top": Decimal(120),
                "unit": env._("months"),
            },
            {
                "name": "rate",
                "label": env._("Nominal interest rate a year"),
                "kind": "percent",
                "default": Decimal("4.9"),
                "low": Decimal(0),
                "high": MAX_RATE,
                "step": Decimal("0.1"),
                "top": Decimal(15),
                "unit": "%",
            },
        ]
        return [
            Field("goal", env._("I look for"), "choice", "instalment", choices=goals, reloads=True),
            *(Field(**each, is_searched=each["name"] == goal) for each in fields),
        ]

    @api.model
    def _calculate(self, values):
        goal = values["goal"]
        try:
            found = getattr(self, f"_find_{goal}")(values)
            loan = {**values, goal: found}
            rows = schedule(loan["amount"], loan["rate"], int(loan["months"]))
            flows = [(Fraction(0), loan["amount"])]
            flows += [(Fraction(row.number, 12), -row.instalment) for row in rows]
            effective = round_rate(effective_rate(flows))
        except InputError as error:
            raise self._translate(error, goal) from error
        return self._prepare_outcome(loan, found, rows, effective)

    # === WHAT IS LOOKED FOR ===

    @api.model
    def _find_instalment(self, values):
        return payment(values["amount"], values["rate"], int(values["months"]))

    @api.model
    def _find_amount(self, values):
        return loan_amount(values["instalment"], values["rate"], int(values["months"]))

    @api.model
    def _find_months(self, values):
        months = number_of_periods(values["amount"], values["rate"], values["instalment"])
        if months > MAX_MONTHS:
            raise InputError("instalment_too_small", instalment="", limit=MAX_MONTHS)
        return Decimal(months)

    @api.model
    def _find_rate(self, values):
        paid = values["instalment"] * values["months"]
        if paid < values["amount"]:
            sentence = self.env._(
                "All instalments together come to %(paid)s, which is less than the loan.",
                paid=self._say_money(paid),
            )
            raise FieldError("instalment", sentence)
        return nominal_rate(values["amount"], values["instalment"], int(values["months"]))

    @api.model
    def _translate(self, error, goal):
        """:return: FieldError at the field that can put it right"""
        env = self.env
        if error.code == "below_interest":
            sentence = env._("This does not even pay the interest: please enter more.")
            return FieldError("instalment", sentence)
        if error.code == "instalment_too_small":
            sentence = env._(
                "That would take more than %(years)s years: please enter more.",
                years=MAX_MONTHS // 12,
            )
            return FieldError("instalment", sentence)
        name = "instalment" if goal in ("rate", "amount") else "amount"
        return FieldError(name, env._("No loan has these numbers together. Please change one."))

    # === THE ANSWER ===

    @api.model
    def _prepare_outcome(self, loan, found, rows, effective):
        env, goal = self.env, loan["goal"]
        labels = {field.name: field.label for field in self._get_fields(loan)}
        values = {
            "instalment": self._say_money(loan["instalment"]),
            "amount": self._say_money(loan["amount"]),
            "months": env._("%s months", int(loan["months"])),
            "rate": self._say_percent(loan["rate"], 2),
        }
        return Outcome(
            labels[goal],
            values[goal],
            rows=self._get_loan_rows(loan["amount"], loan["rate"], rows, effective),
            table=self._get_schedule_table(rows),
            chart=self._get_schedule_chart(rows),
            notes=[
                env._("Paid monthly, at the end of each month, for the first time after a month."),
                env._("Fees are not known here; they would make the effective rate higher."),
            ],
            found={goal: found},
        )
