import binascii

from odoo.exceptions import UserError
from odoo.http import Controller, request, route
from odoo.tools import hash_sign, verify_hash_signed

from ..tools.typed_text import clean, is_token
from .common import MAX_ID, PAGE
from .complaint_about import ComplaintAbout
from .complaint_form import ComplaintForm
from .complaint_pages import ComplaintPages
from .upload_form import MAX_UPLOAD

SCOPE = "pylot-complaint-receipt"
RECEIPT_HOURS = 24


class ComplaintController(ComplaintPages, Controller):
    """Complain without an account, and follow the complaint by a secret link."""

    # === THE FORM ===

    @route("/complaint", **PAGE, methods=["GET"], readonly=True)
    def show_complaint_form(self, **params):
        about = ComplaintAbout(params, self._get_id)
        return self._show_form(ComplaintForm(about)) if about.team else self._not_found()

    def _show_form(self, form, status=200):
        values = {"form": form, "about": form.about, "company": form.about.company}
        return self._render("complaint_form", values, status=status)

    @route("/complaint", **PAGE, methods=["POST"], max_content_length=MAX_UPLOAD)
    def send_complaint(self, seen="", back="", **post):
        about = ComplaintAbout(post, self._get_id)
        if not about.team or self._is_robot(post):
            return self._not_found()
        form = ComplaintForm(about, post)
        if back:
            return self._show_form(form)
        form.check(request.httprequest.files)
        if form.errors:
            return self._show_form(form, 422)
        complaints = request.env["pylot.complaint"].sudo().with_company(about.company)
        answers = []
        try:
            # what is refused half way leaves nothing behind
            with request.env.cr.savepoint():
                # files cannot be carried through a page; whoever sends some has no question
                if not seen and not form.files:
                    answers = self._suggest_answers(complaints, form)
                if not answers:
                    complaint = complaints._create_from_form(
                        form.get_values(self._get_visitor()), form.files
                    )
        except UserError as error:
            form.errors["form"] = str(error)
            return self._show_form(form, 429)
        if answers:
            values = {"form": form, "answers": answers, "company": about.company}
            return self._render("complaint_answers", values)
        if about.partner and complaint.partner_id == about.partner:
            return self._redirect(f"/my/complaints/{complaint.id}?done=sent")
        receipt = hash_sign(
            request.env(su=True), SCOPE, [complaint.id], expiration_hours=RECEIPT_HOURS
        )
        return self._redirect(f"/complaint/sent/{receipt}")

    def _suggest_answers(self, complaints, form):
        """:return: what may answer the complaint before it is one, by what is proven about who
        writes; what we only guess is for us"""
        known = {
            "form_key": form.key,
            "visitor": self._get_visitor(),
            **form.about.get_values(),
        }
        return complaints._suggest_answers(form.typed["text"], values=known)

    @route("/complaint/sent/<string:receipt>", **PAGE, methods=["GET"], readonly=True)
    def show_receipt(self, receipt, **params):
        """The number, and when they hear from us: the same for everybody. The link to the page
        goes to the address that was given, for anybody could have given it."""
        complaint = self._read_receipt_sudo(clean(receipt, limit=200))
        if not complaint:
            return self._not_found()
        values = {
            "number": complaint.number,
            "next_update": complaint._get_page_next_update(self._get_visitor_tz()),
            "company": complaint.company_id,
        }
        return self._render("complaint_sent", values)

    def _read_receipt_sudo(self, receipt):
        complaints = request.env["pylot.complaint"].sudo()
        try:
            found = verify_hash_signed(request.env(su=True), SCOPE, receipt)
        except (ValueError, TypeError, binascii.Error):
            found = None
        return complaints.browse(found[0]).exists() if found else complaints

    # === THE CUSTOMER'S PAGE ===

    def _get_complaint_sudo(self, token):
        """:return: the complaint behind the link, elevated; none for whatever is no link of ours"""
        complaints = request.env["pylot.complaint"].sudo()
        complaint = complaints._find_by_access_token(token) if is_token(token) else complaints
        return complaint.with_company(complaint.company_id or request.env.company)

    @route("/complaint/<string:token>", **PAGE, methods=["GET"], readonly=True)
    def show_complaint(self, token, done="", **params):
        complaint = self._get_complaint_sudo(token)
        if not complaint:
            return self._not_found()
        return self._show_complaint(complaint, f"/complaint/{token}", done=done)

    @route(
        "/complaint/<string:token>/reply", **PAGE, methods=["POST"], max_content_length=MAX_UPLOAD
    )
    def reply_to_complaint(self, token, **post):
        complaint = self._get_complaint_sudo(token)
        if not complaint or self._is_robot(post):
            return self._not_found()
        answer, found = self._reply_to_complaint(complaint, f"/complaint/{token}", post)
        return answer or self._redirect(f"/complaint/{found._portal_ensure_token()}?done=reply")

    @route("/complaint/<string:token>/rate", **PAGE, methods=["POST"])
    def rate_complaint(self, token, **post):
        complaint = self._get_complaint_sudo(token)
        if not complaint:
            return self._not_found()
        return self._rate_complaint(complaint, f"/complaint/{token}", post)

    @route("/complaint/<string:token>/file/<string:number>", **PAGE, methods=["GET"], readonly=True)
    def download_from_complaint(self, token, number, **params):
        complaint = self._get_complaint_sudo(token)
        if not complaint:
            return self._not_found()
        return self._download_from_complaint(complaint, read_number(number))


def read_number(text):
    """:return: the id that ``text`` says; 0, which nothing has, when it is none"""
    if text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) <= MAX_ID:
        return int(text)
    return 0
