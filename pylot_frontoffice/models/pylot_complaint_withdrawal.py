from datetime import timedelta

from odoo import models

from ..tools import warranty
from ..tools.wall_time import to_day

# Longer than any period that a holiday moves.
MONTH = 31


class PylotComplaint(models.Model):
    """Withdrawing from what a consumer ordered online."""

    _inherit = "pylot.complaint"

    def _get_withdrawal_end(self):
        """:return: last day; None unless a consumer has signed or paid the order online. It is
        counted from the delivery of goods, and from the order of mere work (§ 356 (2) BGB)."""
        order = self.sale_order_id
        is_online = order.signed_on or order.transaction_ids.filtered(
            lambda payment: payment.state in ("authorized", "done")
        )
        if not (self.is_consumer and is_online):
            return None
        start = self.delivered_on
        if all(line.product_id.type == "service" for line in order.order_line):
            start = to_day(order.date_order, self.company_id.resource_calendar_id.tz or "UTC")
        return warranty.withdrawal_end(start, self._get_holidays(start))

    def _get_holidays(self, start):
        """:return: set of days in the month after ``start`` on which the company is closed"""
        calendar = self.company_id.resource_calendar_id
        zone = calendar.tz or "UTC"
        leaves = self.env["resource.calendar.leaves"].search(
            [
                ("resource_id", "=", False),
                ("calendar_id", "in", [False, calendar.id]),
                ("company_id", "in", [False, self.company_id.id]),
                ("date_to", ">=", start),
                ("date_from", "<=", start + timedelta(days=MONTH)),
            ]
        )
        days = set()
        for leave in leaves:
            day, last = to_day(leave.date_from, zone), to_day(leave.date_to, zone)
            while day <= last:
                days.add(day)
                day += timedelta(days=1)
        return days
