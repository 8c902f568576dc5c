from datetime import date

from werkzeug.urls import url_encode

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import Controller, request, route

from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..models.pylot_complaint_desk import MIN_SEARCH, PAGE_SIZE
from ..tools.typed_text import clean
from .common import HEADERS, MAX_ID, PublicPages
from .desk_form import CallForm

URL = "/desk"
# Of each route: people of a provider have a login.
DESK = {"type": "http", "auth": "user", "website": True, "sitemap": False}
MAX_TEXT = 5000
MAX_SEARCH = 80


class DeskPages(PublicPages):
    """Mixed into the controllers of the desk: who has a desk, and what lies on it."""

    def _get_teams_sudo(self):
        """:return: teams of the user, elevated; none when there is no mandate (any more)"""
        return request.env["pylot.team"]._get_desk_teams_sudo(request.env.user)

    def _get_complaint_sudo(self, number):
        """:return: that complaint, elevated, when it is on the user's desk; none otherwise"""
        complaints = request.env["pylot.complaint"].sudo()
        domain = complaints._get_desk_domain(request.env.user)
        found = complaints.search(domain & Domain("id", "=", self._read_id(number)), limit=1)
        return found.with_company(found.company_id) if found else found

    def _read_id(self, number):
        """:return: the id that ``number`` says; 0, which nothing has, when it is none"""
        if number.isascii() and number.isdecimal() and int(number[:11]) <= MAX_ID:
            return int(number[:11])
        return 0

    def _desk_gone(self):
        """The same answer to a wrong id, a foreign one, and when the mandate is over."""
        return self._render("desk_gone", {"page_name": "desk"}, status=404)

    def _render_desk(self, template, values, status=200):
        return self._render(
            template, {"page_name": "desk", "min_search": MIN_SEARCH, **values}, status=status
        )


