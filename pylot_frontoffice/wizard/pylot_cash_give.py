from uuid import uuid4

from odoo import fields, models
from odoo.exceptions import AccessError


class PylotCashGive(models.TransientModel):
    """Give a technician change money."""

    _name = "pylot.cash.give"
    _description = "Give Change Money"
    _check_company_auto = True

    resource_id = fields.Many2one(
        "resource.resource",
        string="Technician",
        required=True,
        check_company=True,
        domain="[('is_technician', '=', True)]",
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(required=True)
    # pressed twice, it is given once
    key = fields.Char(
        default=lambda self: uuid4().hex,
        required=True,
        readonly=True,
        groups="base.group_system",
    )

    def action_give(self):
        """:return: action that closes the dialog and shows what is in the pocket now"""
        self.ensure_one()
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("This cash is of another company."))
        entries = self.env["pylot.cash.entry"]
        entries._give(self.resource_id, self.company_id, self.amount, self.sudo().key)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
