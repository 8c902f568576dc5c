from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL

from .pylot_cash_entry_take_back import OFFICE


class PylotCashHandover(models.Model):
    """Counting: from here on, the cash is the office's."""

    _inherit = "pylot.cash.handover"

    def action_confirm(self):
        """The cash was counted and is here: its receipts are handed over, and the difference is
        booked. All or nothing.

        :raise UserError: when it was counted already, or cannot be booked"""
        if not self.env.user.has_groups(OFFICE):
            raise AccessError(
                self.env._("Cash is counted and corrected by managers and by accounting.")
            )
        self.check_access("write")
        for handover in self:
            if handover.resource_id.user_id == self.env.user and not self.env.user.has_group(
                "pylot_frontoffice.group_manager"
            ):
                raise UserError(
                    self.env._("Somebody else has to count the cash that you hand over yourself.")
                )
            handover.sudo().with_company(handover.company_id)._count()

    def _count(self):
        self.ensure_one()
        self.flush_recordset()
        self.env.execute_query(
            SQL("SELECT id FROM pylot_cash_handover WHERE id = %s FOR NO KEY UPDATE", self.id)
        )
        self.invalidate_recordset()
        if self.state == "done":
            self._refuse_change()
        entries = self._lock_entries()
        expected = self.currency_id.round(sum(entries.mapped("amount")))
        counted = self.currency_id.round(self.counted)
        if not entries and self.currency_id.is_zero(counted):
            raise UserError(
                self.env._("%s has no cash that could be handed over.", self.resource_id.name)
            )
        move = self._book(entries, counted, counted - expected)
        if entries:
            entries.write({"handover_id": self.id})
        self.write(
            {
                "name": entries._draw_number(self.company_id, "pylot.cash.handover"),
                "counted": counted,
                "received_by_id": self.env.user.id,
                "received_at": fields.Datetime.now(),
                "account_move_id": move.id,
                "state": "done",
            }
        )
        # before the next one of this technician is begun
        self.flush_recordset()

    def _lock_entries(self):
        """:return: the receipts that this technician has not handed over. What is taken at this
        very moment is handed over the next time."""
        domain = self.env["pylot.cash.entry"]._get_float_domain(self.resource_id, self.company_id)
        entries = self.env["pylot.cash.entry"].search(domain, order="id")
        entries.flush_recordset()
        if entries:
            self.env.execute_query(
                SQL(
                    "SELECT id FROM pylot_cash_entry WHERE id = ANY(%s) ORDER BY id"
                    " FOR NO KEY UPDATE",
                    entries.ids,
                )
            )
        return entries

    # === BOOKING ===

    def _book(self, entries, counted, difference):
        """:return: the journal entry, posted; none when nothing has to be booked"""
        lines = [
            *self._prepare_transfer_lines(entries, counted),
            *self._prepare_difference_lines(difference),
        ]
        moves = self.env["account.move"]
        if not lines:
            return moves
        move = moves.create(
            {
                "move_type": "entry",
                "journal_id": self.company_id._get_cash_journal().id,
                "company_id": self.company_id.id,
                "date": fields.Date.context_today(self),
                "ref": self.env._("Cash of %s", self.resource_id.name),
                "line_ids": [Command.create(line) for line in lines],
            }
        )
        move.action_post()
        return move

    def _get_pocket_account(self):
        """:return: the account that the cash in pockets stands on
        :raise UserError: when there is none"""
        account = self.company_id._get_cash_journal().default_account_id
        if not account:
            raise UserError(
                self.env._(
                    "%s has no cash journal with an account. Choose one in the settings of Front "
                    "Office.",
                    self.company_id.name,
                )
            )
        return account

    def _prepare_transfer_lines(self, entries, counted):
        """What was counted moves from the pockets into the cash box of the office. Should the
        journal have changed meanwhile, what stands on the old account moves on as well."""
        pocket = self._get_pocket_account()
        box = self.company_id.pylot_cash_office_journal_id.default_account_id or pocket
        sums = {}
        for entry in entries:
            origin = entry.reversed_id or entry
            account = origin._get_pocket_account() or pocket
            sums[account] = sums.get(account, 0.0) + entry.amount
        # the difference is booked on the account of today
        sums[pocket] = sums.get(pocket, 0.0) + counted - sum(sums.values())
        sums[box] = sums.get(box, 0.0) - counted
        name = self.env._("Cash of %s", self.resource_id.name)
        currency = self.currency_id
        return [
            {"account_id": account.id, "name": name, **self._split(-currency.round(amount))}
            for account, amount in sums.items()
            if not currency.is_zero(amount)
        ]

    def _prepare_difference_lines(self, difference):
        difference = self.currency_id.round(difference)
        if self.currency_id.is_zero(difference):
            return []
        account = self.company_id._get_cash_difference_account(difference)
        if not account:
            raise UserError(
                self.env._(
                    "There is no account for the difference of %s. Choose one in the settings of "
                    "Front Office.",
                    self.currency_id.format(difference),
                )
            )
        name = (
            self.env._("Cash counted too much: %s", self.resource_id.name)
            if difference > 0
            else self.env._("Cash missing: %s", self.resource_id.name)
        )
        pocket = self._get_pocket_account()
        return [
            {"account_id": pocket.id, "name": name, **self._split(difference)},
            {"account_id": account.id, "name": name, **self._split(-difference)},
        ]

    def _split(self, amount):
        """:return: dict of debit and credit"""
        return {"debit": max(amount, 0.0), "credit": max(-amount, 0.0)}
