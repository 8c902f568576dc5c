from decimal import Decimal

from odoo import models
from odoo.tools import SQL


class AccountMove(models.Model):
    """What of an invoice can be paid at this moment, and why not."""

    _inherit = "account.move"

    def _get_open_amount(self):
        """:return: Decimal in the currency of the invoice, 0 unless it is posted"""
        self.ensure_one()
        if self.state != "posted" or self.move_type != "out_invoice":
            return Decimal(0)
        return max(self._to_money(self.amount_residual), Decimal(0))

    def _to_money(self, amount):
        """:return: Decimal of an amount in the currency of the invoice, with all its digits"""
        currency = self.currency_id
        digits = Decimal(1).scaleb(-currency.decimal_places)
        return Decimal(repr(currency.round(amount))).quantize(digits)

    def _get_pay_refusal(self):
        """:return: why nothing can be paid at all, "" when it can"""
        self.ensure_one()
        if self.state == "draft":
            return self.env._("The office looks at this invoice first, and sends it.")
        if self.state != "posted":
            return self.env._("This invoice was cancelled.")
        if not self._get_open_amount():
            return self.env._("Nothing is open any more.")
        return ""

    def _get_amount_refusal(self, amount):
        """:param Decimal amount: what somebody wants to pay; None when it was no number
        :return: why it cannot be paid like this, "" when it can"""
        self.ensure_one()
        most = self._get_open_amount()
        if amount is None or not amount.is_finite() or amount <= 0 or amount > most:
            return self.env._(
                "Please enter an amount up to %s.", self.currency_id.format(float(most))
            )
        if amount % Decimal(repr(self.currency_id.rounding)):
            return self.env._(
                "%(amount)s cannot be paid in %(currency)s: there is no such coin.",
                amount=f"{amount:f}",
                currency=self.currency_id.name,
            )
        return ""

    def _lock_to_pay(self):
        """Wait for whoever pays the same invoice. What they have done is then seen by beginning
        anew, as a request does when PostgreSQL says so."""
        self.flush_recordset()
        self.env.execute_query(
            SQL("SELECT id FROM account_move WHERE id = %s FOR NO KEY UPDATE", self.id)
        )
