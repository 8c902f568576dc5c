from odoo import api, fields, models
from odoo.fields import Domain


class PylotAppointmentType(models.Model):
    """Whether a deposit can be asked for at all."""

    _inherit = "pylot.appointment.type"

    deposit_problem = fields.Char(
        compute="_compute_deposit_problem", help="Why no deposit will be asked for."
    )

    @api.depends("deposit_percent", "product_id", "company_id")
    @api.depends_context("company", "lang")
    def _compute_deposit_problem(self):
        for kind in self:
            kind.deposit_problem = kind._get_deposit_problem() if kind.deposit_percent else False

    def _get_deposit_problem(self):
        company = self.company_id or self.env.company
        providers = self.env["payment.provider"].sudo()
        domain = Domain(providers._check_company_domain(company)) & Domain(
            [("state", "in", ["enabled", "test"]), ("is_published", "=", True)]
        )
        if not providers.search_count(domain, limit=1):
            return self.env._(
                "Nobody can pay online yet, so visits are booked without a deposit. Enable and "
                "publish a payment provider first."
            )
        if self.product_id and not self.product_id.lst_price:
            return self.env._(
                "“%(product)s” costs nothing, so visits are booked without a deposit. Give it a "
                "price.",
                product=self.product_id.display_name,
            )
        return False

    @api.model
    def _find_payment_providers(self, company, partner, amount, currency):
        """:return: ways in which the customer, who is not logged in, can pay ``amount``"""
        visitor = self.env.ref("base.public_user")
        providers = self.env["payment.provider"].with_user(visitor).sudo()
        return providers._get_compatible_providers(
            company.id, partner.id, amount, currency_id=currency.id
        )

    def _get_sold_quantity(self):
        """:return: how much of the product one visit is: its hours, or one"""
        self.ensure_one()
        hour = self.env.ref("uom.product_uom_hour", raise_if_not_found=False)
        unit = self.product_id.uom_id
        if not hour or not unit._has_common_reference(hour):
            return 1.0
        return hour._compute_quantity(self.duration, unit, round=False)
