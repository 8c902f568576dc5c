import pytz
from babel.dates import format_time

from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse, get_lang


class CalendarEvent(models.Model):
    """The arrival window a customer was promised, for whoever plans."""

    _inherit = "calendar.event"

    promised_arrival = fields.Char(
        compute="_compute_promised_arrival",
        help="When the customer expects somebody. Empty: at the start of the visit.",
    )

    @api.depends("allday", "ics_uid", "visit_state", "window_start", "window_stop")
    @api.depends_context("lang", "tz", "uid")
    def _compute_promised_arrival(self):
        zone = pytz.timezone(self.env["pylot.board"]._get_zone())
        locale = babel_locale_parse(get_lang(self.env).code)
        for visit in self:
            visit.promised_arrival = visit._has_promised_window() and " – ".join(
                format_time(pytz.utc.localize(moment).astimezone(zone), "short", locale=locale)
                for moment in (visit.window_start, visit.window_stop)
            )

    def _has_promised_window(self):
        """:return: whether a customer waits for somebody from one time to another"""
        self.ensure_one()
        has_window = self.window_start and self.window_stop and not self.allday
        # whether a customer knows of a visit is no secret among those who carry it out
        return bool(has_window and self.visit_state != "draft" and self.sudo().ics_uid)
