"""A plan that is offered, and a quotation it fits."""

from odoo.fields import Command

from .calculators_common import CalculatorsCase


class FinanceCase(CalculatorsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.term = cls.env["account.payment.term"].create({"name": "In instalments"})
        cls.plan = cls._create_plan(payment_term_id=cls.term.id)
        cls.customer.write({"email": "frieda@example.com"})
        cls.product = cls.env["product.product"].create(
            {"name": "Heating", "type": "service", "list_price": 1000, "taxes_id": False}
        )
        cls.order = cls._create_quotation()

    @classmethod
    def _create_plan(cls, **values):
        return cls.env["pylot.finance.plan"].create(
            {
                "name": "House bank",
                "is_published": True,
                "currency_id": cls.euro.id,
                "lender_id": cls.company.partner_id.id,
                "amount_from": 500,
                "amount_to": 10000,
                "terms": "12, 24, 36",
                "nominal_rate": 4.8,
                **values,
            }
        )

    @classmethod
    def _create_quotation(cls, **values):
        pricelist = cls.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": cls.euro.id}
        )
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "company_id": cls.company.id,
                "pricelist_id": pricelist.id,
                "user_id": cls.salesperson_user.id,
                "state": "sent",
                "order_line": [Command.create({"product_id": cls.product.id})],
                **values,
            }
        )

    def get_path(self, order=None):
        order = order or self.order
        return f"/my/orders/{order.id}?access_token={order._portal_ensure_token()}"

    def open_order(self, order=None):
        path = self.get_path(order)
        self.env.flush_all()
        return self.get(path)

    def get_requests(self, order=None):
        self.env.invalidate_all()
        domain = [("order_id", "=", (order or self.order).id)]
        return self.env["pylot.finance.request"].search(domain, order="id")
