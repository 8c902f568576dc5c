from typing import NamedTuple

from odoo import models
from odoo.fields import Domain

from ..const import UNPAID_STATES


class PageItem(NamedTuple):
    """An item of the message as it is now; amounts in its currency."""

    line: models.Model
    state: str  # open, paid, disputed (the whole), withdrawn (not asked for any more)
    amount: float  # to be paid now, without what is disputed
    paid: float
    disputed: float


class Page(NamedTuple):
    """What the customer has to know and to pay at this moment."""

    items: list  # of :class:`PageItem`
    amount_open: float
    amount_netted: float  # credits, at most what is open
    charges: list  # of (name, amount), none when nothing is open
    total: float

    @property
    def moves(self):
        """:return: invoices of which something is to be paid"""
        lines = [item.line for item in self.items if item.state == "open"]
        return lines[0].move_id.union(*(line.move_id for line in lines)) if lines else None


class PylotDunning(models.Model):
    """The truth behind a message that was written some days ago."""

    _inherit = "pylot.dunning"

    def _get_page(self):
        """:return: :class:`Page`; costs as many queries for one item as for a hundred"""
        self.ensure_one()
        claims, rounded = self._get_claims(), self.currency_id.round
        disputes = claims.move_id._get_disputes()
        items, used = [], set()
        for line in claims:
            # of an invoice in instalments, what is disputed is taken off once
            known = disputes[line.move_id.id] if line.move_id.id not in used else ()
            item = self._get_page_item(line, disputes[line.move_id.id], known)
            used.update(line.move_id.ids if item.disputed else ())
            items.append(item)
        amount_open = rounded(sum(item.amount for item in items))
        netted = min(self._get_credit_now(), amount_open)
        charges = self._get_charges_now() if amount_open > netted else []
        total = rounded(amount_open - netted + sum(amount for _name, amount in charges))
        return Page(items, amount_open, netted, charges, total)

    def _get_page_item(self, line, disputes, counted):
        """:param disputes: open complaints about the invoice
        :param counted: those whose amount is taken off this item"""
        entry, move, rounded = line.move_line_id, line.move_id, self.currency_id.round
        if not entry or move.state != "posted" or move.commercial_partner_id != self.partner_id:
            return PageItem(line, "withdrawn", 0.0, 0.0, 0.0)
        left = rounded(max(entry.amount_residual_currency, 0))
        paid = rounded(line.amount_total - left)
        if not left or move.payment_state not in (*UNPAID_STATES, "blocked"):
            return PageItem(line, "paid", 0.0, line.amount_total, 0.0)
        if any(not each.disputed_amount for each in disputes):
            return PageItem(line, "disputed", 0.0, paid, left)
        if move.no_followup or move.payment_state == "blocked":
            return PageItem(line, "withdrawn", 0.0, paid, 0.0)
        disputed = min(rounded(sum(each.disputed_amount for each in counted)), left)
        state = "open" if left > disputed else "disputed"
        return PageItem(line, state, rounded(left - disputed), paid, disputed)

    def _get_credit_now(self):
        """:return: credit notes and payments of the customer that belong to no invoice"""
        lines = self.env["account.move.line"].search_fetch(
            Domain("partner_id.commercial_partner_id", "=", self.partner_id.id)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("currency_id", "=", self.currency_id.id)
            & Domain("account_type", "=", "asset_receivable")
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("amount_residual_currency", "<", 0),
            ["amount_residual_currency"],
        )
        return self.currency_id.round(-sum(lines.mapped("amount_residual_currency")))

    def _get_charges_now(self):
        """:return: list of (name, amount): as the message asked for them"""
        return self._get_charges()

    def _get_page_arithmetic(self):
        """:return: (list of lines that show how interest was counted, on what basis)"""
        return (self._get_arithmetic(), self._get_interest_basis()) if self.amount_interest else ((), "")

    def _get_portal_domain(self, user):
        """:return: :class:`Domain` of the messages that ``user`` may see in the portal: those about
        invoices that core shows there, too"""
        return Domain("partner_id", "=", user.partner_id.commercial_partner_id.id)

    def _find_complaint_team(self):
        """:return: who would take a complaint about an invoice, or none"""
        teams = self.env["pylot.team"].sudo().with_company(self.company_id)
        return teams._find_for_form(self.company_id, is_known=True)
