from decimal import Decimal

from odoo import api, models

from ..tools.calculation import Field, FieldError, Outcome
from ..tools.discount_rate import discount_rate
from ..tools.money import round_half_up

MAX_AMOUNT = Decimal(1_000_000_000)
MAX_DAYS = Decimal(365)
MAX_DISCOUNT = Decimal(50)


class PylotCalculatorDiscount(models.AbstractModel):
    """What a discount for paying early is worth: it is interest on the days one pays earlier."""

    _name = "pylot.calculator.discount"
    _inherit = ["pylot.calculator"]
    _description = "Cash Discount Calculator"

    _calculator_slug = "cash-discount"
    _calculator_rank = 30

    @api.model
    def _get_title(self):
        return self.env._("Is a cash discount worth it?")

    @api.model
    def _get_intro(self):
        return self.env._(
            "Pay early and take the discount, or pay later: what the discount is as interest a "
            "year."
        )

    @api.model
    def _get_fields(self, typed):
        env = self.env
        days = {"kind": "count", "high": MAX_DAYS, "step": Decimal(1), "unit": env._("days")}
        return [
            Field(
                "amount",
                env._("Amount of the invoice"),
                "amount",
                Decimal(1000),
                Decimal("0.01"),
                MAX_AMOUNT,
                step=Decimal(50),
                top=Decimal(5000),
                unit=self._get_currency().name,
            ),
            Field(
                "discount",
                env._("Discount"),
                "percent",
                Decimal(3),
                Decimal("0.01"),
                MAX_DISCOUNT,
                step=Decimal("0.5"),
                top=Decimal(10),
                unit="%",
            ),
            Field(
                name="early",
                label=env._("With the discount within"),
                default=Decimal(10),
                low=Decimal(0),
                top=Decimal(60),
                **days,
            ),
            Field(
                name="late",
                label=env._("Without it within"),
                default=Decimal(30),
                low=Decimal(1),
                top=Decimal(90),
                **days,
            ),
        ]

    @api.model
    def _calculate(self, values):
        env, amount = self.env, values["amount"]
        early, late = int(values["early"]), int(values["late"])
        if early >= late:
            raise FieldError(
                "late", env._("This must be later than with the discount. Please change one.")
            )
        rate = discount_rate(values["discount"], early, late)
        unit = Decimal(str(self._get_currency().rounding))
        off = round_half_up(amount * values["discount"] / 100, unit)
        return Outcome(
            env._("Interest a year, effective"),
            self._say_percent(rate.compound),
            rows=[
                (env._("Discount"), self._say_money(off)),
                (env._("To pay with the discount"), self._say_money(amount - off)),
                (env._("Days you pay earlier"), self._say_number(late - early)),
                (env._("Without interest on interest"), self._say_percent(rate.simple)),
                (env._("By the rule of thumb"), self._say_percent(rate.rule)),
            ],
            notes=[
                env._(
                    "As long as a loan costs less than this a year, it is cheaper to borrow the "
                    "money and take the discount."
                ),
                env._("A year is counted with 360 days, as merchants do."),
            ],
        )
