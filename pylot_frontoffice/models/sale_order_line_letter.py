from babel.numbers import format_decimal

from odoo import models
from odoo.tools import formatLang
from odoo.tools.misc import babel_locale_parse, get_lang


class SaleOrderLine(models.Model):
    """Items in messages to customers, in the language of the context."""

    _inherit = "sale.order.line"

    def _get_letter_quantity(self):
        """:return: "1.5 Hours" """
        locale = babel_locale_parse(get_lang(self.env).code)
        number = format_decimal(self.product_uom_qty, locale=locale)
        return f"{number} {self.product_uom_id.name or ''}".strip()

    def _get_letter_amount(self):
        """:return: what the customer pays for it, taxes included"""
        return formatLang(self.env, self.price_total, currency_obj=self.currency_id)
