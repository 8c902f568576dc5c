from odoo import models
from odoo.fields import Command


class CalendarEvent(models.Model):
    """Orders that visits bring about: whom they are for, and what they come to."""

    _inherit = "calendar.event"

    def _get_selling_company(self):
        visit = self.sudo()
        return visit.visit_company_id or self.env.company

    def _prepare_order_vals(self, line):
        """:param dict line: values of the only line
        :return: values of an order for the customer; prices, taxes, terms are computed by it"""
        visit = self.sudo()
        vals = {
            "partner_id": visit.customer_id.id,
            "company_id": self._get_selling_company().id,
            "origin": visit.name,
            "require_signature": False,
            "order_line": [Command.create(line)],
        }
        if visit.visit_address_id:
            vals["partner_shipping_id"] = visit.visit_address_id.id
        return vals

    def _get_order_model(self):
        """:return: ``sale.order``, elevated, in the visit's company and the customer's language"""
        visit = self.sudo()
        orders = visit.env["sale.order"].with_company(self._get_selling_company())
        return orders.with_context(
            lang=visit.customer_id.lang or self.env.lang, mail_create_nosubscribe=True
        )

    def _get_order_total(self, line):
        """:return: (amount with taxes, currency) of an order that is not made"""
        self.ensure_one()
        order = self._get_order_model().new(self._prepare_order_vals(line))
        return order.amount_total, order.currency_id
