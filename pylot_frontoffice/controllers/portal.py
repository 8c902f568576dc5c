from odoo import fields
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..const import PAST_STATES

URL = "/my/appointments"
# A customer with more open visits than this has a contact person.
MAX_OPEN = 50


class AppointmentPortal(CustomerPortal):
    """My appointments: what is to be done next, what is coming, what has been."""

    def _get_appointments_domain(self):
        """What the customer has been told of, and what was sold and has no time yet: of everybody
        in the customer's company, and of the companies the login belongs to, as with orders."""
        customer = request.env.user.partner_id.commercial_partner_id
        told = Domain("ics_uid", "!=", False) | Domain("visit_state", "=", "draft")
        ours = Domain("visit_company_id", "in", [*request.env.companies.ids, False])
        return Domain("customer_id", "child_of", customer.ids) & told & ours

    def _get_open_domain(self):
        """A draft has only a placeholder for a time."""
        now = fields.Datetime.now()
        over = ["cancelled", "done", "no_show"]
        return self._get_appointments_domain() & (
            Domain("visit_state", "=", "draft")
            | (Domain("visit_state", "not in", [False, *over]) & Domain("stop", ">", now))
        )

    def _get_past_domain(self):
        now = fields.Datetime.now()
        return self._get_appointments_domain() & (
            Domain("visit_state", "in", ["cancelled", *PAST_STATES])
            | (Domain("visit_state", "!=", "draft") & Domain("stop", "<=", now))
        )

    def _get_visits_sudo(self):
        return request.env["calendar.event"].sudo()

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "appointment_count" in counters:
            values["appointment_count"] = self._get_visits_sudo().search_count(
                self._get_appointments_domain(), limit=1
            )
        return values

    @route([URL, f"{URL}/page/<int:page>"], type="http", auth="user", website=True, readonly=True)
    def portal_my_appointments(self, page=1, **params):
        visits = self._get_visits_sudo()
        upcoming = visits.search(self._get_open_domain(), order="start, id", limit=MAX_OPEN)
        past_domain = self._get_past_domain()
        pager = portal_pager(
            url=URL,
            total=visits.search_count(past_domain),
            # a number of the address; what stands behind a question mark is text
            page=min(max(page, 1), 10**6) if isinstance(page, int) else 1,
            step=self._items_per_page,
        )
        past = visits.search(
            past_domain,
            order="start DESC, id DESC",
            limit=self._items_per_page,
            offset=pager["offset"],
        )
        waiting = upcoming.filtered(
            lambda visit: visit.awaiting in ("customer", "payment") or visit.visit_state == "draft"
        )
        timed = upcoming.filtered(lambda visit: visit.visit_state != "draft")
        first = (waiting or timed)[:1]
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "appointments",
            "default_url": URL,
            "pager": pager,
            "first": first,
            "upcoming": (timed | upcoming) - first,
            "past": past,
            "describe": lambda visit: visit._describe_customer_time(
                tz=visit.customer_tz or "", lang=request.lang.code
            ),
        }
        return request.render("pylot_frontoffice.portal_my_appointments", values)

    @route(f"{URL}/<int:visit_id>/open", type="http", auth="user", website=True, methods=["POST"])
    def open_appointment(self, visit_id, **post):
        """To the page of one visit. A POST, because a visit that was sold gets its link now."""
        visit = self._get_visits_sudo().search(
            self._get_appointments_domain() & Domain("id", "=", min(visit_id, 2**31 - 1)), limit=1
        )
        if not visit:
            return request.redirect(URL, code=303)
        return request.redirect(f"/visit/{visit._ensure_customer_token()}", code=303)
