from functools import cached_property

from odoo.fields import Domain
from odoo.tools import format_amount

from ..const import UNPAID_STATES
from ..wording import describe_near_day
from .matters_section import LOOKED_AT, SHOWN, Entry, MattersSection, Rank, Step

DUNNING = "/my/dunning"


class InvoicesSection(MattersSection):
    """What is open, first what was due first; then the latest that are settled. Nobody is asked to
    pay what they dispute, what is being paid, or what they have promised to pay later."""

    name = "invoices"

    @cached_property
    def domain(self):
        return (
            Domain(self.portal._get_invoices_domain("out"))
            & Domain("move_type", "=", "out_invoice")
            # employees may see everybody's
            & Domain("partner_id", "child_of", self.partner.commercial_partner_id.ids)
            & Domain("company_id", "in", self.company_ids)
        )

    def _get_invoices_sudo(self, domain, order, limit):
        """:return: invoices that the visitor may read, elevated as on the portal's own pages"""
        moves = self.env["account.move"]
        if limit <= 0 or not moves.has_access("read"):
            return moves.sudo()
        return moves.search(self.domain & domain, order=order, limit=limit).sudo()

    @cached_property
    def unpaid(self):
        is_open = Domain("payment_state", "in", UNPAID_STATES) & Domain("amount_residual", ">", 0)
        return self._get_invoices_sudo(is_open, "invoice_date_due, id", LOOKED_AT)

    @cached_property
    def dunned(self):
        """Those that are asked for by a message the visitor can open."""
        dunnings = self.portal._get_open_dunnings_sudo()
        return dunnings.line_ids.filtered(lambda line: not line.is_credit).move_id

    @cached_property
    def holds(self):
        """Why an invoice need not be paid now, in the customer's words, by its id."""
        env, disputes = self.env, self.unpaid._get_disputes()
        holds = {}
        for move in self.unpaid:
            if move.payment_state == "blocked" or disputes[move.id]:
                holds[move.id] = env._("We deal with your complaint about it")
            elif self._is_underway(move):
                holds[move.id] = env._("Your payment is under way")
        for move_id, promise in self.unpaid._get_promises().items():
            day = describe_near_day(env, promise.date, self.today)
            holds.setdefault(move_id, env._("You pay by %(day)s", day=day))
        return holds

    def _is_underway(self, move):
        return any(
            tx.state in ("pending", "authorized") and tx.provider_code != "custom"
            for tx in move.transaction_ids
        )

    def get_title(self):
        return self.env._("Invoices")

    def get_links(self):
        return [("/my/invoices", self.env._("All invoices"))]

    def get_entries(self):
        shown = self.unpaid[:SHOWN]
        is_settled = Domain("id", "not in", self.unpaid.ids) & (
            Domain("payment_state", "not in", UNPAID_STATES) | Domain("amount_residual", "=", 0)
        )
        settled = self._get_invoices_sudo(
            is_settled, "invoice_date DESC, id DESC", SHOWN - len(shown)
        )
        return [self._get_entry(move) for move in shown | settled]

    def _get_entry(self, move):
        env = self.env
        if move not in self.unpaid:
            amount = format_amount(env, move.amount_total, move.currency_id)
            return Entry(move.name, amount, f"/my/invoices/{move.id}", env._("Look at it"))
        amount = format_amount(env, move.amount_residual, move.currency_id)
        if move.id in self.holds:
            url, button, note = f"/my/invoices/{move.id}", env._("Look at it"), self.holds[move.id]
        else:
            url, button = self._get_url(move), env._("Pay")
            day = self._say_due(move)
            is_late = self._is_late(move)
            note = env._("was due on %(day)s", day=day) if is_late else self._say_by(day)
        return Entry(move.name, amount, url, button, note=note)

    def _say_by(self, day):
        return self.env._("to be paid by %(day)s", day=day)

    def _say_due(self, move):
        return describe_near_day(self.env, self._get_due(move), self.today)

    def _get_due(self, move):
        return move.invoice_date_due or move.invoice_date or self.today

    def _is_late(self, move):
        return self._get_due(move) < self.today

    def _get_url(self, move):
        """Core's page opens its form to pay at once."""
        return DUNNING if move in self.dunned else f"/my/invoices/{move.id}?payment=True#portal_pay"

    def get_steps(self):
        return [self._get_step(move) for move in self.unpaid if move.id not in self.holds]

    def _get_step(self, move):
        env, is_late = self.env, self._is_late(move)
        words = {"name": move.name, "day": self._say_due(move)}
        if move in self.dunned:
            text = env._("Please pay what we have reminded you of.")
            is_late = True
        elif is_late:
            text = env._("Please pay invoice %(name)s: it was due on %(day)s.", **words)
        else:
            text = env._("Please pay invoice %(name)s by %(day)s.", **words)
        rank = Rank.OVERDUE if is_late else Rank.INVOICE
        return Step(rank, self._get_due(move), text, env._("Pay"), self._get_url(move))
