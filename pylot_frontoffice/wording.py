"""Times in the reader's words: one place, so that forms, mails and errors agree."""

import pytz
from babel.dates import format_skeleton, format_time

from odoo.tools.misc import babel_locale_parse, get_lang


def describe_period(env, start, stop=None, tz=None):
    """Say when, short: "Tue, Nov 24, 9:00 AM – 10:30 AM" / "Di., 24. Nov. 09:00 – 10:30".

    :param start: naive UTC datetime
    :param stop: naive UTC datetime; None to say only the start
    :param str tz: time zone of the wall clock; default: the reader's
    """
    locale = babel_locale_parse(get_lang(env).code)
    zone = pytz.timezone(tz or env.user.tz or env.company.resource_calendar_id.tz or "UTC")
    start = pytz.utc.localize(start).astimezone(zone)
    day = format_skeleton("MMMEd", start, locale=locale)
    text = f"{day} {format_time(start, 'short', locale=locale)}"
    if stop is None:
        return text
    stop = pytz.utc.localize(stop).astimezone(zone)
    until = format_time(stop, "short", locale=locale)
    if stop.date() != start.date():
        until = f"{format_skeleton('MMMEd', stop, locale=locale)} {until}"
    return f"{text} – {until}"
