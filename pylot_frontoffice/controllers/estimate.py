from werkzeug.urls import url_encode

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import Controller, request, route

from ..models.pylot_estimate_public import URL
from .common import PAGE, PublicPages
from .estimate_contact import EstimateContact
from .estimate_form import EstimateForm


class EstimateController(PublicPages, Controller):
    """Work out roughly what something costs. All answers are in the address, nothing is stored;
    the result goes on signed, to a booking or a request for a quotation."""

    def _get_estimate_sudo(self, slug):
        """:return: the estimate, elevated; none when it is not published, or another company's"""
        estimates = request.env["pylot.estimate"].sudo()
        domain = estimates._get_public_domain() & Domain("id", "=", self._get_id(slug))
        found = estimates.search(domain, limit=1)
        return found.with_company(found.company_id or request.env.company)

    @route(f"{URL}/<string:slug>", **PAGE, methods=["GET"], readonly=True)
    def show_estimate(self, slug, **params):
        estimate = self._get_estimate_sudo(slug)
        if not estimate:
            return self._not_found()
        form = EstimateForm(estimate, request.httprequest.args)
        values = {
            "estimate": estimate,
            "company": estimate.env.company,
            "form": form,
            "path": estimate._get_public_path(),
            "result": form.found and estimate._say_range(form.found),
            "next_url": form.found and self._get_next_url(estimate, form),
        }
        response = self._render("estimate_page", values, status=422 if form.errors else 200)
        if not form.is_asked:
            # a page without anybody's numbers, which search engines may know
            response.headers.remove("X-Robots-Tag")
        return response

    def _get_next_url(self, estimate, form):
        """:return: path of what comes next, with the result; "" when there is nothing"""
        query = url_encode({"estimate": estimate._sign(form.found, form.get_answers())})
        if estimate.ends_in == "quotation":
            return f"{estimate._get_public_path()}/request?{query}"
        kind = estimate.appointment_type_id
        is_bookable = kind.active and kind.access == "public"
        return f"{kind._get_booking_path()}?{query}" if is_bookable else ""

    # === A QUOTATION ===

    def _get_carried_sudo(self, slug, text):
        """:return: (estimate, what was brought along), elevated; the latter None when it is not
        about this estimate, or none of ours"""
        estimate = self._get_estimate_sudo(slug)
        if estimate.ends_in != "quotation":
            return estimate.browse(), None
        carried = estimate._read_signed(text)
        is_ours = carried and carried.estimate == estimate
        return estimate, carried if is_ours else None

    def _get_partner_sudo(self):
        user = request.env.user
        return None if user._is_public() else user.partner_id.sudo()

    @route(f"{URL}/<string:slug>/request", **PAGE, methods=["GET"], readonly=True)
    def show_estimate_request(self, slug, estimate="", **params):
        found, carried = self._get_carried_sudo(slug, estimate)
        if not carried:
            return self._redirect(found._get_public_path()) if found else self._not_found()
        contact = EstimateContact(found.env.company, self._get_partner_sudo())
        return self._show_request(found, carried, estimate, contact)

    def _show_request(self, estimate, carried, text, contact, status=200):
        values = {
            "estimate": estimate,
            "company": estimate.env.company,
            "form": contact,
            "stamp": text,
            "path": estimate._get_public_path(),
            "result": estimate._say_range(carried.range),
            "answers": carried.answers,
        }
        return self._render("estimate_request", values, status=status)

    @route(f"{URL}/<string:slug>/request", **PAGE, methods=["POST"])
    def send_estimate_request(self, slug, estimate="", **post):
        found, carried = self._get_carried_sudo(slug, estimate)
        if not found or self._is_robot(post):
            return self._not_found()
        if not carried:
            return self._redirect(found._get_public_path())
        partner = self._get_partner_sudo()
        contact = EstimateContact(found.env.company, partner, post)
        contact.check()
        if contact.errors:
            return self._show_request(found, carried, estimate, contact, 422)
        try:
            found._request_quotation(
                carried, estimate, contact.get_values(), self._get_visitor(), partner
            )
        except UserError as error:
            contact.errors["form"] = str(error)
            return self._show_request(found, carried, estimate, contact, 429)
        return self._redirect(f"{found._get_public_path()}/sent")

    @route(f"{URL}/<string:slug>/sent", **PAGE, methods=["GET"], readonly=True)
    def show_estimate_sent(self, slug, **params):
        estimate = self._get_estimate_sudo(slug)
        if not estimate:
            return self._not_found()
        values = {"estimate": estimate, "company": estimate.env.company}
        return self._render("estimate_sent", values)
