from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """The invoice that a technician makes with one tap, by the same engine that makes those
    nobody presses a button for."""

    _inherit = "sale.order"

    def _check_site_invoice(self):
        """:raise UserError: why a technician cannot invoice this order"""
        self.ensure_one()
        reason = ""
        if self.state == "cancel":
            reason = self.env._("The order %s was cancelled.", self.name)
        elif self.state != "sale":
            reason = self.env._("The order %s is not confirmed yet.", self.name)
        elif self.currency_id.is_zero(self.amount_total):
            reason = self.env._("The order %s costs nothing.", self.name)
        elif self._has_taken_back():
            reason = self.env._(
                "Something of the order %s was credited or cancelled before.", self.name
            )
        if reason:
            raise UserError(self.env._("%(reason)s Ask the office for the invoice.", reason=reason))

    def _get_site_orders(self):
        """:return: those of these orders of a visit that the invoice is about: with something left
        to invoice; the first one when there is none, for what it says of the reason"""
        due = self.filtered(
            lambda order: (
                order.state != "sale"
                or order._get_invoice_when() == "paid"
                or order._has_something_to_invoice()
            )
        )
        return due or self[:1]

    def _create_site_invoice(self, visit):
        """Of all orders of the visit: one invoice, unless they differ in what an invoice can say
        only once, such as its customer.

        :param visit: the finished visit; called under a lock on these orders
        :return: the invoice: posted and on its way to the customer, or a draft that the office
            has been asked to look at; of several, that of the first order
        :raise UserError: when there is nothing to invoice"""
        added = visit._get_added_lines()
        added._deliver_done()
        due = self._get_site_orders()
        for order in due:
            order._check_site_invoice()
        # what the customer has not signed is not in the order
        unsigned = visit._get_draft_parts()
        invoice = due._prepare_due_invoice()
        if not invoice:
            raise UserError(
                self.env._(
                    "Nothing is left to invoice of the order %s. Ask the office if something is "
                    "missing.",
                    due[:1].name,
                )
            )
        how = self.company_id.pylot_site_invoice
        if not unsigned and (how == "posted" or (how == "unchanged" and not added)):
            invoice.action_post()
            invoice._send_by_itself()
            due.write({"auto_invoice_state": "made", "auto_invoice_reason": False})
        else:
            for move in invoice:
                move._ask_to_post(visit, bool(added), unsigned)
        return invoice[:1]
