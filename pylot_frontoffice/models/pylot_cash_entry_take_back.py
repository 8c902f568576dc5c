from odoo import fields, models
from odoo.exceptions import AccessError, UserError

OFFICE = "pylot_frontoffice.group_manager,account.group_account_invoice"


class PylotCashEntry(models.Model):
    """A wrong entry stays, and a second one takes it back: the invoice is open again."""

    _inherit = "pylot.cash.entry"

    def _check_office(self):
        if not self.env.user.has_groups(OFFICE):
            raise AccessError(
                self.env._("Cash is counted and corrected by managers and by accounting.")
            )

    def _take_back(self, reason):
        """:param str reason: kept on the new entry
        :return: the entry that takes this one back, elevated
        :raise UserError: when it cannot be taken back (any more)"""
        self.ensure_one()
        self._check_office()
        self.check_access("read")
        entry = self.sudo().with_company(self.company_id)
        if entry.move_id:
            entry.move_id._lock_to_pay()
        if entry.handover_id:
            entry._refuse_change()
        if entry.reversed_id or entry.reversal_ids:
            raise UserError(self.env._("%s has been taken back already.", entry.name))
        booking = entry.payment_id.move_id or entry.account_move_id
        reversal = booking and booking._reverse_moves(
            [
                {
                    "date": fields.Date.context_today(entry),
                    "ref": self.env._(
                        "%(receipt)s taken back: %(reason)s", receipt=entry.name, reason=reason
                    ),
                }
            ],
            cancel=True,
        )
        return entry.create(
            {
                **entry._prepare_entry_vals(
                    entry.move_id, entry.resource_id, f"{entry.key}-", entry.company_id
                ),
                **({"account_move_id": reversal.id} if entry.kind == "float" and reversal else {}),
                "kind": entry.kind,
                "amount": -entry.amount,
                "event_id": entry.event_id.id,
                "reversed_id": entry.id,
                "reason": reason,
            }
        )
