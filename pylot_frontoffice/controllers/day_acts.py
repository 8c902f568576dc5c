from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..models.pylot_visit_act import ACTS
from ..tools.typed_text import clean
from ..tools.upload import MAX_BYTES
from .day import LINK, LOGIN, DayPages
from .day_access import VisitGone

# Photos of a phone that could not make them smaller by itself.
MAX_UPLOAD = 12 * 1024 * 1024
MAX_KEYS = 100
# What the office does, not somebody on the road.
INNER = ("cut",)
# Where a page leads that is not the visit: what was tapped, and what the list says then.
AWAY = {"decline": "declined", "nobody_home": "nobody"}
PARTS = ("part", "sign_parts")


class DayActsController(DayPages, Controller):
    """What is tapped on the phone. Forms without a script are answered with a page; the script
    sends the same forms, later and more than once when the network is bad, and reads JSON."""

    @route("/my/day/<string:number>/act/<string:kind>", **LOGIN, methods=["POST"],
           max_content_length=MAX_UPLOAD)  # fmt: skip
    def take_my_act(self, number, kind, **post):
        return self._take(number, kind, post, None)

    @route("/day/<string:token>/<string:number>/act/<string:kind>", **LINK, methods=["POST"],
           max_content_length=MAX_UPLOAD)  # fmt: skip
    def take_act(self, token, number, kind, **post):
        return self._take(number, kind, post, token)

    def _take(self, number, kind, post, token):
        if kind not in dict(ACTS) or kind in INNER:
            self._gone()
        key = clean(post.get("key"), limit=65)
        try:
            visit, technician = self._get_day_visit_sudo(number, token)
        except VisitGone:
            # what was sent twice may have taken the visit off the day itself
            technicians = self._get_day_technicians_sudo(token)
            if request.env["pylot.visit.act"]._is_taken(key, technicians):
                return self._answer_done(number, kind, post, token)
            raise
        self._speak_to(technician)
        visit = self._localise(visit)
        moment = visit.env["pylot.visit.act"]._get_plausible_moment(post.get("age"))
        try:
            with request.env.cr.savepoint():
                values = self._read_act(kind, post)
                visit._take_day_act(technician, kind, key, moment, **values)
                visit.env.flush_all()
        except UserError as error:
            request.env.invalidate_all()
            return self._answer_refused(visit, technician, kind, post, token, str(error))
        return self._answer_done(number, kind, post, token)

    def _answer_done(self, number, kind, post, token):
        base = self._get_day_base(token)
        if post.get("script"):
            return request.make_json_response({"ok": True})
        if kind in AWAY:
            return self._redirect(f"{base}?done={AWAY[kind]}")
        page = "/parts" if kind in PARTS else ""
        return self._redirect(f"{base}/{int(number)}{page}")

    def _answer_refused(self, visit, technician, kind, post, token, message):
        if post.get("script"):
            return request.make_json_response({"ok": False, "message": message}, status=422)
        template = "day_parts" if kind in PARTS else "day_visit"
        return self._render_visit(template, visit, technician, token, message, 422, {"typed": post})

    # === WHAT WAS ENTERED ===

    def _read_act(self, kind, post):
        """:return: dict of what the step says, by the names of ``_do_day_<kind>``"""
        reason = clean(post.get("reason"), limit=300)
        return {
            "nobody_home": lambda: {"reason": reason, "photo": self._read_photo(post)},
            "decline": lambda: {"reason": reason},
            "follow_up": lambda: {"reason": reason},
            "check": lambda: {
                "item_id": self._get_id(post.get("item")),
                "answer": clean(post.get("answer"), lines=True, limit=2000),
                "photo": self._read_photo(post),
            },
            "photo": lambda: {
                "when": clean(post.get("when"), limit=10),
                "photo": self._read_photo(post),
            },
            "note": lambda: {"text": clean(post.get("text"), lines=True, limit=5000)},
            "part": lambda: {
                "product_id": self._get_id(post.get("product")),
                "quantity": clean(post.get("quantity"), limit=20),
            },
            "sign_parts": lambda: self._read_signed(post),
            "sign": lambda: {**self._read_signed(post), "after": self._read_after(post)},
            "finish": lambda: {
                **self._read_signed(post),
                "reason": reason,
                "after": self._read_after(post),
            },
        }.get(kind, dict)()

    def _read_signed(self, post):
        drawn = post.get("signature")
        return {
            "signed_by": clean(post.get("signed_by"), limit=80),
            "signature": self._read_file(drawn) if hasattr(drawn, "read") else None,
        }

    def _read_after(self, post):
        return clean(post.get("after"), limit=64 * MAX_KEYS).split()[:MAX_KEYS]

    def _read_photo(self, post):
        file = post.get("photo")
        return self._read_file(file) if hasattr(file, "read") else None

    def _read_file(self, file):
        content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise UserError(request.env._("A photo may have 10 MB at most."))
        return content
