from decimal import Decimal

from odoo import fields, models
from odoo.fields import Domain


class AccountMove(models.Model):
    """Paying an invoice in cash, at the customer's."""

    _inherit = "account.move"

    pylot_cash_ids = fields.One2many(
        "pylot.cash.entry",
        "move_id",
        string="Taken in Cash",
        groups="pylot_frontoffice.group_manager,account.group_account_invoice",
    )

    def _get_cash_refusal(self):
        """:return: why cash cannot be taken for this invoice at all, "" when it can"""
        self.ensure_one()
        company = self.company_id
        journal = company._get_cash_journal()
        if company.currency_id.is_zero(company.pylot_cash_limit):
            return self.env._("We take no cash. Please choose another way to pay.")
        if not journal:
            return self.env._(
                "Cash cannot be booked: %s has no cash journal. Please choose another way to pay.",
                company.name,
            )
        if self.currency_id != company.currency_id or (
            journal.currency_id and journal.currency_id != company.currency_id
        ):
            return self.env._(
                "Cash is taken in %(ours)s only, and this invoice is in %(theirs)s. Please choose "
                "another way to pay.",
                ours=company.currency_id.name,
                theirs=self.currency_id.name,
            )
        refusal = self._get_pay_refusal()
        if not refusal and not self._get_cash_most():
            return self.env._(
                "We take at most %s in cash for one invoice, and that much was taken. Please "
                "choose another way to pay the rest.",
                company.currency_id.format(company.pylot_cash_limit),
            )
        return refusal

    def _get_cash_most(self):
        """:return: Decimal, the most that may still be taken in cash for this invoice"""
        taken = sum(self.sudo().pylot_cash_ids.mapped("amount"))
        limit = self._to_money(self.company_id.pylot_cash_limit - taken)
        return max(min(self._get_open_amount(), limit), Decimal(0))

    def _get_cash_amount_refusal(self, amount):
        """:param Decimal amount: what the customer pays; None when it was no number
        :return: why it cannot be taken in cash like this, "" when it can"""
        refusal = self._get_amount_refusal(amount)
        if refusal or amount <= self._get_cash_most():
            return refusal
        company = self.company_id
        return self.env._(
            "We take at most %(limit)s in cash for one invoice: up to %(most)s can be taken now. "
            "Please choose another way to pay the rest.",
            limit=company.currency_id.format(company.pylot_cash_limit),
            most=company.currency_id.format(float(self._get_cash_most())),
        )

    # === WHAT WAS TAKEN STAYS ===

    def _get_cash_records(self):
        """:return: (entries, hand-overs) that these journal entries belong to, elevated"""
        entries = self.env["pylot.cash.entry"].sudo()
        handovers = self.env["pylot.cash.handover"].sudo()
        bookings = self.filtered(lambda move: move.move_type == "entry")
        if not bookings.ids:
            return entries, handovers
        return (
            entries.search(
                Domain("payment_id.move_id", "in", bookings.ids)
                | Domain("account_move_id", "in", bookings.ids)
            ),
            handovers.search([("account_move_id", "in", bookings.ids)]),
        )

    def _check_no_cash(self):
        """:raise UserError: when one of these books cash that technicians have taken"""
        entries, handovers = self._get_cash_records()
        if entries:
            entries._refuse_change()
        if handovers:
            handovers._refuse_change()

    def button_draft(self):
        self._check_no_cash()
        return super().button_draft()

    def button_cancel(self):
        self._check_no_cash()
        return super().button_cancel()

    def unlink(self):
        self._check_no_cash()
        return super().unlink()
