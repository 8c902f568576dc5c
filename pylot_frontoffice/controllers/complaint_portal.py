from werkzeug.urls import url_encode

from odoo.fields import Domain
from odoo.http import Controller, request, route
from odoo.tools import consteq

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..const import DONE_STATES
from ..tools.typed_text import is_token
from .common import PAGE
from .complaint import read_number
from .complaint_pages import ComplaintPages
from .upload_form import MAX_UPLOAD

URL = "/my/complaints"
LOGGED_IN = {**PAGE, "auth": "user"}


class ComplaintPortal(CustomerPortal):
    """My complaints: what waits for me, what is going on, what is over."""

    def _get_complaints_sudo(self):
        return request.env["pylot.complaint"].sudo()

    def _get_complaints_domain(self):
        return self._get_complaints_sudo()._get_portal_domain(request.env.user)

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "complaint_count" in counters:
            values["complaint_count"] = self._get_complaints_sudo().search_count(
                self._get_complaints_domain()
            )
        return values

    @route([URL, f"{URL}/page/<int:page>"], type="http", auth="user", website=True, readonly=True)
    def portal_my_complaints(self, page=1, **params):
        complaints = self._get_complaints_sudo()
        domain = self._get_complaints_domain()
        pager = portal_pager(
            url=URL,
            total=complaints.search_count(domain),
            # a number of the address; what stands behind a question mark is text
            page=min(max(page, 1), 10**6) if isinstance(page, int) else 1,
            step=self._items_per_page,
        )
        found = complaints.search(
            domain, order="id DESC", limit=self._items_per_page, offset=pager["offset"]
        )
        waiting = found.filtered(lambda complaint: complaint.state == "waiting_customer")
        over = found.filtered(lambda complaint: complaint.state in DONE_STATES)
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "complaints",
            "default_url": URL,
            "pager": pager,
            "waiting": waiting,
            "going_on": found - waiting - over,
            "over": over,
            "get_next_update": lambda complaint: complaint._get_page_next_update(),
            "me": request.env.user.partner_id,
        }
        return request.render("pylot_frontoffice.portal_my_complaints", values)


class ComplaintPortalPage(ComplaintPages, Controller):
    """One of my complaints. Neither a wrong number nor a foreign one tells anything."""

    def _get_own_sudo(self, number):
        complaints = request.env["pylot.complaint"].sudo()
        domain = complaints._get_portal_domain(request.env.user)
        found = complaints.search(domain & Domain("id", "=", read_number(number)), limit=1)
        return found.with_company(found.company_id or request.env.company)

    def _get_path(self, complaint):
        return f"{URL}/{complaint.id}"

    @route(f"{URL}/<string:number>", **PAGE, methods=["GET"], readonly=True)
    def show_my_complaint(self, number, done="", access_token="", **params):
        """Core's e-mails lead here with the secret of the link; then nobody has to log in."""
        if access_token:
            complaints = request.env["pylot.complaint"].sudo()
            known = complaints.browse(read_number(number)).exists().access_token
            if known and is_token(access_token) and consteq(known, access_token):
                return self._redirect(f"/complaint/{known}")
        if request.env.user._is_public():
            query = url_encode({"redirect": f"{URL}/{read_number(number)}"})
            return self._redirect(f"/web/login?{query}")
        complaint = self._get_own_sudo(number)
        if not complaint:
            return self._not_found()
        return self._show_complaint(complaint, self._get_path(complaint), done=done)

    @route(
        f"{URL}/<string:number>/reply", **LOGGED_IN, methods=["POST"], max_content_length=MAX_UPLOAD
    )
    def reply_to_my_complaint(self, number, **post):
        complaint = self._get_own_sudo(number)
        if not complaint:
            return self._not_found()
        author = request.env.user.partner_id.sudo()
        path = self._get_path(complaint)
        answer, found = self._reply_to_complaint(complaint, path, post, author)
        return answer or self._redirect(f"{self._get_path(found)}?done=reply")

    @route(f"{URL}/<string:number>/rate", **LOGGED_IN, methods=["POST"])
    def rate_my_complaint(self, number, **post):
        complaint = self._get_own_sudo(number)
        if not complaint:
            return self._not_found()
        return self._rate_complaint(complaint, self._get_path(complaint), post)

    @route(f"{URL}/<string:number>/file/<string:file>", **LOGGED_IN, methods=["GET"], readonly=True)
    def download_from_my_complaint(self, number, file, **params):
        complaint = self._get_own_sudo(number)
        if not complaint:
            return self._not_found()
        return self._download_from_complaint(complaint, read_number(file))
