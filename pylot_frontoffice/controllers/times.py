"""A page of free times: the next ones first, a month below, one day opened."""

import calendar
import re
from datetime import date, timedelta

import pytz
from babel.dates import format_date, format_time, get_day_names

from odoo import fields
from odoo.http import request
from odoo.tools.misc import babel_locale_parse, get_lang

from ..tools.typed_text import clean

NEXT_TIMES = 5
NOON = 12


class TimesPage:
    """Turns offers into what the template ``booking_times`` shows. Reads, and writes nothing."""

    def __init__(self, kind, get_offers, params, visitor_tz=""):
        """:param kind: appointment type, elevated
        :param get_offers: callable (start, stop) -> offers, see ``pylot.appointment.type``
        :param dict params: of the query; ``month`` (2026-12) and ``day`` (2026-12-24) count
        :param str visitor_tz: shown beside the business's time where the clocks differ"""
        self.kind = kind
        self.zone = pytz.timezone(kind._get_zone())
        self.own_zone = pytz.timezone(visitor_tz) if visitor_tz else None
        self.locale = babel_locale_parse(get_lang(request.env).code)
        now = fields.Datetime.now()
        self.first, self.last = now, now + timedelta(days=kind.horizon + 1)
        self.days = {}
        for offer in get_offers(self.first, self.last):
            self.days.setdefault(self._to_local(offer).date(), []).append(offer)
        self.params = params

    def _to_local(self, offer):
        start = offer["window_start"] or offer["start"]
        return pytz.utc.localize(start).astimezone(self.zone)

    def get_values(self):
        return {
            "kind": self.kind,
            "next_times": [self._describe(offer, with_day=True) for offer in self._get_next()],
            "zone": self.zone.zone,
            "own_zone": self.own_zone.zone if self.own_zone else "",
            **self._get_day_values(),
            **self._get_month_values(),
        }

    def _get_next(self):
        """The very next one, then the first of every following half day: alternatives that are
        really different."""
        found = {}
        for day, offers in self.days.items():
            for offer in offers:
                found.setdefault((day, self._to_local(offer).hour < NOON), offer)
            if len(found) >= NEXT_TIMES:
                break
        return list(found.values())[:NEXT_TIMES]

    def _get_day(self):
        """:return: the day whose times are open: the one asked for, else the first"""
        try:
            day = date.fromisoformat(clean(self.params.get("day"), limit=10))
        except ValueError:
            day = None
        month = self._get_asked_month()
        in_month = [each for each in self.days if not month or (each.year, each.month) == month]
        return day if day in self.days else next(iter(in_month), None)

    def _get_day_values(self):
        day = self._get_day()
        times = [self._describe(offer) for offer in self.days.get(day, ())]
        return {
            "day": day,
            "day_name": day and format_date(day, "full", locale=self.locale),
            "times": times,
        }

    def _get_asked_month(self):
        """:return: (year, month) asked for, within what can be booked; None when not asked"""
        match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", clean(self.params.get("month"), limit=7))
        if not match:
            return None
        month = int(match[1]), int(match[2])
        first, last = ((each.year, each.month) for each in (self.first, self.last))
        return month if 1 <= month[1] <= NOON and first <= month <= last else None

    def _get_month_values(self):
        day = self._get_day() or self.first.date()
        year, month = self._get_asked_month() or (day.year, day.month)
        first = date(year, month, 1)
        week_start = int(get_lang(request.env).week_start) - 1
        weeks = calendar.Calendar(week_start).monthdatescalendar(year, month)
        names = get_day_names("abbreviated", locale=self.locale)
        before, after = first - timedelta(days=1), first + timedelta(days=31)
        return {
            "month": first,
            "month_name": format_date(first, "LLLL yyyy", locale=self.locale),
            "weekdays": [names[(week_start + number) % 7] for number in range(7)],
            "weeks": [
                [self._describe_day(each) if each.month == month else None for each in week]
                for week in weeks
            ],
            "month_before": f"{before:%Y-%m}" if before >= self.first.date() else False,
            "month_after": f"{after:%Y-%m}" if after.replace(day=1) <= self.last.date() else False,
        }

    def _describe_day(self, day):
        return {
            "number": day.day,
            "key": day.isoformat(),
            "name": format_date(day, "full", locale=self.locale),
            "free": len(self.days.get(day, ())),
        }

    def _describe(self, offer, with_day=False):
        """:return: dict ``key``, ``label`` (short), ``name`` (with the day, for screen readers),
        ``own`` (on the visitor's clock, where it differs; with the day, where that does),
        ``day``"""
        local = self._to_local(offer)
        clock = self._get_clock(offer, self.zone)
        name = f"{format_date(local.date(), 'full', locale=self.locale)}, {clock}"
        own = ""
        wall = local.replace(tzinfo=None)
        own_wall = self._get_wall(offer, self.own_zone) if self.own_zone else wall
        if own_wall != wall:
            own = self._get_clock(offer, self.own_zone)
            if own_wall.date() != wall.date():
                own = f"{format_date(own_wall.date(), 'EEE', locale=self.locale)}, {own}"
        return {
            "key": offer["key"],
            "label": clock,
            "name": name,
            "own": own,
            "day": format_date(local.date(), "EEEE, d. MMMM", locale=self.locale)
            if self.locale.language == "de"
            else format_date(local.date(), "EEEE, d MMMM", locale=self.locale),
        }

    def _get_wall(self, offer, zone):
        start = pytz.utc.localize(offer["window_start"] or offer["start"])
        return start.astimezone(zone).replace(tzinfo=None)

    def _get_clock(self, offer, zone):
        """:return: "9:00 AM", or "8:00 AM – 12:00 PM" for a window"""
        moments = [offer["window_start"] or offer["start"]]
        if offer["window_stop"]:
            moments.append(offer["window_stop"])
        clocks = []
        for moment in moments:
            local = pytz.utc.localize(moment).astimezone(zone)
            clock = format_time(local.time(), "short", locale=self.locale)
            if self._exists_twice(local.replace(tzinfo=None), zone):
                clock = f"{clock} ({local:%Z})"
            clocks.append(clock)
        return " – ".join(clocks)

    def _exists_twice(self, wall, zone):
        try:
            zone.localize(wall, is_dst=None)
        except pytz.AmbiguousTimeError:
            return True
        return False
