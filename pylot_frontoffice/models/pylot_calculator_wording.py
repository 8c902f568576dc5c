from decimal import ROUND_HALF_UP, Decimal

from odoo import api, models
from odoo.tools import format_date, formatLang

CENT = Decimal("0.01")


class PylotCalculator(models.AbstractModel):
    """Numbers in the reader's language. Only here an exact number becomes a text."""

    _inherit = "pylot.calculator"

    @api.model
    def _say_money(self, amount, currency=None):
        return (currency or self._get_currency()).format(float(amount))

    @api.model
    def _say_number(self, number, digits=0):
        """:return: with exactly so many digits, half of the last one rounded up"""
        exact = Decimal(number).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        return formatLang(self.env, float(exact), digits=digits)

    @api.model
    def _say_percent(self, percent, digits=2):
        """Two digits are what the law wants of an effective rate (§ 16 PAngV, annex)."""
        return self.env._("%s %%", self._say_number(percent, digits))

    @api.model
    def _say_short(self, number, digits):
        """:return: as people write a number into a field: no more digits than it has"""
        text = f"{number:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{number:.0f}"
        return self._say_number(number, len(text.partition(".")[2]))

    @api.model
    def _say_value(self, field, value):
        """:param field: :class:`~..tools.calculation.Field`
        :return: what was entered, to be read"""
        if field.kind == "choice":
            return dict(field.choices).get(value, "")
        if field.kind == "date":
            return format_date(self.env, value)
        if field.kind == "amount":
            return self._say_money(value)
        if field.kind == "percent":
            return self._say_percent(value, max(2, -value.normalize().as_tuple().exponent))
        return f"{self._say_number(value)} {field.unit}".strip()

    @api.model
    def _write_value(self, field, value):
        """:return: what was entered, as it stands in its field"""
        if field.kind == "choice":
            return value
        if field.kind == "date":
            return value.isoformat()
        if field.kind == "amount" and value != value.to_integral_value():
            return self._say_number(value, 2)
        return self._say_short(value, field.digits)
