from werkzeug.urls import url_encode

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..tools.typed_text import clean, is_token
from .common import HEADERS, PAGE, PublicPages
from .times import TimesPage

NOTE_LENGTH = 500


class VisitController(PublicPages, Controller):
    """The customer's own link: see, move, cancel, accept, put into the calendar."""

    def _get_visit_sudo(self, token):
        """:return: the visit behind the link, elevated; none for whatever is no link of ours"""
        events = request.env["calendar.event"].sudo()
        if not is_token(token):
            return events
        event = events._find_by_customer_token(token)
        return event.with_company(event.visit_company_id or request.env.company)

    @route("/visit/<string:token>", **PAGE, methods=["GET"], readonly=True)
    def show(self, token, new="", **params):
        event = self._get_visit_sudo(token)
        return self._show(event, is_new=bool(new)) if event else self._not_found()

    def _show(self, event, message="", status=200, is_new=False):
        values = {
            "event": event,
            "kind": event.appointment_type_id,
            "company": event.visit_company_id or request.env.company,
            "when": event._describe_customer_time(
                tz=event.customer_tz or self._get_visitor_tz(), lang=request.lang.code
            ),
            "can": {
                action: not event._get_customer_refusal(action)
                for action in ("move", "cancel", "accept")
            },
            "refusal": event._get_customer_refusal("move"),
            "message": message,
            "is_new": is_new,
            "earlier": event._get_earlier_entry(),
            "can_wait": event._can_wait_for_earlier(),
        }
        return self._render("visit_page", values, status=status)

    @route("/visit/<string:token>/accept", **PAGE, methods=["POST"])
    def accept(self, token, **post):
        event = self._get_visit_sudo(token)
        if not event:
            return self._not_found()
        try:
            event._accept_by_customer()
        except UserError as error:
            return self._show(event, str(error), 409)
        return self._redirect(f"/visit/{token}")

    # === MOVE ===

    @route("/visit/<string:token>/move", **PAGE, methods=["GET"], readonly=True)
    def show_move(self, token, **params):
        event = self._get_visit_sudo(token)
        if not event:
            return self._not_found()
        refusal = event._get_customer_refusal("move")
        return self._show(event, refusal, 409) if refusal else self._show_times(event, params)

    def _show_times(self, event, params, message="", status=200):
        """The same technician's times first, unless the customer wants to see all."""
        anybody = bool(params.get("anybody")) or not event.technician_id
        visitor_tz = event.customer_tz or self._get_visitor_tz()

        def get_page(technicians):
            return TimesPage(
                event.appointment_type_id,
                lambda start, stop: event._get_customer_offers(start, stop, technicians),
                params,
                visitor_tz,
            )

        page = get_page(None if anybody else event.technician_id)
        if not anybody and not page.days:
            anybody, page = True, get_page(None)
        path, query = f"/visit/{event.customer_token}/move", {"anybody": 1} if anybody else {}
        values = {
            **page.get_values(),
            "event": event,
            "post_url": path,
            "make_url": lambda **more: f"{path}?{url_encode({**query, **more})}",
            "message": message,
            "when": event._describe_customer_time(tz=visitor_tz, lang=request.lang.code),
            "anybody": anybody,
        }
        return self._render("visit_move", values, status=status)

    @route("/visit/<string:token>/move", **PAGE, methods=["POST"])
    def move(self, token, key="", **post):
        event = self._get_visit_sudo(token)
        if not event:
            return self._not_found()
        # the technician the customer knows, else whoever can
        technicians = event.technician_id if event.appointment_type_id.crew_size == 1 else None
        error = None
        for wished in dict.fromkeys((technicians or None, None)):
            try:
                event._move_by_customer(clean(key, limit=64), wished)
                request.env.flush_all()
            except UserError as refusal:
                error = refusal
                request.env.cr.rollback()
                event = self._get_visit_sudo(token)
                continue
            return self._redirect(f"/visit/{token}?new=1")
        refusal = event._get_customer_refusal("move")
        if refusal:
            return self._show(event, refusal, 409)
        return self._show_times(event, {}, self._get_lost_message(error), 409)

    # === CANCEL ===

    @route("/visit/<string:token>/cancel", **PAGE, methods=["GET"], readonly=True)
    def show_cancel(self, token, **params):
        event = self._get_visit_sudo(token)
        if not event:
            return self._not_found()
        refusal = event._get_customer_refusal("cancel")
        if refusal:
            return self._show(event, refusal, 409)
        amount, currency = event._get_late_fee() if event._is_cancelled_late() else (0, None)
        values = {
            "event": event,
            "when": event._describe_customer_time(
                tz=event.customer_tz or self._get_visitor_tz(), lang=request.lang.code
            ),
            "reasons": request.env["pylot.cancel.reason"].sudo().search([]),
            "fee": amount,
            "currency": currency,
        }
        return self._render("visit_cancel", values)

    @route("/visit/<string:token>/cancel", **PAGE, methods=["POST"])
    def cancel(self, token, reason="", note="", stop_series="", **post):
        event = self._get_visit_sudo(token)
        if not event:
            return self._not_found()
        reasons = request.env["pylot.cancel.reason"].sudo()
        chosen = reasons.search([("id", "=", self._get_id(reason))])
        try:
            note = clean(note, limit=NOTE_LENGTH)
            event._cancel_by_customer(chosen, note, bool(stop_series))
        except UserError as error:
            return self._show(event, str(error), 409)
        return self._redirect(f"/visit/{token}")

    # === TAKE AWAY ===

    @route("/visit/<string:token>/appointment.ics", **PAGE, methods=["GET"], readonly=True)
    def download_ics(self, token, **params):
        event = self._get_visit_sudo(token)
        if not event.ics_uid or event.visit_state == "draft":
            return self._not_found()
        return request.make_response(
            event._get_ics("PUBLISH"),
            [
                *HEADERS.items(),
                ("Content-Type", "text/calendar; charset=UTF-8; method=PUBLISH"),
                ("Content-Disposition", 'attachment; filename="appointment.ics"'),
            ],
        )

    @route("/visit/<string:token>/pay", **PAGE, methods=["POST"])
    def pay(self, token, **post):
        """To the order's own page, where the deposit is paid."""
        event = self._get_visit_sudo(token)
        if not event or event.awaiting != "payment":
            return self._not_found()
        return self._redirect(event._get_payment_url())
