from odoo.http import request, route

from .common import HEADERS, PAGE
from .visit import VisitController

# Seconds between two looks of the page, with a script and without one.
POLL_SECONDS = 30
RELOAD_SECONDS = 60


class StatusController(VisitController):
    """Where we are: the page a customer keeps open on the day of the visit."""

    def _get_status(self, event):
        """:return: dict, see ``_get_status`` of the visit, in the language of the page"""
        return event.with_context(lang=request.lang.code)._get_status()

    @route("/visit/<string:token>/status", **PAGE, methods=["GET"], readonly=True)
    def show_status(self, token, **params):
        event = self._get_visit_sudo(token)
        if not event:
            return self._not_found()
        values = {
            "event": event,
            "kind": event.appointment_type_id,
            "company": event._get_customer_company(),
            "status": self._get_status(event),
            "when": event._describe_customer_time(
                tz=event.customer_tz or self._get_visitor_tz(), lang=request.lang.code
            ),
            "poll_seconds": POLL_SECONDS,
            "reload_seconds": RELOAD_SECONDS,
        }
        return self._render("visit_status_page", values)

    @route("/visit/<string:token>/status.json", **PAGE, methods=["GET"], readonly=True)
    def read_status(self, token, **params):
        event = self._get_visit_sudo(token)
        answer = self._get_status(event) if event else {"is_live": False}
        status = 200 if event else 404
        return request.make_json_response(answer, headers=list(HEADERS.items()), status=status)
