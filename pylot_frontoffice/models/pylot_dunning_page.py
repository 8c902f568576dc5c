from typing import NamedTuple

from odoo import models
from odoo.fields import Domain

from ..const import UNPAID_STATES


class PageItem(NamedTuple):
    """An item of the message as it is now; amounts in its currency."""

    line: models.Model
    state: str  # open, paid, disputed (the whole), handed_over, withdrawn (not asked for any more)
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
    moves: models.Model  # invoices of which something is to be paid


class PylotDunning(models.Model):
    """The truth behind a message that was written some days ago."""

    _inherit = "pylot.dunning"

    def _get_page(self):
        """:return: :class:`Page`; costs as many queries for one item as for a hundred"""
        self.ensure_one()
        claims, rounded = self._get_claims(), self.currency_id.round
        disputes = claims.move_id._get_disputes()
        # of an invoice in instalments, what is disputed is taken off the first ones
        disputed = {
            move: sum(disputes[move.id].mapped("disputed_amount")) for move in claims.move_id
        }
        items = []
        for line in claims:
            item = self._get_page_item(
                line, disputes[line.move_id.id], disputed.get(line.move_id, 0)
            )
            if item.state in ("open", "disputed") and line.move_id in disputed:
                disputed[line.move_id] -= item.disputed
            items.append(item)
        amount_open = rounded(sum(item.amount for item in items))
        netted = min(self._get_credit_now(), amount_open)
        charges = self._get_charges_now(is_open=amount_open > netted)
        total = rounded(amount_open - netted + sum(amount for _name, amount in charges))
        moves = claims.browse(item.line.id for item in items if item.state == "open").move_id
        moves |= self.claim_move_id.filtered(lambda move: charges and move.state == "posted")
        return Page(items, amount_open, netted, charges, total, moves)

    def _get_page_item(self, line, disputes, disputed):
        """:param disputes: open complaints about the invoice
        :param disputed: amount that is not taken off another item yet"""
        entry, move, rounded = line.move_line_id, line.move_id, self.currency_id.round
        if not entry or move.state != "posted" or move.commercial_partner_id != self.partner_id:
            return PageItem(line, "withdrawn", 0.0, 0.0, 0.0)
        left = rounded(max(entry.amount_residual_currency, 0))
        paid = rounded(line.amount_total - left)
        if not left or move.payment_state not in (*UNPAID_STATES, "blocked"):
            return PageItem(line, "paid", 0.0, line.amount_total, 0.0)
        if move.pylot_handover_id:
            return PageItem(line, "handed_over", 0.0, paid, 0.0)
        if any(not each.disputed_amount for each in disputes):
            return PageItem(line, "disputed", 0.0, paid, left)
        if move.no_followup or move.payment_state == "blocked":
            return PageItem(line, "withdrawn", 0.0, paid, 0.0)
        disputed = min(rounded(disputed), left)
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

    def _get_charges_now(self, is_open):
        """:param is_open: whether something of the invoices is open
        :return: list of (name, amount): what is open of it in the books; else as the message asked
            for it, and dropped with the last invoice that is paid"""
        booked = self.claim_move_id
        if not booked:
            return self._get_charges() if is_open else []
        if booked.state != "posted" or booked.payment_state not in UNPAID_STATES:
            return []
        name = self.env._("Costs of late payment (%s)", booked.name)
        return [(name, booked.amount_residual)] if booked.amount_residual > 0 else []

    def _get_page_arithmetic(self):
        """:return: (list of lines that show how interest was counted, on what basis)"""
        if not self.amount_interest:
            return (), ""
        return self._get_arithmetic(), self._get_interest_basis()

    def _get_portal_domain(self, user):
        """:return: :class:`Domain` of the messages that ``user`` may see in the portal: those about
        invoices that core shows there, too"""
        mine = Domain("partner_id", "=", user.partner_id.commercial_partner_id.id)
        return mine & Domain("company_id", "in", self.env.companies.ids)

    def _find_complaint_team(self):
        """:return: who would take a complaint about an invoice, or none"""
        teams = self.env["pylot.team"].sudo().with_company(self.company_id)
        return teams._find_for_form(self.company_id, is_known=True)

    def action_open_page(self):
        """What the customer sees."""
        return {"type": "ir.actions.act_url", "url": self._get_page_url(), "target": "new"}
