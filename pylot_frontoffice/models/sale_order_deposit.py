from odoo import models
from odoo.tools import SQL


class SaleOrder(models.Model):
    """Orders by which a deposit is paid, and what their payment means for the visits."""

    _inherit = "sale.order"

    def _action_confirm(self):
        booked = self.sudo().filtered(lambda order: order.order_line.booked_type_id)
        if booked:
            booked._lock_for_payment()
            booked._get_unpaid_visits()._accept_payment()
        return super()._action_confirm()

    def _lock_for_payment(self):
        """Wait for a run that lets the same visits lapse; what it has done is then seen by
        beginning anew, which is what whoever calls does when PostgreSQL says so."""
        self.env.execute_query(
            SQL(
                "SELECT id FROM sale_order WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
                self.ids,
            )
        )

    def _get_unpaid_visits(self):
        """:return: visits that wait for this order to be paid, or have waited in vain"""
        return self.order_line.filtered("booked_type_id").visit_ids.filtered(
            lambda visit: (
                visit.awaiting == "payment"
                or (visit.visit_state == "cancelled" and visit.cancelled_by == "system")
            )
        )

    def _has_reached_deposit(self):
        """:return: whether the money is here, and core is about to confirm the order"""
        self.ensure_one()
        return self.state in ("draft", "sent") and self._is_confirmation_amount_reached()

    def _cancel_unpaid(self):
        """Nobody shall pay for what does not take place. An order with money, or with money on
        its way, stays: it is confirmed when that arrives, and the visit is looked at then."""
        for order in self.sudo():
            coming = order.transaction_ids.filtered(
                lambda payment: payment.state in ("pending", "authorized", "done")
            )
            if order.state in ("draft", "sent") and not coming:
                order._action_cancel()

    def _reopen_lapsed(self):
        """Money arrives for orders that have been given up meanwhile."""
        for order in self.filtered(lambda order: order.state == "cancel"):
            visits = order.order_line.filtered("booked_type_id").visit_ids
            if order._get_unpaid_visits():
                order.action_draft()
                order.with_context(tracking_disable=True).action_quotation_sent()
            elif visits:
                visits[:1]._ask_dispatcher(
                    lambda env: env._("Paid although cancelled: pay the money back")
                )
