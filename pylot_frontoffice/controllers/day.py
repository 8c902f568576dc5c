import secrets
from datetime import date, timedelta

from babel.dates import format_skeleton

from odoo.fields import Domain
from odoo.http import Controller, request, route
from odoo.tools.misc import babel_locale_parse, get_lang

from ..tools.typed_text import clean
from ..tools.wall_time import day_to_utc
from .day_access import DayAccess

# Of each route. Without ``website``: the pages are their own, small and without scripts of others.
LOGIN = {"type": "http", "auth": "user", "sitemap": False}
# The address is the secret, and no cookie adds to it: nobody can be tricked into using it.
LINK = {"type": "http", "auth": "public", "sitemap": False, "csrf": False}
# How far the list can be turned.
DAYS = 31
# Photos are shown no larger than a phone is.
WIDTH = 480


class DayPages(DayAccess):
    """Mixed into the controllers of the technician's day: the frame of all pages."""

    def _get_day_base(self, token=None):
        return "/my/day" if token is None else f"/day/{token}"

    def _speak_to(self, technician):
        """Pages are in the words and on the clock of the technician."""
        request.update_context(lang=technician._get_list_lang(), tz=technician.tz or "UTC")

    def _localise(self, records):
        context = request.env.context
        return records.with_context(lang=context["lang"], tz=context["tz"])

    def _render_day(self, template, technician, token=None, values=None, status=200):
        """:param str template: its name in this add-on"""
        base = self._get_day_base(token)
        values = {
            "technician": technician,
            "day_url": base,
            "make_key": lambda: secrets.token_urlsafe(18),
            "csrf_token": "" if token else request.csrf_token(),
            # not "lang": rendering has a value of that name, with Odoo's own codes
            "page_lang": request.env.context["lang"].replace("_", "-"),
            **(values or {}),
        }
        return self._render(template, values, status=status)

    def _render_visit(
        self, template, visit, technician, token, message="", status=200, values=None
    ):
        self._speak_to(technician)
        visit = self._localise(visit)
        base = f"{self._get_day_base(token)}/{visit.id}"
        values = {
            "visit": visit,
            "card": visit._get_day_cards(technician)[0],
            "base_url": base,
            "act_url": f"{base}/act",
            "message": message,
            "can_see_prices": technician.may_see_prices,
            **(values or {}),
        }
        return self._render_day(template, technician, token, values, status)


class DayController(DayPages, Controller):
    """The technician's day on a phone, and one visit of it."""

    # === THE DAY ===

    @route("/my/day", **LOGIN, methods=["GET"], readonly=True)
    def show_my_day(self, day="", done="", **params):
        return self._show_day(None, day, done)

    @route("/day/<string:token>", **LINK, methods=["GET"], readonly=True)
    def show_day(self, token, day="", done="", **params):
        return self._show_day(token, day, done)

    def _show_day(self, token, day, done):
        technicians = self._get_day_technicians_sudo(token)
        technician = technicians[:1]
        self._speak_to(technician)
        today = technician._get_today()
        chosen = self._read_day(day, today)
        visits = self._get_day_visits_sudo(technicians, chosen, token)
        locale = babel_locale_parse(get_lang(request.env).code)
        values = {
            "cards": self._get_cards(technicians, visits),
            "day_name": format_skeleton("MMMEd", chosen, locale=locale),
            "is_today": chosen == today,
            "today": today,
            "before": chosen - timedelta(days=1) if chosen > today - timedelta(days=DAYS) else None,
            "after": chosen + timedelta(days=1) if chosen < today + timedelta(days=DAYS) else None,
            "message": self._get_done_message(done),
        }
        return self._render_day("day_list", technician, token, values)

    def _get_cards(self, technicians, visits):
        """:return: what the list says of each visit, in the order they are driven to"""
        cards = []
        for technician in technicians:
            own = visits.filtered(
                lambda visit, who=technician: who in visit.technician_id | visit.helper_ids
            )
            cards += own._get_day_cards(technician)
        return sorted(cards, key=lambda card: (card["visit"].start, card["id"]))

    def _read_day(self, text, today):
        """:return: the date in the address, today when it is none or far away"""
        try:
            day = date.fromisoformat(clean(text, limit=10))
        except ValueError:
            return today
        return day if abs((day - today).days) <= DAYS else today

    def _get_day_visits_sudo(self, technicians, day, token):
        """:return: visits of this day in the order they are driven to"""
        tz = technicians[:1].tz or "UTC"
        domain = self._get_day_domain(technicians, token)
        domain &= Domain("start", "<", day_to_utc(day + timedelta(days=1), 0, tz))
        domain &= Domain("stop", ">", day_to_utc(day, 0, tz))
        visits = technicians.env["calendar.event"].search(domain, order="start, id")
        return self._localise(visits)

    def _get_done_message(self, done):
        env = request.env
        return {
            "declined": env._("The visit is off your day; the office has been told."),
            "nobody": env._("Noted. The customer gets a link for a new time."),
        }.get(done, "")

    # === ONE VISIT ===

    @route("/my/day/<string:number>", **LOGIN, methods=["GET"], readonly=True)
    def show_my_visit(self, number, **params):
        return self._show_visit(number, None)

    @route("/day/<string:token>/<string:number>", **LINK, methods=["GET"], readonly=True)
    def show_visit(self, token, number, **params):
        return self._show_visit(number, token)

    def _show_visit(self, number, token, message="", status=200, typed=None):
        visit, technician = self._get_day_visit_sudo(number, token)
        return self._render_visit("day_visit", visit, technician, token, message, status, typed)

    @route("/my/day/<string:number>/parts", **LOGIN, methods=["GET"], readonly=True)
    def show_my_parts(self, number, q="", **params):
        return self._show_parts(number, None, q)

    @route("/day/<string:token>/<string:number>/parts", **LINK, methods=["GET"], readonly=True)
    def show_parts(self, token, number, q="", **params):
        return self._show_parts(number, token, q)

    def _show_parts(self, number, token, search, message="", status=200):
        visit, technician = self._get_day_visit_sudo(number, token)
        search = clean(search, limit=60)
        values = {"search": search, "found": visit._find_parts(search)} if search else None
        return self._render_visit("day_parts", visit, technician, token, message, status, values)

    # === PHOTOS ===

    @route("/my/day/<string:number>/photo/<string:photo>", **LOGIN, methods=["GET"], readonly=True)
    def show_my_photo(self, number, photo, **params):
        return self._show_photo(number, photo, None)

    @route("/day/<string:token>/<string:number>/photo/<string:photo>", **LINK, methods=["GET"],
           readonly=True)  # fmt: skip
    def show_photo(self, token, number, photo, **params):
        return self._show_photo(number, photo, token)

    def _show_photo(self, number, photo, token):
        visit, _technician = self._get_day_visit_sudo(number, token)
        found = visit.photo_ids.filtered(lambda each: str(each.id) == clean(photo, limit=12))
        if not found:
            self._gone()
        stream = request.env["ir.binary"]._get_image_stream_from(found, "image", width=WIDTH)
        response = stream.get_response()
        response.headers["Cache-Control"] = "private, max-age=86400"
        response.headers["X-Robots-Tag"] = "noindex"
        return response
