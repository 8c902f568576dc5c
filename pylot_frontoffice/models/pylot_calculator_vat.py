from decimal import Decimal

from odoo import api, models

from ..tools.calculation import Field, Outcome
from ..tools.vat import from_gross, from_net

MAX_AMOUNT = Decimal(1_000_000_000)


class PylotCalculatorVat(models.AbstractModel):
    """Value added tax, from the amount without it or from the one with it."""

    _name = "pylot.calculator.vat"
    _inherit = ["pylot.calculator"]
    _description = "Value Added Tax Calculator"

    _calculator_slug = "vat"
    _calculator_rank = 40

    @api.model
    def _get_title(self):
        return self.env._("Value added tax: net and gross")

    @api.model
    def _get_intro(self):
        return self.env._("From a price without tax to the price with it, and back.")

    @api.model
    def _get_usual_rate(self):
        """:return: Decimal, percent: of the tax that new products of the company get"""
        tax = self.env.company.account_sale_tax_id
        is_percent = tax.amount_type == "percent" and 0 <= tax.amount <= 100
        return Decimal(str(round(tax.amount, 4))) if tax and is_percent else Decimal(19)

    @api.model
    def _get_fields(self, typed):
        env = self.env
        return [
            Field(
                "basis",
                env._("I know"),
                "choice",
                "net",
                choices=(
                    ("net", env._("the amount without tax (net)")),
                    ("gross", env._("the amount with tax (gross)")),
                ),
            ),
            Field(
                "amount",
                env._("Amount"),
                "amount",
                Decimal(100),
                Decimal(0),
                MAX_AMOUNT,
                step=Decimal(10),
                top=Decimal(1000),
                unit=self._get_currency().name,
            ),
            Field(
                "rate",
                env._("Tax rate"),
                "percent",
                self._get_usual_rate(),
                Decimal(0),
                Decimal(100),
                step=Decimal("0.5"),
                top=Decimal(30),
                unit="%",
            ),
        ]

    @api.model
    def _calculate(self, values):
        env, count = self.env, from_net if values["basis"] == "net" else from_gross
        unit = Decimal(str(self._get_currency().rounding))
        vat = count(values["amount"], values["rate"], unit)
        rows = [
            (env._("Net"), self._say_money(vat.net)),
            (env._("Value added tax"), self._say_money(vat.tax)),
            (env._("Gross"), self._say_money(vat.gross)),
        ]
        label, value = rows.pop(2 if values["basis"] == "net" else 0)
        return Outcome(
            label,
            value,
            rows=rows,
            chart={
                "labels": [env._("Price")],
                "series": [
                    (env._("Net"), [float(vat.net)]),
                    (env._("Value added tax"), [float(vat.tax)]),
                ],
            },
            notes=[env._("Rounded to whole coins; net and tax always come to gross.")],
        )
