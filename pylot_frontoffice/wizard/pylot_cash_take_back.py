from odoo import fields, models


class PylotCashTakeBack(models.TransientModel):
    """Take a wrong receipt back, and say why."""

    _name = "pylot.cash.take.back"
    _description = "Take Cash Back"

    entry_id = fields.Many2one("pylot.cash.entry", required=True, readonly=True, ondelete="cascade")
    reason = fields.Char(required=True, help="Kept with the receipt that takes it back.")

    def action_take_back(self):
        """:return: action that shows the receipt that takes the other back"""
        self.ensure_one()
        back = self.entry_id._take_back(self.reason)
        return {
            "type": "ir.actions.act_window",
            "res_model": "pylot.cash.entry",
            "view_mode": "form",
            "res_id": back.id,
        }
