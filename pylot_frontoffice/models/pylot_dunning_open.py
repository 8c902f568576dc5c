from typing import NamedTuple

from odoo import models
from odoo.fields import Domain


class OpenNow(NamedTuple):
    """What is open at this moment; amounts in the currency of the message."""

    items: list  # of (item of the message, what is open of it)
    amount_open: float
    amount_netted: float  # at most what is open
    amount_charges: float  # interest, lump sum and fee as they were asked for
    total: float


class PylotDunning(models.Model):
    """The truth behind a message that was written some days ago."""

    _inherit = "pylot.dunning"

    def _get_open_now(self):
        """:return: :class:`OpenNow`; charges are dropped with the last invoice that is paid, and
        are those of the books when they were booked"""
        self.ensure_one()
        dunning = self.sudo()
        rounded = dunning.currency_id.round
        items = [
            (
                line,
                rounded(max(line.move_line_id.amount_residual_currency, 0))
                if line.move_id.state == "posted"
                else 0.0,
            )
            for line in dunning._get_claims()
        ]
        amount_open = rounded(sum(amount for _line, amount in items))
        credits = dunning.env["account.move.line"].search_fetch(
            Domain("partner_id.commercial_partner_id", "=", dunning.partner_id.id)
            & Domain("company_id", "=", dunning.company_id.id)
            & Domain("currency_id", "=", dunning.currency_id.id)
            & Domain("account_type", "=", "asset_receivable")
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("amount_residual_currency", "<", 0),
            ["amount_residual_currency"],
        )
        netted = min(rounded(-sum(credits.mapped("amount_residual_currency"))), amount_open)
        charges = dunning.amount_interest + dunning.amount_lump_sum + dunning.amount_fee
        if dunning.claim_move_id:
            charges = dunning.claim_move_id.amount_residual
        elif amount_open <= netted:
            charges = 0.0
        return OpenNow(
            items,
            amount_open,
            netted,
            rounded(charges),
            rounded(amount_open - netted + charges),
        )

    def action_open_page(self):
        """What the customer sees."""
        return {"type": "ir.actions.act_url", "url": self._get_page_url(), "target": "new"}
