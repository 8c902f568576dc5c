from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .pylot_cash_handover import MOST


class PylotCashEntry(models.Model):
    """Change money: the office gives it to a technician, and it comes back with what customers
    have paid when the pocket is counted."""

    _inherit = "pylot.cash.entry"

    @api.model
    def _give(self, technician, company, amount, key):
        """Give change money to a technician, once for each form that was opened.

        :param technician: ``resource.resource`` in whose pocket the cash is from now on
        :param float amount: in the currency of the company
        :param str key: of the form
        :return: the entry, elevated; the same one for the same key
        :raise UserError: why it cannot be given
        """
        self._check_office()
        entries = self.sudo().with_company(company)
        known = entries.search([("key", "=", key)])
        if known:
            return known
        # not "amount <= 0": a number that is none compares with nothing
        if not 0 < amount <= MOST or company.currency_id.is_zero(amount):
            raise UserError(self.env._("Please enter the amount that you hand over."))
        amount = company.currency_id.round(amount)
        vals = entries._prepare_entry_vals(entries.move_id, technician, key, company)
        move = entries._book_float(technician, company, amount)
        return entries.create(
            {**vals, "kind": "float", "amount": amount, "account_move_id": move.id}
        )

    def _book_float(self, technician, company, amount):
        """:return: the journal entry from the cash box of the office, posted; none when pockets
        and box stand on one account"""
        journal = company._get_cash_journal()
        pocket = journal.default_account_id
        box = company.pylot_cash_office_journal_id.default_account_id or pocket
        moves = self.env["account.move"]
        if not pocket:
            raise UserError(
                self.env._(
                    "%s has no cash journal with an account. Choose one in the settings of Front "
                    "Office.",
                    company.name,
                )
            )
        if box == pocket:
            return moves
        name = self.env._("Change money for %s", technician.name)
        lines = ((pocket, amount, 0.0), (box, 0.0, amount))
        move = moves.create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "company_id": company.id,
                "date": fields.Date.context_today(self),
                "ref": name,
                "line_ids": [
                    Command.create(
                        {"account_id": account.id, "name": name, "debit": debit, "credit": credit}
                    )
                    for account, debit, credit in lines
                ],
            }
        )
        move.action_post()
        return move

    def _get_pocket_account(self):
        """:return: the account that this cash stands on while it is in the pocket, maybe none"""
        self.ensure_one()
        booked = self.account_move_id.line_ids.filtered("debit").account_id
        return self.payment_id.outstanding_account_id or booked
