from odoo.http import request

from .booking import BookingController

NAME = "estimate"


class EstimateBooking(BookingController):
    """A booking that begins with an estimate takes it along, until the request is stored."""

    def _read_estimate(self, params):
        """:return: (text as it came, :class:`Carried` or None)"""
        text = params.get(NAME) or ""
        return text, request.env["pylot.estimate"]._read_signed(text)

    def _get_carried(self, params):
        carried = super()._get_carried(params)
        text, found = self._read_estimate(params)
        return {**carried, NAME: text} if found else carried

    def _get_carried_values(self, params):
        values = super()._get_carried_values(params)
        text, found = self._read_estimate(params)
        if found:
            values["estimate_note"] = f"{found.estimate.name}: {self._say(found)}"
        elif text:
            values["estimate_problem"] = request.env._(
                "Your estimate is too old or damaged and cannot be taken along. You can book all "
                "the same."
            )
        return values

    def _say(self, found):
        return found.estimate._say_range(found.range)

    def _prepare_carried_vals(self, params, vals):
        vals = super()._prepare_carried_vals(params, vals)
        _text, found = self._read_estimate(params)
        requests = request.env["pylot.booking.request"].sudo()
        return requests._prepare_estimate_vals(found, vals) if found else vals
