from base64 import b64encode

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

ACCOUNTING = "account.group_account_invoice"


class PylotDunning(models.Model):
    """The end of the ladder: the matter goes to a lawyer, a court or an agency, with all that they
    need to know. We do not write to the customer about it any more."""

    _inherit = "pylot.dunning"

    handed_over_on = fields.Date(readonly=True, copy=False)
    handed_over_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null", groups=ACCOUNTING
    )
    dossier = fields.Binary(
        readonly=True,
        copy=False,
        groups=ACCOUNTING,
        help="ZIP as it was handed over: summary, tables and the invoices.",
    )
    dossier_name = fields.Char(readonly=True, copy=False)

    def _check_accounting(self):
        self.check_access("read")
        if not self.env.user.has_group(ACCOUNTING):
            raise AccessError(self.env._("Only accountants may hand over a matter."))

    def action_hand_over(self):
        """Make the dossier, and stop the reminders of its invoices.

        :return: action that downloads it
        :raise UserError: when nothing is open"""
        self.ensure_one()
        self._check_accounting()
        dunning = self.sudo()
        dunning.lock_for_update()
        page = dunning._get_page()
        if not page.moves:
            raise UserError(self.env._("Nothing of it is open any more."))
        dunning.write(
            {
                "handed_over_on": fields.Date.context_today(self),
                "handed_over_by_id": self.env.uid,
                "dossier": b64encode(dunning._make_dossier(page)),
                "dossier_name": f"{dunning.name}.zip",
            }
        )
        page.moves.pylot_handover_id = dunning
        page.moves._refresh_reminders()
        dunning._log_on_moves(
            page.moves, self.env._("The matter was handed over (%s).", dunning.name)
        )
        return self.action_download_dossier()

    def action_download_dossier(self):
        """:return: action that downloads what was handed over"""
        self.ensure_one()
        self._check_accounting()
        path = f"/web/content/pylot.dunning/{self.id}/dossier/{self.dossier_name}"
        return {
            "type": "ir.actions.act_url",
            "url": f"{path}?download=true",
            "target": "self",
        }

    def action_take_back(self):
        """It was not handed over after all: the reminders go on. The dossier is thrown away."""
        self._check_accounting()
        for dunning in self.sudo().filtered("handed_over_on"):
            moves = dunning.env["account.move"].search([("pylot_handover_id", "=", dunning.id)])
            moves.pylot_handover_id = False
            moves._refresh_reminders()
            dunning.write(
                {
                    "handed_over_on": False,
                    "handed_over_by_id": False,
                    "dossier": False,
                    "dossier_name": False,
                }
            )
            dunning._log_on_moves(
                moves, self.env._("The matter was taken back (%s).", dunning.name)
            )

    def _log_on_moves(self, moves, text):
        if moves:
            moves._message_log_batch(
                dict.fromkeys(moves.ids, text), author_id=self.env.user.partner_id.id
            )
