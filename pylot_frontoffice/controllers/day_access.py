from datetime import timedelta

from werkzeug.exceptions import NotFound

from odoo import fields
from odoo.fields import Domain
from odoo.http import request

from ..const import OCCUPYING_STATES
from ..tools.typed_text import is_token
from .common import MAX_ID, PublicPages

# What has been given to somebody, and what became of it. What lies in the tray is nobody's.
DAY_STATES = (*OCCUPYING_STATES, "no_show")
# Visits that a link without login leads to: nobody needs an older one on the road.
LINK_DAYS = 31


class VisitGone(NotFound):
    """It is not this technician's, or not any more."""


class DayAccess(PublicPages):
    """Mixed into the controllers of the technician's day: who is asking, and what is theirs."""

    def _get_day_technicians_sudo(self, token=None):
        """:param str token: of a subcontractor's link; None: the user's own
        :return: ``resource.resource``, elevated: one of a link; those of a user, who may work for
            several companies
        :raise NotFound: when there is none (any more)"""
        technicians = request.env["resource.resource"].sudo()
        if token is None:
            found = technicians._get_by_day_user(request.env.user)
        else:
            found = is_token(token) and technicians._get_by_day_token(token)
        if not found:
            self._gone()
        return found

    def _gone(self, error=NotFound):
        """:raise NotFound: the same page for all that does not exist or is somebody else's"""
        lang = request.env.lang or "en_US"
        response = self._render("day_gone", {"page_lang": lang.replace("_", "-")}, status=404)
        response.flatten()
        raise error(response=response)

    def _get_day_domain(self, technicians, token=None):
        """:return: :class:`Domain` of the visits that these technicians may work on"""
        domain = (
            Domain("technician_id", "in", technicians.ids)
            | Domain("helper_ids", "in", technicians.ids)
        ) & Domain("visit_state", "in", DAY_STATES)
        if token is not None:
            oldest = fields.Datetime.now() - timedelta(days=LINK_DAYS)
            return domain & Domain("stop", ">", oldest)
        companies = request.env.user.company_ids
        return domain & Domain("visit_company_id", "in", [*companies.ids, False])

    def _get_day_visit_sudo(self, event_id, token=None):
        """:param event_id: number in the address, int or str
        :param str token: of a subcontractor's link; None: the user's own
        :return: (visit, technician), both elevated, in the company of the visit
        :raise NotFound: alike for what does not exist, what is somebody else's, and a link that is
            wrong or was taken back"""
        technicians = self._get_day_technicians_sudo(token)
        text = str(event_id)
        number = int(text[:11]) if text.isascii() and text.isdecimal() else 0
        if not 0 < number <= MAX_ID:
            self._gone(VisitGone)
        domain = self._get_day_domain(technicians, token) & Domain("id", "=", number)
        visit = technicians.env["calendar.event"].search(domain, limit=1)
        if not visit:
            self._gone(VisitGone)
        technician = technicians & (visit.technician_id | visit.helper_ids)
        return visit.with_company(visit._get_selling_company()), technician[:1]
