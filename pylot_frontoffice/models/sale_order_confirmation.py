import hashlib

from odoo import api, fields, models


class SaleOrder(models.Model):
    """When an order was confirmed, by whatever door, and what its customer was told last."""

    _inherit = "sale.order"

    pylot_confirmed_at = fields.Datetime(
        string="Confirmed On",
        readonly=True,
        copy=False,
        help="When the order became binding. Empty for imported ones.",
    )
    pylot_confirmation_round = fields.Integer(
        string="Confirmation",
        readonly=True,
        copy=False,
        help="Grows when an order that was cancelled is confirmed with other contents than the "
        "customer was told: only then it is confirmed to the customer once more.",
    )
    pylot_told = fields.Char(
        readonly=True, copy=False, help="Digest of what was confirmed to the customer last."
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._prepare_confirmed(vals) for vals in vals_list])

    def _prepare_confirmed(self, vals):
        """Orders of a file have been confirmed elsewhere; whoever writes old ones through the API
        says when they were made."""
        if vals.get("state") != "sale" or self.env.context.get("import_file"):
            return vals
        now = fields.Datetime.now()
        made = fields.Datetime.to_datetime(vals.get("date_order")) or now
        return {"pylot_confirmed_at": min(made, now), **vals}

    def write(self, vals):
        if vals.get("state") == "sale" and not self.env.context.get("import_file"):
            self.filtered(lambda order: order.state != "sale")._note_confirmation(vals)
        return super().write(vals)

    def _note_confirmation(self, vals):
        """These are about to be confirmed."""
        orders = self.sudo()
        told = orders.filtered("pylot_told")
        same = told.filtered(lambda order: order.pylot_told == order._get_told_digest())
        for order in told - same:
            order.pylot_confirmation_round += 1
        (orders - same).write(
            {"pylot_confirmed_at": self._prepare_confirmed(vals).get("pylot_confirmed_at")}
        )

    def _note_told(self):
        """Their customers have been told of them as they are now."""
        for order in self.sudo():
            order.pylot_told = order._get_told_digest()

    def _get_told_digest(self):
        """:return: short text that is another one when a confirmation would say something else"""
        self.ensure_one()
        contents = [
            (self.partner_id.id, self.partner_invoice_id.id, self.partner_shipping_id.id),
            (self.currency_id.id, self.amount_total, self.payment_term_id.id),
            (self.commitment_date, self.client_order_ref, str(self.note or "")),
            *(
                (
                    (line.product_id.id, line.name, line.product_uom_id.id, line.product_uom_qty),
                    (line.price_unit, line.discount, line.tax_ids.ids),
                )
                for line in self.order_line
            ),
        ]
        return hashlib.sha256(repr(contents).encode()).hexdigest()[:32]
