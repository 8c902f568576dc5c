"""Times in the reader's words: one place, so that forms, mails and errors agree."""

import pytz
from babel.dates import format_date, format_skeleton, format_time

from odoo.tools.misc import babel_locale_parse, get_lang

WEEK = 7


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


def describe_near_day(env, day, today):
    """Say a day as people speak of it: "today", "tomorrow", "Monday" within the coming week, else
    "December 3" / "3. Dezember", with the year when it is another one.

    :param date day: what is spoken of
    :param date today: on the calendar of the reader
    """
    locale = babel_locale_parse(get_lang(env).code)
    distance = (day - today).days
    if distance == 0:
        return env._("today")
    if distance == 1:
        return env._("tomorrow")
    if 1 < distance < WEEK:
        return format_date(day, "EEEE", locale=locale)
    if day.year == today.year:
        return format_skeleton("MMMMd", day, locale=locale)
    return format_date(day, "long", locale=locale)
