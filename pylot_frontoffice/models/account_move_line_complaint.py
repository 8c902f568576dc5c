from odoo import fields, models


class AccountMoveLine(models.Model):
    """Lines of credit notes know which line of the invoice they give back."""

    _inherit = "account.move.line"

    refunded_line_id = fields.Many2one(
        "account.move.line",
        string="Gives Back",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def _copy_data_extend_business_fields(self, values):
        """Called when an invoice is reversed, by whatever door."""
        values["refunded_line_id"] = self.id
        return super()._copy_data_extend_business_fields(values)

    def _get_quantity_in(self, line):
        """:return: the quantity in the unit of ``line``"""
        if not self.product_uom_id or not line.product_uom_id:
            return self.quantity
        return self.product_uom_id._compute_quantity(
            self.quantity, line.product_uom_id, round=False, raise_if_failure=False
        )
