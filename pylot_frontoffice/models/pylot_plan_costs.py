from odoo import models

from .pylot_appointment_rules import to_seconds

HOUR = 3600
DAY = 24 * HOUR
# What it is worth, in seconds of driving, to serve a visit: an ordinary one, an urgent one, one
# that has its time already, one whose customer knows it.
PRIZE, URGENT_PRIZE, PLANNED_PRIZE, KNOWN_PRIZE = 6 * HOUR, 48 * HOUR, 200 * HOUR, 1000 * HOUR
# More for each week it has been waiting, up to so many.
WEEK_PRIZE, MOST_WEEKS = HOUR // 2, 12
# What it costs when somebody else comes than the customer prefers, than somebody has chosen.
PREFERRED_COST, CHOSEN_COST = HOUR // 3, HOUR
# What it costs to move a visit to another technician or day when nobody else knows of it, and when
# a customer does.
STAY_COST, TOLD_COST = HOUR // 2, HOUR
# For each second after the day it is due, and, of urgent visits, after the first possible moment.
LATENESS = 0.02


class PylotPlan(models.Model):
    """What wishes are worth, in seconds of driving."""

    _inherit = "pylot.plan"

    def _prepare_costs(self, event, source):
        """Hook.

        :return: dict of ``prize``, ``preferred``, ``preferred_cost``, ``due``, ``lateness_cost``
            and ``stay_cost`` of :class:`Visit`"""
        preferred, cost = self._get_wish(event)
        due = self._get_due(event, source)
        is_known = bool(event.ics_uid) and event.visit_state != "draft"
        return {
            "prize": self._get_prize(event, source),
            "preferred": preferred,
            "preferred_cost": cost if preferred else 0,
            "due": due,
            "lateness_cost": LATENESS if due is not None else 0.0,
            "stay_cost": TOLD_COST if is_known else STAY_COST,
        }

    def _get_prize(self, event, source):
        if event.visit_state != "draft":
            return KNOWN_PRIZE if event.ics_uid else PLANNED_PRIZE
        created = to_seconds(event.create_date) if event.create_date else source.now
        weeks = min(MOST_WEEKS, max(0, source.now - created) // (7 * DAY))
        return (URGENT_PRIZE if event.visit_priority == "1" else PRIZE) + weeks * WEEK_PRIZE

    def _get_wish(self, event):
        """:return: id of the technician who should come, or None, and what another one costs"""
        if event.visit_state == "draft" and event.technician_id:
            return event.technician_id.id, CHOSEN_COST
        customer = event.customer_id or event.visit_address_id
        wished = customer.preferred_technician_id or customer.parent_id.preferred_technician_id
        return (wished.id or None), PREFERRED_COST

    def _get_due(self, event, source):
        """:return: second after which it is late, None when it is never"""
        if event.visit_priority == "1":
            return max(source.start, source.now)
        order = event.sale_order_id
        return to_seconds(order.commitment_date) if order.commitment_date else None
