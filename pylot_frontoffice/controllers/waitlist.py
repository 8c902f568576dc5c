from werkzeug.urls import url_encode

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..tools.typed_text import clean, is_token
from .booking import BookingController
from .common import PAGE, PublicPages
from .times import TimesPage
from .visit import VisitController
from .waitlist_form import WaitlistForm


class WaitlistController(PublicPages, Controller):
    """Wait for a time, or for an earlier one; take what has become free; leave."""

    def _get_entry_sudo(self, token):
        """:return: the entry behind the link, elevated; none for whatever is no link of ours"""
        entries = request.env["pylot.waitlist"].sudo()
        entry = entries._find_by_token(token) if is_token(token) else entries
        return entry.with_company(entry.company_id or request.env.company)

    def _get_draft_sudo(self, slug, invite):
        """:return: what the visitor may book, as a booking request that is not stored; None when
        there is no such type for them"""
        pages = BookingController()
        kind, invitation = pages._get_type_sudo(slug, invite)
        return pages._prepare_draft(kind, invitation) if kind else None

    # === GET ONTO THE LIST ===

    @route("/book/<string:slug>/waitlist", **PAGE, methods=["GET"], readonly=True)
    def show_waitlist_form(self, slug, invite="", **params):
        draft = self._get_draft_sudo(slug, invite)
        return self._show_form(WaitlistForm(draft), invite) if draft else self._not_found()

    def _show_form(self, form, invite, status=200):
        values = {"kind": form.kind, "form": form, "invite": invite}
        return self._render("waitlist_form", values, status=status)

    @route("/book/<string:slug>/waitlist", **PAGE, methods=["POST"])
    def join_waitlist(self, slug, invite="", tz="", **post):
        draft = self._get_draft_sudo(slug, invite)
        if not draft or self._is_robot(post):
            return self._not_found()
        form = WaitlistForm(draft, post)
        form.check()
        if form.errors:
            return self._show_form(form, invite, status=422)
        entries = request.env["pylot.waitlist"].sudo()
        values = {**form.get_entry_values(), "tz": self._get_visitor_tz(tz) or False}
        try:
            entry = entries._join(self._get_visitor(), values)
        except UserError as error:
            form.errors["form"] = str(error)
            return self._show_form(form, invite, status=429)
        return self._redirect(f"/waitlist/{entry.token}")

    @route("/visit/<string:token>/earlier", **PAGE, methods=["POST"])
    def wait_for_earlier(self, token, **post):
        pages = VisitController()
        event = pages._get_visit_sudo(token)
        if not event:
            return self._not_found()
        try:
            entry = event._wait_for_earlier(request.lang.code)
        except UserError as error:
            return pages._show(event, str(error), 409)
        return self._redirect(f"/waitlist/{entry.token}")

    # === THE ENTRY'S OWN PAGE ===

    @route("/waitlist/<string:token>", **PAGE, methods=["GET"], readonly=True)
    def show_waitlist_entry(self, token, **params):
        entry = self._get_entry_sudo(token)
        return self._show_entry(entry, params) if entry else self._not_found()

    def _show_entry(self, entry, params=None, message="", status=200):
        path = f"/waitlist/{entry.token}"
        visitor_tz = entry.tz or self._get_visitor_tz()
        offers = entry._get_current_offers()
        page = TimesPage(
            entry.appointment_type_id, lambda start, stop: offers, params or {}, visitor_tz
        )
        event = entry.event_id
        if event and entry.state == "waiting":
            message = message or event._get_customer_refusal("move")
        values = {
            **page.get_values(),
            "entry": entry,
            "company": entry.company_id,
            # whoever waits takes a time, not a person
            "event": event or entry,
            "when": event and event._describe_customer_time(tz=visitor_tz, lang=request.lang.code),
            "post_url": f"{path}/take",
            "make_url": lambda **more: f"{path}?{url_encode(more)}",
            "message": message,
        }
        return self._render("waitlist_entry", values, status=status)

    @route("/waitlist/<string:token>/take", **PAGE, methods=["POST"])
    def take_waitlist_offer(self, token, key="", **post):
        entry = self._get_entry_sudo(token)
        if not entry:
            return self._not_found()
        try:
            event = entry._take(clean(key, limit=64))
            request.env.flush_all()
        except UserError as error:  # a collision is one
            message = self._get_lost_message(error)
            # what others have done meanwhile is only seen from a new transaction
            request.env.cr.rollback()
            return self._show_entry(self._get_entry_sudo(token), {}, message, 409)
        return self._redirect(f"/visit/{event._ensure_customer_token()}?new=1")

    @route("/waitlist/<string:token>/leave", **PAGE, methods=["POST"])
    def leave_waitlist(self, token, **post):
        entry = self._get_entry_sudo(token)
        if not entry:
            return self._not_found()
        entry.action_leave()
        return self._redirect(f"/waitlist/{token}")
