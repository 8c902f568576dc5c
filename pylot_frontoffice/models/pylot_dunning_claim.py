from odoo import fields, models
from odoo.fields import Command


class PylotDunning(models.Model):
    """Interest, lump sum and fee as a claim in the books: an invoice of core, one for a message.
    By default they are only asked for."""

    _inherit = "pylot.dunning"

    claim_move_id = fields.Many2one(
        "account.move",
        string="Booked as",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def _send_email(self):
        for dunning in self:
            if dunning.company_id.pylot_dunning_booking == "claim":
                dunning._book_charges()
        return super()._send_email()

    def _book_charges(self):
        """Damages for late payment bear no VAT."""
        charges = self._get_charges()
        if not charges or self.claim_move_id:
            return
        product = self.company_id.pylot_dunning_product_id
        lines = [
            Command.create(
                {
                    "name": f"{name} ({self.name})",
                    "product_id": product.id,
                    "quantity": 1,
                    "price_unit": amount,
                    "tax_ids": [Command.clear()],
                }
            )
            for name, amount in charges
        ]
        moves = self.env["account.move"].with_company(self.company_id)
        move = moves.with_context(default_move_type="out_invoice").create(
            {
                "move_type": "out_invoice",
                "company_id": self.company_id.id,
                "partner_id": self.recipient_id.id,
                "currency_id": self.currency_id.id,
                "invoice_user_id": self.user_id.id,
                "invoice_date": self.date,
                "invoice_date_due": self.date,
                "invoice_payment_term_id": False,
                "ref": self.name,
                "pylot_dunning_id": self.id,
                "invoice_line_ids": lines,
            }
        )
        move._post()
        self.claim_move_id = move
