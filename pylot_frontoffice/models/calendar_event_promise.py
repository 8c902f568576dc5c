from contextlib import contextmanager

from odoo import fields, models

from ..const import OPEN_STATES
from ..tools.promise import Promise
from ..tools.wall_time import day_to_utc, to_day
from .calendar_event_booking import BOOKING_FIELDS

# Where promises as they were before the outermost write are kept, by id of the event.
BEFORE = "pylot_frontoffice.promises_before"
PROMISE_FIELDS = BOOKING_FIELDS | {"awaiting", "window_start", "window_stop"}
# What a customer is told while something is still open, and when nothing is.
KIND_OF_AWAITING = {
    "business": "requested",
    "customer": "proposed",
    "payment": "payment",
    False: "confirmed",
}


class CalendarEvent(models.Model):
    """What customers have been told, and that they hear of every change.

    A visit has been promised when it has an ``ics_uid``. Whoever writes such a visit, by whatever
    door, makes a new version of the promise if it changes: calendars of customers go by its
    number, and each version is told at most once. Other events pay nothing for this.
    """

    _inherit = "calendar.event"

    def _promise(self, kind):
        """Tell the customers of these visits about them for the first time; later changes are
        noticed by themselves.

        :param str kind: of ``pylot.visit.notice``
        """
        for event in self.sudo():
            event._ensure_ics_uid()
            event._ensure_customer_token()
        self.env["pylot.visit.notice"]._plan(self, kind)
        self._refresh_reminders()

    def write(self, vals):
        if not PROMISE_FIELDS & vals.keys():
            return super().write(vals)
        with self._promise_batch():
            return super().write(vals)

    def unlink(self):
        self._cancel_before_unlink()
        return super().unlink()

    def _cancel_before_unlink(self):
        """A visit that is gone cannot be told of later: what there is to say is said now."""
        promised = self.sudo().filtered("ics_uid")
        if not promised:
            return
        standing = promised.filtered(lambda event: event._get_promise().status != "cancelled")
        standing.filtered(lambda event: event.visit_state in OPEN_STATES).write(
            {"visit_state": "cancelled"}
        )
        notices = self.env["pylot.visit.notice"].sudo()
        notices.search([("event_id", "in", promised.ids)])._send_before_unlink()
        for event in promised:
            self.env.cr.cache.get(BEFORE, {}).pop(event.id, None)

    @contextmanager
    def _promise_batch(self):
        """Compare what was promised before and after, once, at the outermost exit: a change of
        one visit is several writes inside each other."""
        data = self.env.cr.cache
        outer = data.get(BEFORE)
        before = data[BEFORE] = {} if outer is None else outer
        try:
            promised = self.sudo().filtered("ics_uid")
            for event in promised:
                before.setdefault(event.id, event._get_promise())
            yield
            promised._keep_promise_plausible(before)
            if outer is None and before:
                promised.browse(before)._settle_promises(before)
        finally:
            if outer is None:
                data.pop(BEFORE, None)

    def _get_promise(self):
        """:return: :class:`Promise` as it stands"""
        self.ensure_one()
        status = "standing"
        if not self.active or self.visit_state in (False, "cancelled"):
            status = "cancelled"
        elif self.visit_state == "draft":
            status = "postponed"
        times = (self.start_date, self.stop_date) if self.allday else self._get_promised_times()
        return Promise(status, self.awaiting, *times)

    def _keep_promise_plausible(self, before):
        """Whoever drags a visit or presses "Confirm" means all that follows from it."""
        for event in self:
            # nobody waits from 8 to 12 for somebody who comes at 14
            if event.window_start and not event.window_start <= event.start <= event.window_stop:
                event.write(event._prepare_window_vals())
            was = before.get(event.id)
            answered = event.awaiting in ("business", "customer")
            if was and answered and was.awaiting and event.visit_state == "confirmed":
                event.awaiting = False

    def _prepare_window_vals(self):
        """:return: values of the arrival window around the start of the visit, if there is one"""
        zone = self._get_customer_zone()
        day = to_day(self.start, zone)
        for window in self.appointment_type_id.window_ids:
            start = day_to_utc(day, window.hour_from, zone)
            stop = day_to_utc(day, window.hour_to, zone)
            if start <= self.start < stop:
                return {"window_start": start, "window_stop": stop}
        return {"window_start": False, "window_stop": False}

    def _settle_promises(self, before):
        """Give the changed ones among these events a new version, and tell the customers.

        :param dict before: :class:`Promise` by id of the event
        """
        told, changed = {}, {}
        now = fields.Datetime.now()
        is_loud = self.env.context.get("pylot_inform_customer", True)
        for event in self:
            was, now_is = before[event.id], event._get_promise()
            if was == now_is or not (was.is_ahead(now) or now_is.is_ahead(now)):
                continue
            sequence = event.ics_sequence
            changed[sequence] = changed.get(sequence, self.browse()) | event
            kind = event._get_notice_kind(was, now_is)
            concerned = now_is if now_is.is_standing else was
            if is_loud and kind and concerned.is_ahead(now):
                told[kind] = told.get(kind, self.browse()) | event
            else:
                told[False] = told.get(False, self.browse()) | event
        for sequence, events in changed.items():
            events.write({"ics_sequence": sequence + 1})
        for kind, events in told.items():
            if kind:
                events.env["pylot.visit.notice"]._plan(events, kind)
            else:
                events.env["pylot.visit.notice"]._plan_quietly(events)
        self.browse().union(*changed.values())._refresh_reminders()

    def _get_notice_kind(self, was, now):
        """:return: what to tell about this change, False: nothing"""
        if now.status == "cancelled":
            if was.status == "cancelled":
                return False
            is_unpaid = was.awaiting == "payment" and self.cancelled_by == "system"
            return "lapsed" if is_unpaid else "cancelled"
        if now.status == "postponed":
            return "postponed" if was.is_standing else False
        if was.is_standing and not was.awaiting and not now.awaiting:
            return "moved"
        # what is still open is said anew, with the new time
        return KIND_OF_AWAITING[now.awaiting]
