from odoo.http import request, route
from odoo.tools.image import image_data_uri

from .common import PAGE
from .visit import VisitController


class VisitReportController(VisitController):
    """The report of a visit, by the customer's own link."""

    @route("/visit/<string:token>/report", **PAGE, methods=["GET"], readonly=True)
    def show_report(self, token, **params):
        event = self._get_visit_sudo(token)
        if not event.report_ids:
            return self._not_found()
        values = {
            "visit": event.with_context(lang=request.lang.code, tz=event._get_customer_zone()),
            "company": event._get_customer_company(),
            "image_data_uri": image_data_uri,
        }
        return self._render("visit_report_page", values)
