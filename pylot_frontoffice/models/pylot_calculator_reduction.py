from decimal import Decimal

from odoo import api, models

from ..tools.calculation import Field, FieldError, Outcome
from ..tools.price_reduction import reduced_price, refund

MAX_AMOUNT = Decimal(1_000_000_000)
# Ten years: nobody agrees on a price for longer without a break.
MAX_DAYS = Decimal(3660)


class PylotCalculatorReduction(models.AbstractModel):
    """What is taken off a price for a period when something was worth less for some of its days.
    The formula is that of the law (§ 441 (3), § 638 (3) BGB)."""

    _name = "pylot.calculator.reduction"
    _inherit = ["pylot.calculator"]
    _description = "Price Reduction Calculator"

    _calculator_slug = "price-reduction"
    _calculator_rank = 60

    @api.model
    def _get_title(self):
        return self.env._("Work out a price reduction")

    @api.model
    def _get_intro(self):
        return self.env._(
            "Something did not work as agreed for some days: what is taken off the price for them."
        )

    @api.model
    def _get_fields(self, typed):
        env = self.env
        return [
            Field(
                "amount",
                env._("Price agreed for the whole period"),
                "amount",
                Decimal(300),
                Decimal("0.01"),
                MAX_AMOUNT,
                step=Decimal(10),
                top=Decimal(3000),
                unit=self._get_currency().name,
            ),
            Field(
                "period",
                env._("Days of the whole period"),
                "count",
                Decimal(30),
                Decimal(1),
                MAX_DAYS,
                step=Decimal(1),
                top=Decimal(365),
                unit=env._("days"),
            ),
            Field(
                "days",
                env._("Days on which something was wrong"),
                "count",
                Decimal(10),
                Decimal(1),
                MAX_DAYS,
                step=Decimal(1),
                top=Decimal(365),
                unit=env._("days"),
            ),
            Field(
                "share",
                env._("By how much it was worth less on these days"),
                "percent",
                Decimal(50),
                Decimal(1),
                Decimal(100),
                step=Decimal(5),
                unit="%",
                help=env._("100 % means that it could not be used at all."),
            ),
        ]

    @api.model
    def _calculate(self, values):
        env, amount, period, days = self.env, *(values[key] for key in ("amount", "period", "days"))
        if days > period:
            raise FieldError(
                "days", env._("These are more days than the whole period has. Please change one.")
            )
        unit = Decimal(str(self._get_currency().rounding))
        # a day that is worth a hundred without the defect
        sound = 100 * period
        prices = amount, sound, sound - days * values["share"], unit
        left, off = reduced_price(*prices), refund(*prices)
        return Outcome(
            env._("Reduction"),
            self._say_money(off),
            rows=[
                (env._("Price agreed"), self._say_money(amount)),
                (env._("Price that remains"), self._say_money(left)),
                (env._("Share of the price"), self._say_percent(off / amount * 100)),
            ],
            chart={
                "labels": [env._("Price")],
                "series": [
                    (env._("Remains"), [float(left)]),
                    (env._("Taken off"), [float(off)]),
                ],
            },
            notes=[
                env._(
                    "By how much something was worth less is for people to agree on: what we ask "
                    "for here is only worked out."
                ),
            ],
        )
