import pytz
from babel.dates import format_time

from odoo import models
from odoo.tools.misc import babel_locale_parse, get_lang

from ..tools.wall_time import is_unique
from .calendar_event_wording import SPACES


class CalendarEvent(models.Model):
    """When somebody comes, in the half of a sentence."""

    _inherit = "calendar.event"

    def _describe_arrival(self, tz=""):
        """:param str tz: zone the customer looks from; default: where they were when they booked,
            else the clock of the business. May be anything, browsers tell it
        :return: (date, words): the day on the customer's calendar, and "at 9:00 AM" or "between
            8:00 AM and 12:00 PM", with the city when the business's clock shows another time; in
            the language of the context, no words when it takes the whole day
        """
        self.ensure_one()
        env, own = self.env, self._get_customer_zone()
        if self.allday:
            return self.start_date, ""
        zones = (tz, self.customer_tz, own)
        zone = next(name for name in zones if name in pytz.all_timezones_set)
        start, stop = (
            pytz.utc.localize(moment).astimezone(pytz.timezone(zone))
            for moment in self._get_promised_times()
        )
        locale = babel_locale_parse(get_lang(env).code)

        def say(moment):
            clock = format_time(moment, "short", locale=locale).translate(SPACES)
            # where clocks are set back, an hour comes twice
            wall = moment.replace(tzinfo=None)
            return clock if is_unique(wall, zone) else f"{clock} ({moment:%Z})"

        words = {"start": say(start), "stop": say(stop)}
        text = env._("at %(start)s", **words)
        if self.window_start and self.window_stop:
            text = env._("between %(start)s and %(stop)s", **words)
        if start.utcoffset() != start.astimezone(pytz.timezone(own)).utcoffset():
            city = self._describe_zone(zone)
            text = env._("%(time)s (time in %(city)s)", time=text, city=city)
        return start.date(), text
