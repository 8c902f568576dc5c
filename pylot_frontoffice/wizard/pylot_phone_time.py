import pytz
from babel.dates import format_skeleton, format_time

from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse, get_lang


class PylotPhoneBookingTime(models.TransientModel):
    """A time the agent may promise: one click books it."""

    _name = "pylot.phone.booking.time"
    _description = "Free Time for the Caller"
    _order = "id"

    booking_id = fields.Many2one(
        "pylot.phone.booking", required=True, index=True, ondelete="cascade"
    )
    key = fields.Char(required=True)
    start = fields.Datetime(required=True)
    window_start = fields.Datetime()
    window_stop = fields.Datetime()
    day = fields.Char(compute="_compute_name")
    clock = fields.Char(compute="_compute_name")

    @api.depends("start", "window_start", "window_stop")
    def _compute_name(self):
        """Day and hours on the clock of the business, as they are said to the caller."""
        locale = babel_locale_parse(get_lang(self.env).code)
        for time in self:
            zone = pytz.timezone(time.booking_id.appointment_type_id._get_zone())

            def say(moment, zone=zone):
                local = pytz.utc.localize(moment).astimezone(zone)
                return local, format_time(local, "short", locale=locale)

            local, clock = say(time.window_start or time.start)
            time.day = format_skeleton("MMMEd", local, locale=locale)
            time.clock = f"{clock} – {say(time.window_stop)[1]}" if time.window_stop else clock

    def action_book(self):
        """Book this time, or say that it is gone."""
        self.ensure_one()
        return self.booking_id._book(self.key)
