from odoo import fields, models
from odoo.tools import SQL


class SaleOrder(models.Model):
    """How much of an order can still be replaced, and orders that replace something."""

    _inherit = "sale.order"

    complaint_id = fields.Many2one(
        "pylot.complaint",
        string="Settles Complaint",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="pylot_frontoffice.group_agent",
    )

    def _lock_for_replacement(self):
        """As ``account.move._lock_for_credit``, for two replacements of one order."""
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE sale_order SET write_date = write_date WHERE id = %s", self.id),
            log_exceptions=False,
        )
        self.env.invalidate_all()

    def _get_replaceable_quantities(self):
        """:return: dict of each line of goods or work to the quantity that can be replaced"""
        self.ensure_one()
        return {
            line: line._get_replaceable_quantity()
            for line in self.order_line
            if not line.display_type and line.product_id and not line.is_downpayment
        }

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._sync_remedies_sudo()
        return result

    def _sync_remedies_sudo(self):
        """A replacement is done when its order is confirmed."""
        replacing = self.sudo().filtered("complaint_id")
        if replacing:
            remedies = replacing.env["pylot.complaint.action"]
            remedies.search([("sale_order_id", "in", replacing.ids)])._sync_state()