class DeskController(DeskPages, Controller):
    """The desk of an outside provider: a queue, one complaint, and what may be done with it."""

    # === LOOKING ===

    @route([URL, f"{URL}/page/<int:page>"], **DESK, methods=["GET"], readonly=True)
    def show_queue(self, page=1, tab="", search="", done="", **params):
        teams = self._get_teams_sudo()
        if not teams:
            return self._desk_gone()
        complaints = request.env["pylot.complaint"]
        user = request.env.user
        tabs = complaints._get_desk_tabs(user)
        tab = tab if tab in tabs else "open"
        text = clean(search, limit=MAX_SEARCH)
        page = min(max(page, 1), 10**6) if isinstance(page, int) else 1
        found, total = complaints._find_for_desk(user, tab, text, page)
        values = {
            "rows": [complaint._get_desk_row() for complaint in found],
            "counts": complaints._count_desk(user),
            "tab": tab,
            "search": text,
            "is_short": bool(text) and len(text) < MIN_SEARCH,
            "is_search": len(text) >= MIN_SEARCH,
            "is_handed_over": done == "handover",
            "total": total,
            "pager": portal_pager(
                url=URL,
                url_args={"tab": tab, "search": text},
                total=total,
                page=page,
                step=PAGE_SIZE,
            ),
        }
        return self._render_desk("desk_queue", values)

    @route(f"{URL}/<string:number>", **DESK, methods=["GET"], readonly=True)
    def show_complaint(self, number, done="", **params):
        complaint = self._get_complaint_sudo(number)
        return self._show(complaint, done=done) if complaint else self._desk_gone()

    def _show(self, complaint, message="", status=200, typed=None, done=""):
        values = {
            "complaint": complaint._get_desk_card(),
            "talk": complaint._get_desk_talk(),
            "answers": complaint._get_desk_answers(),
            "files": [
                {"id": file.id, "name": file.name}
                for file in complaint._get_desk_intake_files_sudo()
            ],
            "message": message,
            "typed": typed or {},
            "done": done if done in ("reply", "note", "stage", "proposal", "visit") else "",
        }
        return self._render_desk("desk_complaint", values, status=status)

    @route(
        f"{URL}/<string:number>/file/<string:file_number>", **DESK, methods=["GET"], readonly=True
    )
    def download(self, number, file_number, **params):
        complaint = self._get_complaint_sudo(number)
        file = complaint and complaint._get_desk_file_sudo(self._read_id(file_number))
        if not file:
            return self._desk_gone()
        response = request.env["ir.binary"]._get_stream_from(file).get_response(as_attachment=True)
        response.headers.update(HEADERS)
        return response

    # === ACTING ===

    def _act(self, number, act, done="", typed=None):
        """:param act: callable with the complaint, elevated; what it raises is shown"""
        complaint = self._get_complaint_sudo(number)
        if not complaint:
            return self._desk_gone()
        try:
            with request.env.cr.savepoint():
                act(complaint)
        except UserError as error:
            request.env.invalidate_all()
            return self._show(complaint, str(error), 422, typed)
        return self._redirect(f"{URL}/{complaint.id}" + (f"?done={done}" if done else ""))

    def _read_text(self, text):
        """:return: what was typed, cleaned
        :raise UserError: when there is nothing, or more than anybody reads"""
        cleaned = clean(text, lines=True, limit=MAX_TEXT + 1)
        if not cleaned:
            raise UserError(request.env._("Please write something."))
        if len(cleaned) > MAX_TEXT:
            raise UserError(
                request.env._(
                    "This is too long: please write at most %(limit)s characters.", limit=MAX_TEXT
                )
            )
        return cleaned

    @route(f"{URL}/<string:number>/take", **DESK, methods=["POST"])
    def take(self, number, **post):
        return self._act(number, lambda complaint: complaint._take_from_desk())

    @route(f"{URL}/<string:number>/reply", **DESK, methods=["POST"])
    def reply(self, number, text="", **post):
        return self._act(
            number,
            lambda complaint: complaint._reply_from_desk(self._read_text(text)),
            done="reply",
            typed={"reply": text},
        )

    @route(f"{URL}/<string:number>/note", **DESK, methods=["POST"])
    def note(self, number, text="", **post):
        return self._act(
            number,
            lambda complaint: complaint._note_from_desk(self._read_text(text)),
            done="note",
            typed={"note": text},
        )

    @route(f"{URL}/<string:number>/stage", **DESK, methods=["POST"])
    def move(self, number, stage="", **post):
        stage_id = self._get_id(stage)
        return self._act(
            number, lambda complaint: complaint._move_from_desk(stage_id), done="stage"
        )

    @route(f"{URL}/<string:number>/propose", **DESK, methods=["POST"])
    def propose(self, number, remedy="", text="", **post):
        return self._act(
            number,
            lambda complaint: complaint._propose_from_desk(remedy, self._read_text(text)),
            done="proposal",
            typed={"proposal": text, "remedy": remedy},
        )

    @route(f"{URL}/<string:number>/handover", **DESK, methods=["POST"])
    def hand_over(self, number, text="", deadline="", **post):
        def act(complaint):
            complaint._hand_over(self._read_text(text), self._read_day(deadline))

        typed = {"handover": text, "deadline": clean(deadline, limit=10)}
        response = self._act(number, act, typed=typed)
        if response.status_code == 303:
            return self._redirect(f"{URL}?{url_encode({'done': 'handover'})}")
        return response

    def _read_day(self, text):
        try:
            return date.fromisoformat(clean(text, limit=10))
        except ValueError:
            raise UserError(
                request.env._("Please choose the day by which it must be dealt with.")
            ) from None

    # === A CALL ===

    @route(f"{URL}/new", **DESK, methods=["GET"], readonly=True)
    def show_new(self, **params):
        teams = self._get_teams_sudo()
        return self._show_new(CallForm(teams)) if teams else self._desk_gone()

    def _show_new(self, form, status=200):
        return self._render_desk("desk_new", {"form": form}, status=status)

    @route(f"{URL}/new", **DESK, methods=["POST"])
    def log_call(self, **post):
        teams = self._get_teams_sudo()
        if not teams:
            return self._desk_gone()
        form = CallForm(teams, post)
        form.check()
        if form.errors:
            return self._show_new(form, status=422)
        complaints = request.env["pylot.complaint"].sudo().with_company(form.team.company_id)
        complaint = complaints._log_from_desk(form.team, form.get_values())
        return self._redirect(f"{URL}/{complaint.id}")
