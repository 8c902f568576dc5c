from functools import cached_property

from odoo.fields import Domain
from odoo.tools import format_amount

from ..wording import describe_near_day
from .matters_section import SHOWN, Entry, MattersSection, Rank, Step


class OrdersSection(MattersSection):
    """Quotations to answer, then what was ordered."""

    name = "orders"

    def _get_orders_sudo(self, domain, order):
        """:return: orders that the visitor may read, elevated as on the portal's own pages"""
        orders = self.env["sale.order"]
        if not orders.has_access("read"):
            return orders.sudo()
        domain = Domain(domain) & Domain("company_id", "in", self.company_ids)
        return orders.search(domain, order=order, limit=SHOWN).sudo()

    @cached_property
    def quotations(self):
        """What can still be accepted, first what ends first."""
        domain = Domain(self.portal._prepare_quotations_domain(self.partner)) & (
            Domain("validity_date", "=", False) | Domain("validity_date", ">=", self.today)
        )
        return self._get_orders_sudo(domain, "validity_date, id")

    @cached_property
    def orders(self):
        domain = self.portal._prepare_orders_domain(self.partner)
        return self._get_orders_sudo(domain, "date_order DESC, id DESC")

    def get_title(self):
        return self.env._("Quotations and orders")

    def get_links(self):
        links = [("/my/quotes", self.env._("All quotations"))] if self.quotations else []
        return [*links, ("/my/orders", self.env._("All orders"))]

    def get_entries(self):
        return [self._get_entry(order) for order in (self.quotations | self.orders)[:SHOWN]]

    def _get_entry(self, order):
        env = self.env
        amount = format_amount(env, order.amount_total, order.currency_id)
        if order not in self.quotations:
            return Entry(order.name, amount, f"/my/orders/{order.id}", env._("Look at it"))
        return Entry(
            env._("Quotation %(name)s", name=order.name),
            amount,
            f"/my/orders/{order.id}",
            self._get_button(order),
            note=env._("valid until %(day)s", day=self._say_end(order))
            if order.validity_date
            else "",
        )

    def _say_end(self, order):
        return describe_near_day(self.env, order.validity_date, self.today)

    def _is_acceptable(self, order):
        """Whether the page of the order has a button for it."""
        return order._has_to_be_signed() or order._has_to_be_paid()

    def _get_button(self, order):
        env = self.env
        return env._("Look and accept") if self._is_acceptable(order) else env._("Look at it")

    def get_steps(self):
        return [self._get_step(order) for order in self.quotations]

    def _get_step(self, order):
        env, words = self.env, {"name": order.name}
        if not self._is_acceptable(order):
            text = env._("Please look at quotation %(name)s and tell us what you think.", **words)
        elif order.validity_date:
            words["day"] = self._say_end(order)
            text = env._("Please accept quotation %(name)s by %(day)s.", **words)
        else:
            text = env._("Please accept quotation %(name)s.", **words)
        day = order.validity_date or self.today.max
        button = self._get_button(order)
        return Step(Rank.QUOTATION, day, text, button, f"/my/orders/{order.id}")
