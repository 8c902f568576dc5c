from odoo import models


class CalendarEvent(models.Model):
    """What a customer pays who cancels after the deadline."""

    _inherit = "calendar.event"

    def _get_late_fee_product(self):
        """:return: what is charged. Nothing for a time that was only proposed, or that was not
        paid for and therefore not binding."""
        self.ensure_one()
        visit = self.sudo()
        if visit.awaiting in ("customer", "payment") or not visit.customer_id:
            return visit.env["product.product"]
        return visit.appointment_type_id.late_fee_product_id

    def _get_late_fee(self):
        """:return: (amount with taxes, currency) that cancelling after the deadline costs"""
        product = self._get_late_fee_product()
        if not product:
            return 0.0, self._get_selling_company().currency_id
        return self._get_order_total(self._prepare_fee_line(product))

    def _prepare_fee_line(self, product):
        return {"product_id": product.id, "product_uom_qty": 1.0, "late_fee_event_id": self.id}

    def _add_late_fee(self):
        """Charge the fee, once: on the order of the visit when it can still take it, else on a
        new one that somebody looks at before it is sent.

        :return: the line, if there is anything to charge
        """
        self.ensure_one()
        lines = self.sudo().env["sale.order.line"]
        product = self._get_late_fee_product()
        known = lines.search([("late_fee_event_id", "=", self.id)], limit=1)
        if known or not product:
            return known
        vals = self._prepare_fee_line(product)
        order = self.sudo().sale_order_id
        if order.state == "sale" and not order.locked:
            orders = self._get_order_model()
            return lines.with_env(orders.env).create({**vals, "order_id": order.id})
        return self._get_order_model().create(self._prepare_order_vals(vals)).order_line
