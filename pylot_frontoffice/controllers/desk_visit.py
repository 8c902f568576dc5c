from werkzeug.urls import url_encode

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..tools.typed_text import clean
from .desk import DESK, URL, DeskPages
from .times import TimesPage

ADDRESS_LIMITS = {"street": 120, "zip": 12, "city": 80}


class DeskVisitController(DeskPages, Controller):
    """A repair visit, booked from the desk while the customer is on the phone."""

    def _get_visit_sudo(self, number, kind=""):
        """:return: (complaint, appointment type), elevated; no complaint: not on this desk, or
        no visit may be booked for it"""
        complaint = self._get_complaint_sudo(number)
        kinds = complaint._get_desk_visit_types() if complaint else None
        if not kinds:
            return request.env["pylot.complaint"].sudo(), kinds
        chosen = kinds.filtered(lambda each: str(each.id) == clean(kind, limit=12))
        return complaint, (chosen or kinds)[:1]

    @route(f"{URL}/<string:number>/visit", **DESK, methods=["GET"], readonly=True)
    def show_times(self, number, kind="", **params):
        complaint, chosen = self._get_visit_sudo(number, kind)
        if not complaint:
            return self._desk_gone()
        if not complaint._can_book_desk_visit():
            return self._redirect(f"{URL}/{complaint.id}?done=visit")
        return self._show_times(complaint, chosen, params)

    def _show_times(self, complaint, kind, params, message="", status=200, typed=None):
        path = f"{URL}/{complaint.id}/visit"
        needs_address = complaint._needs_desk_address(kind)
        values = {
            "complaint": complaint._get_desk_row(),
            "kinds": [(each.id, each.name) for each in complaint._get_desk_visit_types()],
            "chosen": (kind.id, kind.name),
            "place": complaint._describe_desk_place(kind),
            "needs_address": needs_address,
            "typed": typed or {},
            "message": message,
        }
        if not needs_address:
            draft = complaint.env["pylot.booking.request"].new(
                complaint._prepare_desk_booking(kind)
            )
            values |= {
                **TimesPage(kind, draft._get_offers, params).get_values(),
                "post_url": f"{path}?{url_encode({'kind': kind.id})}",
                "make_url": lambda **more: f"{path}?{url_encode({'kind': kind.id, **more})}",
                # the engine chooses who comes, whatever customers may choose
                "event": True,
            }
        return self._render_desk("desk_visit", values, status=status)

    @route(f"{URL}/<string:number>/visit", **DESK, methods=["POST"])
    def book(self, number, kind="", key="", **post):
        complaint, chosen = self._get_visit_sudo(number, kind)
        if not complaint:
            return self._desk_gone()
        try:
            with request.env.cr.savepoint():
                complaint._book_desk_visit(chosen, clean(key, limit=64))
        except UserError as error:
            request.env.invalidate_all()
            return self._show_times(complaint, chosen, {}, self._get_lost_message(error), 409)
        return self._redirect(f"{URL}/{complaint.id}?done=visit")

    @route(f"{URL}/<string:number>/address", **DESK, methods=["POST"])
    def set_address(self, number, kind="", **post):
        complaint, chosen = self._get_visit_sudo(number, kind)
        if not complaint:
            return self._desk_gone()
        typed = {name: clean(post.get(name), limit=limit) for name, limit in ADDRESS_LIMITS.items()}
        if not all(typed.values()):
            message = request.env._("Please enter street, postal code and town.")
            return self._show_times(complaint, chosen, {}, message, 422, typed)
        complaint._set_desk_address(typed)
        return self._redirect(f"{URL}/{complaint.id}/visit?{url_encode({'kind': chosen.id})}")
