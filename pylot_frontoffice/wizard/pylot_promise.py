from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

ROLES = ("pylot_frontoffice.group_agent", "account.group_account_invoice")


class PylotPromise(models.TransientModel):
    """Dialog: the customer says when the money comes."""

    _name = "pylot.promise"
    _description = "Note a Promise to Pay"

    move_ids = fields.Many2many("account.move", string="Invoices", readonly=True)
    about = fields.Char(compute="_compute_about", compute_sudo=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(required=True)
    date = fields.Date(
        string="Pays Until",
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=7),
    )

    @api.depends("move_ids")
    def _compute_about(self):
        for dialog in self:
            dialog.about = ", ".join(dialog.move_ids.mapped(lambda move: move.name or ""))

    @api.model
    def _open(self, moves):
        """:return: action that opens the dialog about these invoices"""
        moves = moves.sudo().filtered(lambda move: move.amount_residual > 0)
        if not moves:
            raise UserError(self.env._("Nothing is open."))
        dialog = self.create(
            {
                "move_ids": moves.ids,
                "currency_id": moves[:1].currency_id.id,
                "amount": sum(moves.mapped("amount_residual")),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Promise to Pay"),
            "res_model": self._name,
            "res_id": dialog.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_promise(self):
        """Keep it; until then nobody is reminded."""
        self.ensure_one()
        if not any(self.env.user.has_group(role) for role in ROLES):
            raise AccessError(self.env._("Only agents and accountants may note promises."))
        self.env["pylot.payment.promise"]._promise(self.move_ids, self.amount, self.date)
        return {"type": "ir.actions.act_window_close"}
