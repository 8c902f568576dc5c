from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .sale_order_invoicing import SELLERS


class CalendarEvent(models.Model):
    """From a finished visit to its invoice in one tap."""

    _inherit = "calendar.event"

    visit_invoice_id = fields.Many2one(
        "account.move",
        string="Invoice of the Visit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=SELLERS,
        help="The invoice that was made on site.",
    )

    def action_view_visit_invoice(self):
        """:return: action that opens the invoice that was made on site"""
        self.ensure_one()
        return self.visit_invoice_id.get_formview_action()

    def _invoice_visit(self):
        """Make the invoice of this visit, once: whoever taps twice gets the same.

        :return: the invoice, elevated; a draft when somebody of the office looks at it first
        :raise UserError: what is missing, and who can help
        """
        self.ensure_one()
        visit = self._lock_for_invoice_sudo()
        invoice = visit._find_visit_invoice()
        if not invoice:
            if visit.visit_state != "done":
                raise UserError(self.env._("Finish the visit first: then its invoice can be made."))
            order = visit._get_site_order()
            invoice = (order | visit._get_added_orders())._create_site_invoice(visit)
        if visit.visit_invoice_id != invoice:
            visit.visit_invoice_id = invoice
        return invoice

    def _lock_for_invoice_sudo(self):
        """Wait for whoever invoices the same visit or order. What they have done is then seen by
        beginning anew, as a request does when PostgreSQL says so.

        :return: the visit, elevated and in its company"""
        visit = self.sudo().with_company(self._get_selling_company())
        visit.flush_recordset()
        visit.env.execute_query(
            SQL("SELECT id FROM calendar_event WHERE id = %s FOR NO KEY UPDATE", visit.id)
        )
        orders = visit._get_visit_orders()
        if orders:
            orders._lock_for_payment()
        return visit

    def _find_visit_invoice(self):
        """:return: the invoice of this visit, elevated: the one that was made on site, one of its
        orders that waits to be posted, or the last one when nothing is left to invoice"""
        self.ensure_one()
        visit = self.sudo()
        own = visit.visit_invoice_id
        if own and own.state != "cancel":
            return own
        orders = visit._get_visit_orders()
        lines = orders.order_line.filtered(lambda line: not line.is_downpayment)
        moves = lines.invoice_lines.move_id.filtered(
            lambda move: move.move_type == "out_invoice" and move.state != "cancel"
        ).sorted("id")
        drafts = moves.filtered(lambda move: move.state == "draft")
        if not moves or drafts:
            return drafts[-1:]
        if any(order.state == "sale" and order._has_something_to_invoice() for order in orders):
            return moves.browse()
        return moves[-1:]

    def _get_added_lines(self):
        """:return: lines that were added to the order at the customer's, elevated; not what is
        charged for the visit itself"""
        self.ensure_one()
        return self.sudo().part_ids.sale_line_id

    def _get_added_orders(self):
        """:return: orders, elevated, that were made at the customer's because the one of the visit
        took nothing more, and that can be invoiced"""
        self.ensure_one()
        orders = self._get_added_lines().order_id - self.sudo().sale_order_id
        return orders.filtered(lambda order: order.state == "sale")

    def _get_visit_orders(self):
        """:return: all orders that belong to this visit, elevated, its own first"""
        self.ensure_one()
        return self.sudo().sale_order_id | self._get_added_orders()
