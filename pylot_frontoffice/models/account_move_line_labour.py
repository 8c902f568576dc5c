from odoo import models


class AccountMoveLine(models.Model):
    """Lines of invoices that are labour, material, or belong to both."""

    _inherit = "account.move.line"

    def _is_work_line(self):
        """:return: whether the line says what was done or delivered: not a discount, a down
        payment or a rounding"""
        self.ensure_one()
        discount = self.company_id.sale_discount_product_id
        return (
            self.display_type == "product"
            and not self.is_downpayment
            and not (self.product_id and self.product_id == discount)
        )

    def _get_labour_key(self):
        """:return: ``labour``, ``material`` (also what has no product) or ``both``"""
        if not self or not self._is_work_line():
            return "both"
        template = self.product_id.product_tmpl_id
        return "labour" if template and template._is_labour() else "material"
