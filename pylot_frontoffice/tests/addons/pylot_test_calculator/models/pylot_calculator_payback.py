from decimal import Decimal

from odoo import api, models

from odoo.addons.pylot_frontoffice.tools.calculation import Field, FieldError, Outcome


class PylotCalculatorPayback(models.AbstractModel):
    """Pay-back: after how many years a new heating has saved what it has cost."""

    _name = "pylot.calculator.payback"
    _inherit = ["pylot.calculator"]
    _description = "Pay-back Calculator"

    _calculator_slug = "payback"
    _calculator_rank = 80

    @api.model
    def _get_title(self):
        return self.env._("When does a new heating pay off?")

    @api.model
    def _get_intro(self):
        return self.env._("What it costs, what it saves a year, and when both are the same.")

    @api.model
    def _get_fields(self, typed):
        unit, most = self._get_currency().name, Decimal(1_000_000)
        amounts = {"kind": "amount", "low": Decimal(1), "high": most, "unit": unit}
        return [
            Field(
                name="cost",
                label=self.env._("What it costs"),
                default=Decimal(12000),
                step=Decimal(500),
                top=Decimal(40000),
                **amounts,
            ),
            Field(
                name="saving",
                label=self.env._("What it saves a year"),
                default=Decimal(900),
                step=Decimal(50),
                top=Decimal(4000),
                **amounts,
            ),
        ]

    @api.model
    def _calculate(self, values):
        years = values["cost"] / values["saving"]
        if years > 100:
            raise FieldError("saving", self.env._("With so little it never pays off."))
        return Outcome(
            self.env._("Pays off after"),
            self.env._("%s years", self._say_number(years, 1)),
            rows=[(self.env._("Saved in ten years"), self._say_money(values["saving"] * 10))],
        )
