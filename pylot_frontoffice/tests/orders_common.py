from odoo.fields import Command

from .common import FrontofficeCommon


class OrdersCommon(FrontofficeCommon):
    """Orders for a service that is visited, and for goods that are not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type = cls._create_type("Maintenance")
        cls.product = cls._create_product("Maintenance", appointment_type_id=cls.type.id)
        cls.goods = cls._create_product("Pump", type="consu")

    @classmethod
    def _create_product(cls, name, **values):
        return cls.env["product.product"].create({"name": name, "type": "service", **values})

    @classmethod
    def _create_orders(cls, number, quantity=1, product=None, **values):
        """:return: that many quotations of one line each"""
        line = {"product_id": (product or cls.product).id, "product_uom_qty": quantity}
        return cls.env["sale.order"].create(
            [
                {
                    "partner_id": cls.customer.id,
                    "order_line": [Command.create(line)],
                    **values,
                }
                for _number in range(number)
            ]
        )

    @classmethod
    def _create_order(cls, quantity=1, product=None, confirm=True, **values):
        order = cls._create_orders(1, quantity, product, **values)
        if confirm:
            order.action_confirm()
        return order

    def _states(self, order):
        return sorted(order.visit_ids.mapped("visit_state"))
