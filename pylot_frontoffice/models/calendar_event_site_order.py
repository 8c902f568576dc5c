from odoo import models
from odoo.exceptions import UserError


class CalendarEvent(models.Model):
    """Visits that nobody has sold before: what is charged for them."""

    _inherit = "calendar.event"

    def _get_site_order(self):
        """Called elevated, under a lock.

        :return: the order that is invoiced: what was sold before; else what the appointment type
            says, together with what was added on site
        :raise UserError: what is missing"""
        self.ensure_one()
        if not self.sale_order_id:
            return self._create_site_order()
        kind = self.appointment_type_id
        added = self._get_added_lines()
        sold = self.sale_order_id.order_line.filtered("is_deliverable")
        if added and kind.product_id and not self.sale_line_id and not sold - added:
            # only parts were ordered so far, on site: the work is not in it
            lines = self._get_order_model().env["sale.order.line"]
            line = lines.create({**self._prepare_site_line(), "order_id": self.sale_order_id.id})
            self.sale_line_id = line
            line._deliver_done()
        return self.sale_order_id

    def _create_site_order(self):
        """Sell what the appointment type says.

        :return: the order, confirmed and delivered
        :raise UserError: what is missing"""
        problem = self._get_site_order_problem()
        if problem:
            raise UserError(problem)
        vals = self._prepare_order_vals(self._prepare_site_line())
        order = self._get_order_model().create(vals)
        if order.currency_id.is_zero(order.amount_total):
            raise UserError(
                self.env._(
                    "“%(product)s” costs nothing, so there is nothing to invoice. Ask the office "
                    "for its price.",
                    product=self.appointment_type_id.product_id.display_name,
                )
            )
        self.write({"sale_order_id": order.id, "sale_line_id": order.order_line[:1].id})
        # the customer has seen the work, and gets the invoice: there is nothing to confirm
        order._note_told()
        order.action_confirm()
        order._note_told()
        order.order_line._deliver_done()
        return order

    def _get_site_order_problem(self):
        """:return: why nothing can be charged for this visit without an order, "" when it can"""
        kind = self.appointment_type_id
        if not self.customer_id:
            return self.env._(
                "The visit has no customer, so nobody can get the invoice. Ask the office to "
                "enter the customer."
            )
        if not kind:
            return self.env._(
                "The visit has neither an order nor an appointment type that says what it costs. "
                "Ask the office to add the order."
            )
        if not kind.product_id:
            return self.env._(
                "The visit has no order, and “%(kind)s” has no product that says what it costs. "
                "Ask the office to add the order, or the product of the appointment type.",
                kind=kind.display_name,
            )
        return ""

    def _prepare_site_line(self):
        """:return: values of the order line: what the type sells, by the hours that were worked
        when it is sold by the hour"""
        kind = self.appointment_type_id
        line = {
            "product_id": kind.product_id.id,
            "product_uom_qty": kind._get_sold_quantity(),
            "done_event_id": self.id,
        }
        hour = self.env.ref("uom.product_uom_hour", raise_if_not_found=False)
        unit = kind.product_id.uom_id
        hours = self._get_worked_hours()
        if hours and hour and unit._has_common_reference(hour):
            line["product_uom_qty"] = hour._compute_quantity(hours, unit, round=False)
        return line

    def _get_worked_hours(self):
        """:return: hours that were worked at the customer's, 0 when nobody has recorded them"""
        times = self.env["pylot.visit.time"].sudo()
        worked = times.search([("event_id", "=", self.id), ("kind", "=", "work")])
        return sum(worked.mapped("minutes")) / 60
