from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import OCCUPYING_STATES

# Whoever brings a visit into one of these states does not wait for its deposit any longer.
SETTLED_STATES = {"cancelled", "no_show", *OCCUPYING_STATES} - {"planned"}


class CalendarEvent(models.Model):
    """A visit that binds the business only once its deposit is paid. Until then its time is kept
    like that of a visitor who is still typing: it ends by the clock, not by a job."""

    _inherit = "calendar.event"

    # === ASKING FOR IT ===

    def _requires_deposit(self):
        """:return: whether this visit, as it was booked, has to be paid for in part first"""
        self.ensure_one()
        visit = self.sudo()
        kind = visit.appointment_type_id
        # what has been sold already is paid as it was agreed
        if not kind.deposit_percent or not kind.product_id or visit.sale_order_id:
            return False
        if not visit.customer_id:
            return False
        company = visit._get_selling_company()
        if kind.deposit_after_no_shows:
            missed = visit.customer_id._count_no_shows(company)[visit.customer_id.id]
            if missed < kind.deposit_after_no_shows:
                return False
        total, currency = visit._get_order_total(visit._prepare_deposit_line())
        amount = currency.round(total * kind.deposit_percent / 100)
        if currency.compare_amounts(amount, 0) <= 0:
            return False
        return bool(kind._find_payment_providers(company, visit.customer_id, amount, currency))

    def _ask_for_deposit(self):
        """Sell the visit, and keep its time until the deposit must have been paid.

        :return: the order
        """
        self.ensure_one()
        visit = self.sudo()
        kind = visit.appointment_type_id
        now = fields.Datetime.now()
        hold_until = min(now + timedelta(minutes=kind.payment_minutes), visit.start)
        order = visit._get_order_model().create(visit._prepare_deposit_order(hold_until))
        order.with_context(tracking_disable=True).action_quotation_sent()
        order._portal_ensure_token()
        visit.write(
            {
                "sale_order_id": order.id,
                "sale_line_id": order.order_line.id,
                "visit_state": "planned",
                "awaiting": "payment",
                "hold_until": hold_until,
            }
        )
        cron = self.env.ref(
            "pylot_frontoffice.ir_cron_calendar_event_lapse_unpaid", raise_if_not_found=False
        )
        if cron:
            cron.sudo()._trigger(at=hold_until)
        return order

    def _prepare_deposit_line(self):
        kind = self.appointment_type_id
        return {
            "product_id": kind.product_id.id,
            "product_uom_qty": kind._get_sold_quantity(),
            "booked_type_id": kind.id,
        }

    def _prepare_deposit_order(self, hold_until):
        return {
            **self._prepare_order_vals(self._prepare_deposit_line()),
            "require_payment": True,
            "prepayment_percent": self.appointment_type_id.deposit_percent / 100,
            # by then the visit has lapsed: nobody pays for it by mistake, job or no job
            "validity_date": hold_until.date() + timedelta(days=1),
        }

    def _get_payment_url(self):
        """:return: path of the page where the customer pays, with its key; "" when there is
        nothing to pay"""
        self.ensure_one()
        order = self.sudo().sale_order_id
        return order.get_portal_url() if order else ""

    # === WHAT BECOMES OF IT ===

    def write(self, vals):
        if vals.get("visit_state") not in SETTLED_STATES:
            return super().write(vals)
        unpaid = self.sudo().filtered(lambda visit: visit.awaiting == "payment")
        if not unpaid:
            return super().write(vals)
        settled = {"awaiting": False, "hold_until": False, **vals}
        with self._booking_batch(), self._promise_batch():
            others = self - unpaid
            if others:
                super(CalendarEvent, others).write(vals)
            result = super(CalendarEvent, self - others).write(settled)
        if vals["visit_state"] == "cancelled":
            unpaid.sale_order_id._cancel_unpaid()
        return result

    def _accept_payment(self):
        """The order of these visits is binding: so are they, whatever the clock says, unless
        somebody else has the time by now. Nothing here may stop the payment."""
        for visit in self.sudo():
            if visit.visit_state == "draft":
                visit.write({"awaiting": False, "hold_until": False})
            elif not visit._keep_paid_time():
                visit._lose_paid_time()

    def _keep_paid_time(self):
        """:return: whether the visit takes place as it was booked"""
        self.ensure_one()
        if self.start <= fields.Datetime.now():
            return False
        try:
            with self.env.cr.savepoint():
                self.write(self._prepare_paid_vals())
        except UserError:  # a collision, or a technician who has left meanwhile
            return False
        if self.awaiting == "business":
            self._notify_responsible()
        return True

    def _prepare_paid_vals(self):
        """Who has paid may still have to wait for our word; who sells the visit has given it."""
        vals = {"awaiting": False, "hold_until": False, "cancelled_by": False}
        kind = self.appointment_type_id
        if kind.confirm_mode == "request" and self.sale_order_id.amount_paid:
            return {**vals, "visit_state": "planned", "awaiting": "business"}
        return {**vals, "visit_state": "confirmed"}

    def _lose_paid_time(self):
        """Back to the tray: the money is here, the time is gone."""
        self.ensure_one()
        had_lapsed = self.visit_state == "cancelled"
        self.write(
            {
                "visit_state": "draft",
                "awaiting": False,
                "hold_until": False,
                "cancelled_by": False,
            }
        )
        if had_lapsed:
            # to whoever was told that it is cancelled, this is news as well
            self.env["pylot.visit.notice"]._plan(self, "postponed")
        self._ask_dispatcher(lambda env: env._("Paid, but the time is taken: find a new one"))

    # === NOT PAID ===

    @api.model
    def _cron_lapse_unpaid(self):
        self._run_each(
            [("awaiting", "=", "payment"), ("hold_until", "<=", fields.Datetime.now())],
            lambda visit: visit._lapse(),
        )

    def _lapse(self):
        """The time ran out. Money that has arrived is looked at first."""
        self.ensure_one()
        order = self.sale_order_id
        # orders are locked before their visits, here and where they are confirmed
        if order and not order.try_lock_for_update():
            return
        if order.state == "sale":
            self._accept_payment()
        elif not order or not order._has_reached_deposit():
            self.write({"visit_state": "cancelled", "cancelled_by": "system"})
