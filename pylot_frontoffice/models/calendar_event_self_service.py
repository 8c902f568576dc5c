from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import OPEN_STATES

# Links in old mails: after this many days they lead nowhere.
LINK_DAYS = 90


class CalendarEvent(models.Model):
    """What customers do with their visit by themselves: see, move, cancel, accept."""

    _inherit = "calendar.event"

    @api.model
    def _find_by_customer_token(self, token):
        """:return: the visit behind a customer's link (already checked to look like one), or
        none when there is none any more"""
        event = self.search([("customer_token", "=", token)], limit=1)
        last = fields.Datetime.now() - timedelta(days=LINK_DAYS)
        return event if event.visit_state and event.stop > last else self.browse()

    def _promise_booking(self):
        """Tell whoever has to know that a customer has booked these visits."""
        for event in self:
            event._ensure_customer_token()
            if event._requires_deposit():
                event._ask_for_deposit()
                event._promise("payment")
            elif event.awaiting == "business":
                event._notify_responsible()
                event._promise("requested")
            else:
                event._promise("confirmed")

    def _get_promised_start(self):
        """:return: from when on the customer waits for us, UTC"""
        return self.window_start or self.start

    def _get_change_deadline(self):
        """:return: until when customers may move or cancel by themselves, UTC"""
        hours = self.appointment_type_id.cancel_hours
        return self._get_promised_start() - timedelta(hours=hours)

    def _get_customer_refusal(self, action):
        """:param str action: ``move``, ``cancel`` or ``accept``
        :return: why the customer cannot do this now, as a sentence; "" when they can"""
        self.ensure_one()
        now = fields.Datetime.now()
        if self.visit_state == "cancelled":
            return self.env._("This appointment has been cancelled.")
        if self.visit_state not in OPEN_STATES:
            return self.env._("This appointment has already begun or is over.")
        if action == "move" and not self.appointment_type_id:
            # planned by hand: nothing says how long it takes and who can do it
            return self.env._("This appointment cannot be moved online. Please call us.")
        if self.visit_state == "draft":
            return "" if action != "accept" else self.env._("There is no time to accept yet.")
        if self._get_promised_start() <= now:
            return self.env._("This appointment has already begun or is over.")
        if action == "accept":
            if self.awaiting == "customer":
                return ""
            return self.env._("This appointment does not wait for your answer.")
        if self.awaiting == "payment" and action == "move":
            return self.env._("Please pay the deposit first; then you can change the time.")
        if self._get_change_deadline() > now or self.awaiting == "customer":
            # nobody has agreed to a proposal yet
            return ""
        if action == "cancel" and self.appointment_type_id.late_fee_product_id:
            return ""
        return self.env._(
            "It is too late to change this appointment online. Please call us, we will find a way."
        )

    def _check_customer_may(self, action):
        # Two clicks at once are two requests: the later one waits, and Odoo repeats it when the
        # first has changed something.
        self.env.cr.execute(
            SQL("SELECT id FROM calendar_event WHERE id = %s FOR UPDATE", self.id),
            log_exceptions=False,
        )
        refusal = self._get_customer_refusal(action)
        if refusal:
            raise UserError(refusal)

    def _is_cancelled_late(self):
        is_agreed = self.visit_state != "draft" and self.awaiting != "customer"
        return is_agreed and self._get_change_deadline() <= fields.Datetime.now()

    # === WHAT CUSTOMERS DO ===

    def _get_customer_offers(self, start, stop, technicians=None, limit=None):
        """:return: times this visit can be moved to; not the one it has"""
        self.ensure_one()
        offers = self.appointment_type_id._for_visit(self)._get_offers(
            start,
            stop,
            technicians=technicians,
            partner=self.visit_address_id or self.customer_id or None,
            ignore_event_ids=tuple(self.ids),
            limit=limit,
        )
        # the time of a draft is only a placeholder
        own = None if self.visit_state == "draft" else self._get_promised_start()
        return [offer for offer in offers if (offer["window_start"] or offer["start"]) != own]

    def _move_by_customer(self, key, technicians=None):
        """Move to the offer ``key``, in one write: the old time is free when the new one is taken.

        :raise UserError: when it may not be moved, or the time is not offered
        :raise CollisionError: when somebody else was faster
        """
        self.ensure_one()
        self._check_customer_may("move")
        offer = self.appointment_type_id._for_visit(self)._find_offer(
            key,
            technicians=technicians,
            partner=self.visit_address_id or self.customer_id or None,
            ignore_event_ids=tuple(self.ids),
        )
        if not offer:
            raise UserError(
                self.env._("This time is not available any more. Please choose another one.")
            )
        is_open = self.visit_state == "draft" or self.awaiting == "customer"
        if is_open or (offer["start"], offer["stop"]) != (self.start, self.stop):
            self._move_to_offer(offer, technicians)

    def _move_to_offer(self, offer, technicians=None):
        """:param dict offer: of ``_get_offers``
        :param technicians: the person who was chosen; None: the same as before if possible"""
        self.ensure_one()
        kind = self.appointment_type_id
        wished = technicians or self.technician_id
        if wished[:1].id in offer["resource_ids"] and kind.crew_size == 1:
            equipment = offer.get("equipment_ids") or []
            crew = [wished[:1].id, *equipment[:1]]
        else:
            crew = kind._choose_crew(offer, self.visit_address_id or None)
        values = {
            "start": offer["start"],
            "stop": offer["stop"],
            "duration": (offer["stop"] - offer["start"]).total_seconds() / 3600,
            "window_start": offer["window_start"],
            "window_stop": offer["window_stop"],
            "technician_id": crew[0],
            "helper_ids": [fields.Command.set(crew[1:])],
        }
        if self.visit_state == "draft" or self.awaiting == "customer":
            needs_answer = kind.confirm_mode == "request"
            values["visit_state"] = "planned" if needs_answer else "confirmed"
            values["awaiting"] = "business" if needs_answer else False
        self.write(values)

    def _cancel_by_customer(self, reason=None, note="", stop_series=False):
        """:param reason: ``pylot.cancel.reason`` or none
        :param bool stop_series: the customer wants no more proposals of this kind
        :raise UserError: when it may not be cancelled; again is no error"""
        self.ensure_one()
        if self.visit_state == "cancelled":
            return
        self._check_customer_may("cancel")
        if stop_series:
            self._stop_series()
        if self._is_cancelled_late():
            self._add_late_fee()
        self.write(
            {
                "visit_state": "cancelled",
                "cancelled_by": "customer",
                "cancel_reason_id": reason.id if reason else False,
                "cancel_note": note or False,
                "awaiting": False,
                "hold_until": False,
            }
        )
        if self.sale_order_id.state == "sale":
            self.sale_order_id.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("A sold appointment was cancelled by the customer"),
                user_id=(self.appointment_type_id.user_id or self.sale_order_id.user_id).id
                or self.env.ref("base.user_admin").id,
            )

    def _accept_by_customer(self):
        """The proposed time is agreed on; again is no error."""
        self.ensure_one()
        if self.visit_state == "confirmed" and not self.awaiting:
            return
        self._check_customer_may("accept")
        self.write({"visit_state": "confirmed", "awaiting": False})
