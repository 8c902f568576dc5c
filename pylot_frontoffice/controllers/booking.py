from werkzeug.urls import url_encode

from odoo.exceptions import UserError
from odoo.http import Controller, request, route
from odoo.tools import consteq

from ..exceptions import CollisionError
from ..tools.typed_text import clean, is_token
from .common import PAGE, PublicPages
from .contact_form import ContactForm
from .start_form import StartForm
from .times import TimesPage

# Holding is tried again from the start when somebody else was faster: inside an arrival window
# another minute may do.
ATTEMPTS = 3
# Photos of a phone, five of them.
MAX_UPLOAD = 48 * 1024 * 1024


class BookingController(PublicPages, Controller):
    """Book an appointment without an account: type, questions, time, contact."""

    # === WHAT IS BOOKED ===

    def _get_type_sudo(self, slug, invite=""):
        """:return: (appointment type, personal invitation), elevated; the type is empty unless
        the visitor may book it"""
        kinds = request.env["pylot.appointment.type"].sudo()
        invitations = request.env["pylot.invitation"].sudo()
        kind = kinds.browse(self._get_id(slug)).exists()
        invitation = invitations._find_valid(invite) if is_token(invite) else invitations
        if not kind.active:
            return kinds, invitations
        kind = kind.with_company(kind.company_id or request.env.company)
        if invitation and invitation.appointment_type_id == kind:
            return kind, invitation
        allowed = kind.access == "public" or (
            kind.access == "invitation"
            and is_token(invite)
            and consteq(kind.invite_token or "", invite)
        )
        return (kind if allowed else kinds), invitations

    def _get_request_sudo(self, token):
        requests = request.env["pylot.booking.request"].sudo()
        found = requests._find_valid(token) if is_token(token) else requests
        return found.with_company(found.appointment_type_id.company_id or request.env.company)

    def _get_known_partner_sudo(self, invitation):
        """:return: whom the visitor is known to be: invited, or logged in"""
        user = request.env.user
        return invitation.partner_id or ((not user._is_public() and user.partner_id.sudo()) or None)

    # === PAGES ===

    @route("/book", **PAGE, methods=["GET"], readonly=True)
    def list_types(self, **params):
        kinds = request.env["pylot.appointment.type"].sudo()
        bookable = kinds.search(
            [
                ("access", "=", "public"),
                ("company_id", "in", [False, request.env.company.id]),
            ]
        )
        return self._render("booking_types", {"kinds": bookable})

    @route("/book/<string:slug>", **PAGE, methods=["GET"], readonly=True)
    def show_type(self, slug, invite="", **params):
        kind, invitation = self._get_type_sudo(slug, invite)
        if not kind:
            return self._not_found()
        form = StartForm(kind, self._get_known_partner_sudo(invitation))
        if form.is_needed():
            return self._show_start(kind, invite, form, params)
        draft = self._prepare_draft(kind, invitation)
        return self._show_times(draft, params, f"/book/{slug}/start", f"/book/{slug}", invite)

    def _show_start(self, kind, invite, form, params, status=200):
        values = {
            "kind": kind,
            "invite": invite,
            "form": form,
            "carried": self._get_carried(params),
            **self._get_carried_values(params),
        }
        return self._render("booking_start", values, status=status)

    def _get_carried(self, params):
        """Hook: what a visitor brings along from another page.

        :param params: of the address or of the form
        :return: dict of name to text, put into forms and links until the request is stored"""
        return {}

    def _get_carried_values(self, params):
        """Hook: what the pages show of it, by name in the template."""
        return {}

    def _prepare_carried_vals(self, params, vals):
        """Hook: ``vals`` of the booking request, with what was brought along."""
        return vals

    def _prepare_draft(self, kind, invitation, **values):
        """:return: a request that is not stored: nobody has asked for anything yet"""
        partner = self._get_known_partner_sudo(invitation)
        return (
            request.env["pylot.booking.request"]
            .sudo()
            .new(
                {
                    "appointment_type_id": kind.id,
                    "invitation_id": invitation.id,
                    "event_id": invitation._get_visit().id if invitation else False,
                    "partner_id": partner and partner.id,
                    **values,
                }
            )
        )

    @route("/book/<string:slug>/start", **PAGE, methods=["POST"], max_content_length=MAX_UPLOAD)
    def start(self, slug, invite="", key="", technician="", tz="", **post):
        kind, invitation = self._get_type_sudo(slug, invite)
        if not kind or self._is_robot(post):
            return self._not_found()
        form = StartForm(kind, self._get_known_partner_sudo(invitation))
        form.fill_in(post, request.httprequest.files)
        if form.errors:
            return self._show_start(kind, invite, form, post, status=422)
        partner = self._get_known_partner_sudo(invitation)

        def open_request():
            return (
                request.env["pylot.booking.request"]
                .sudo()
                ._start(
                    kind,
                    self._get_visitor(),
                    invitation_id=invitation.id,
                    event_id=invitation._get_visit().id if invitation else False,
                    partner_id=partner and partner.id,
                    tz=self._get_visitor_tz(tz),
                    lang=request.lang.code,
                    **self._prepare_carried_vals(post, form.get_values()),
                )
            )

        if key:

            def show(message, status):
                draft = self._prepare_draft(kind, invitation)
                carried = self._get_carried(post)
                return self._show_times(
                    draft, carried, f"/book/{slug}/start", f"/book/{slug}", invite, message, status
                )

            return self._hold(open_request, show, key, technician)
        try:
            opened = open_request()
        except UserError as error:
            form.errors["form"] = str(error)
            return self._show_start(kind, invite, form, post, status=429)
        return self._redirect(f"/book/request/{opened.token}")

    @route("/book/request/<string:token>", **PAGE, methods=["GET"], readonly=True)
    def show_request(self, token, change="", **params):
        booking = self._get_request_sudo(token)
        if not booking:
            return self._not_found()
        if booking.state == "done":
            event = booking.event_id
            return self._redirect(f"/visit/{event.customer_token}") if event else self._not_found()
        if booking._is_held() and not change:
            return self._show_contact(booking, ContactForm(booking, self._get_typed(booking)))
        message = ""
        if booking.offer_key and not booking._is_held():
            message = request.env._("Your time is not kept any more. Please choose again.")
        return self._show_request_times(token, message, 200, params)

    @route("/book/request/<string:token>/hold", **PAGE, methods=["POST"])
    def hold(self, token, key="", technician="", **post):
        booking = self._get_request_sudo(token)
        if not booking:
            return self._not_found()
        if booking.state == "done":
            return self._redirect(f"/book/request/{token}")
        return self._hold(
            lambda: self._get_request_sudo(token),
            lambda message, status: self._show_request_times(token, message, status),
            key,
            technician,
        )

    @route("/book/request/<string:token>/extend", **PAGE, methods=["POST"])
    def extend(self, token, **post):
        booking = self._get_request_sudo(token)
        if not booking:
            return self._not_found()
        self._keep_typed(booking, ContactForm(booking, post))
        booking._extend()
        return self._redirect(f"/book/request/{token}")

    @route("/book/request/<string:token>/confirm", **PAGE, methods=["POST"])
    def confirm(self, token, **post):
        booking = self._get_request_sudo(token)
        if not booking or self._is_robot(post):
            return self._not_found()
        if booking.state == "done":
            return self._redirect(f"/book/request/{token}")
        form = ContactForm(booking, post)
        form.check()
        self._keep_typed(booking, form)
        if form.errors:
            return self._show_contact(booking, form, status=422)
        try:
            event = booking._confirm(form.get_values())
            request.env.flush_all()
        except UserError as error:  # a collision is one
            message = self._get_lost_message(error)
            request.env.cr.rollback()
            return self._show_request_times(token, message, 409)
        request.session.pop("pylot_contact", None)
        return self._redirect(f"/visit/{event.customer_token}?new=1")

    # === STEPS ===

    def _hold(self, get_booking, show, key, technician):
        """:param get_booking: makes or finds the request, again in each attempt
        :param show: callable (message, HTTP status) that answers with the times that are left"""
        for _attempt in range(ATTEMPTS):
            try:
                booking = get_booking()
                chosen = self._get_technician(booking, technician)
                if not chosen and clean(technician, limit=64) not in ("", "0"):
                    # nobody else comes instead of whom the visitor has chosen
                    raise UserError(
                        request.env._("This person is not available. Please choose again.")
                    )
                booking._hold(clean(key, limit=64), chosen)
                request.env.flush_all()
            except UserError as refusal:  # a collision is one
                error = refusal
            else:
                return self._redirect(f"/book/request/{booking.token}")
            # what others have done meanwhile is only seen from a new transaction
            request.env.cr.rollback()
            if not isinstance(error, CollisionError):
                break
        return show(self._get_lost_message(error), 409)

    def _get_technician(self, booking, text):
        """:return: the technician that was chosen, None when none or not one of this type"""
        number = self._get_id(text)
        technicians = booking.appointment_type_id._get_technicians()
        return technicians.filtered(lambda each: each.id == number) or None

    def _show_request_times(self, token, message, status, params=None):
        booking = self._get_request_sudo(token)
        page_url = f"/book/request/{token}"
        return self._show_times(
            booking, params or {}, f"{page_url}/hold", page_url, "", message, status, change=1
        )

    def _show_times(
        self,
        booking,
        params,
        post_url,
        page_url,
        invite="",
        message="",
        status=200,
        **query,
    ):
        """:param str post_url: where a chosen time is sent to
        :param str page_url: where this page is found, for its links to other days
        :param query: what its links carry along"""
        kind = booking.appointment_type_id
        technician = self._get_technician(booking, params.get("technician", ""))
        page = TimesPage(
            kind,
            lambda start, stop: booking._get_offers(start, stop, technicians=technician),
            params,
            booking.tz or self._get_visitor_tz(),
        )
        if "technician" in params:
            query["technician"] = technician.id if technician else 0
        if invite:
            query["invite"] = invite
        carried = self._get_carried(params)
        query.update(carried)
        values = {
            **page.get_values(),
            "carried": carried,
            **self._get_carried_values(params),
            "post_url": post_url,
            "make_url": lambda **more: f"{page_url}?{url_encode({**query, **more})}",
            "invite": invite,
            "message": message,
            "technician": technician,
            **self._get_person_values(booking, params),
        }
        return self._render("booking_times", values, status=status)

    def _get_person_values(self, booking, params):
        """Whom the visitor may choose: before the time, after it, or not at all."""
        kind = booking.appointment_type_id
        values = {"persons": [], "ask_person": False, "pick": ""}
        if kind.technician_choice == "person":
            values["persons"] = kind._get_technicians()
            values["ask_person"] = "technician" not in params
        pick = clean(params.get("pick"), limit=64)
        offer = pick and kind.technician_choice == "time" and booking._find_offer(pick)
        if offer:
            values["persons"] = kind._get_technicians().browse(offer["resource_ids"])
            values["pick"] = pick
        return values

    # === WHAT WAS TYPED ===

    def _keep_typed(self, booking, form):
        """In the visitor's own session, so that nothing is lost when the time is."""
        request.session["pylot_contact"] = {"token": booking.token, "typed": form.typed}

    def _get_typed(self, booking):
        kept = request.session.get("pylot_contact") or {}
        return kept.get("typed") if kept.get("token") == booking.token else None

    def _show_contact(self, booking, form, status=200):
        kind = booking.appointment_type_id
        values = {"booking": booking, "kind": kind, "form": form, "zone": kind._get_zone()}
        values["chosen"] = TimesPage(
            booking.appointment_type_id, lambda start, stop: [], {}, booking.tz or ""
        )._describe(
            {
                "key": booking.offer_key,
                "start": booking.start,
                "window_start": booking.window_start,
                "window_stop": booking.window_stop,
            }
        )
        return self._render("booking_contact", values, status=status)
