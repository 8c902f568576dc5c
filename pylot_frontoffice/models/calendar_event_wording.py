import pytz
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location

from odoo import models
from odoo.tools.misc import babel_locale_parse, get_lang

from ..tools.wall_time import is_unique

# Languages put these between a number and "AM". They look odd in plain text, and make a text
# message cost three.
SPACES = str.maketrans({"\u202f": " ", "\xa0": " "})


class CalendarEvent(models.Model):
    """A visit in words for its customer: the same ones on pages, in mails and on paper."""

    _inherit = "calendar.event"

    def _describe_customer_time(self, tz=None, lang=None):
        """Say what the customer was promised: "Tuesday, November 24, 2026, 9:00 AM – 10:30 AM",
        or "Tuesday, November 24, 2026, arrival between 8:00 AM and 12:00 PM".

        :param str tz: zone the customer looks from; default: where they were when they booked.
            May be anything, it was typed by a browser
        :param str lang: default: the customer's
        :return: dict of ``text`` on the clock of the business, ``zone`` (name of that zone),
            ``place`` (its city in words) and ``own``: the text on the customer's clock when that
            shows something else, "" otherwise
        """
        self.ensure_one()
        event = self.sudo().with_context(lang=lang or self._get_customer_lang())
        zone = event._get_customer_zone()
        own = tz or event.customer_tz
        if event.allday or own not in pytz.all_timezones_set:
            own = zone
        text = event._describe_time_in(zone)
        own_text = event._describe_time_in(own)
        if own_text == text:
            own_text = ""
        else:
            own_text = event.env._(
                "%(time)s (time in %(city)s)", time=own_text, city=event._describe_zone(own)
            )
        return {
            "text": text,
            "zone": zone,
            "place": event._describe_zone(zone),
            "own": own_text,
        }

    def _describe_customer_day(self):
        """:return: "Tuesday, November 24, 2026": the day of the visit, in the customer's words"""
        event = self.sudo().with_context(lang=self._get_customer_lang())
        locale = babel_locale_parse(get_lang(event.env).code)
        day = event.start_date
        if not event.allday:
            zone = pytz.timezone(event._get_customer_zone())
            day = pytz.utc.localize(event._get_promised_times()[0]).astimezone(zone)
        return format_date(day, "full", locale=locale).translate(SPACES)

    def _describe_customer_time_briefly(self):
        """:return: "Tue, Nov 24, 9:00 AM – 10:30 AM", on the clock of the business"""
        event = self.sudo().with_context(lang=self._get_customer_lang())
        return event._describe_time_in(event._get_customer_zone(), is_brief=True)

    def _describe_time_in(self, tz, is_brief=False):
        """:return: what was promised, on the clock of the zone ``tz``, in the context's language"""
        locale = babel_locale_parse(get_lang(self.env).code)

        def say_day(day):
            if is_brief:
                return format_skeleton("MMMEd", day, locale=locale).translate(SPACES)
            return format_date(day, "full", locale=locale).translate(SPACES)

        def say_time(moment):
            clock = format_time(moment, "short", locale=locale).translate(SPACES)
            # where clocks are set back, an hour comes twice
            wall = moment.replace(tzinfo=None)
            return clock if is_unique(wall, tz) else f"{clock} ({moment:%Z})"

        if self.allday:
            first, last = say_day(self.start_date), say_day(self.stop_date)
            return first if first == last else f"{first} – {last}"
        zone = pytz.timezone(tz)
        start, stop = (
            pytz.utc.localize(moment).astimezone(zone) for moment in self._get_promised_times()
        )
        words = {"day": say_day(start), "start": say_time(start), "stop": say_time(stop)}
        if start.date() != stop.date():
            words["last_day"] = say_day(stop)
            if self.window_start:
                return self.env._(
                    "arrival between %(day)s, %(start)s and %(last_day)s, %(stop)s", **words
                )
            return self.env._("%(day)s, %(start)s – %(last_day)s, %(stop)s", **words)
        if self.window_start:
            return self.env._("%(day)s, arrival between %(start)s and %(stop)s", **words)
        return self.env._("%(day)s, %(start)s – %(stop)s", **words)

    def _describe_zone(self, tz):
        """:return: "Berlin" for "Europe/Berlin", in the context's language"""
        locale = babel_locale_parse(get_lang(self.env).code)
        return get_timezone_location(tz, locale=locale, return_city=True)

    def _get_promised_times(self):
        """:return: (start, stop), UTC: the arrival window, or the exact time without one"""
        if self.window_start and self.window_stop:
            return self.window_start, self.window_stop
        return self.start, self.stop

    def _get_customer_lang(self):
        """:return: code of the language the customer reads"""
        event = self.sudo()
        company = event._get_customer_company()
        wanted = (event.customer_lang, event.customer_id.lang, company.partner_id.lang)
        installed = dict(self.env["res.lang"].get_installed())
        return next((code for code in wanted if code in installed), self.env.lang or "en_US")

    def _get_customer_company(self):
        """:return: the business the customer deals with, also while nobody is assigned yet"""
        event = self.sudo()
        return event.visit_company_id or event.user_id.company_id or self.env.company

    def _get_customer_zone(self):
        """:return: name of the time zone the business speaks of to this customer"""
        event = self.sudo()
        company = event._get_customer_company()
        if event.appointment_type_id:
            return event.appointment_type_id.with_company(company)._get_zone()
        return company.resource_calendar_id.tz or event.technician_id.tz or "UTC"
