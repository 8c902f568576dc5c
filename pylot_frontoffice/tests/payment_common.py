from odoo.fields import Command


class PaymentRecords:
    """A way to pay online, and payments that arrive. ``env`` and the records of
    :class:`FrontofficeRecords` are there."""

    @classmethod
    def _create_provider(cls, **values):
        """:return: a provider that customers can choose, with one method"""
        view = cls.env["ir.ui.view"].create(
            {"name": "Redirect", "type": "qweb", "arch": "<form action='dummy' method='post'/>"}
        )
        method = cls.env.ref("payment.payment_method_unknown")
        provider = cls.env["payment.provider"].create(
            {
                "name": "Test Bank",
                "code": "none",
                "state": "test",
                "is_published": True,
                "company_id": cls.company.id,
                "payment_method_ids": [Command.set(method.ids)],
                "redirect_form_view_id": view.id,
                **values,
            }
        )
        method.active = True
        return provider

    @classmethod
    def _create_payment(cls, order, amount=None, state="done"):
        """:return: a transaction with which ``order`` is paid, not looked at by core yet"""
        provider = cls.env["payment.provider"].search([("name", "=", "Test Bank")], limit=1)
        return cls.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": provider.payment_method_ids[:1].id,
                "amount": order._get_prepayment_required_amount() if amount is None else amount,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "reference": f"{order.name}-{len(order.transaction_ids) + 1}",
                "operation": "online_redirect",
                "sale_order_ids": [Command.set(order.ids)],
                "state": state,
            }
        )


class DepositRecords(PaymentRecords):
    """A type of which a third is paid in advance."""

    @classmethod
    def _prepare_deposits(cls):
        cls.product = cls.env["product.product"].create(
            {
                "name": "Repair",
                "type": "service",
                "list_price": 100.0,
                "taxes_id": [Command.clear()],
            }
        )
        cls.type = cls._create_type(
            product_id=cls.product.id, deposit_percent=30, payment_minutes=60, horizon=365
        )
        cls.provider = cls._create_provider()

    @classmethod
    def _book(cls, technician=None, hour=9, **values):
        """:return: a visit as the booking page leaves it"""
        return cls._create_visit(
            technician or cls.anna,
            hour,
            **{
                "appointment_type_id": cls.type.id,
                "customer_id": cls.customer.id,
                "visit_state": "confirmed",
                "booked_via": "public",
                **values,
            },
        )
