from datetime import timedelta

import pytz
from babel.dates import format_time

from odoo import fields, models
from odoo.tools.misc import babel_locale_parse, get_lang

from ..tools.wall_time import is_unique
from .calendar_event_status import COMING_STATES
from .calendar_event_wording import SPACES

# Whoever comes a quarter of an hour later is not late.
TOLERANCE = timedelta(minutes=15)
SOON = timedelta(minutes=5)


class CalendarEvent(models.Model):
    """What the customer reads about where we are. Of others, only how many there are."""

    _inherit = "calendar.event"

    def _get_status(self):
        """:return: dict of texts in the language of the context: ``title``, ``text``, ``stops``
        and ``note``, "" where there is nothing to say; and ``state`` (a word), ``is_live``
        (whether it may change soon) and ``report_url``
        """
        self.ensure_one()
        event = self.sudo()
        status = {"state": "", "title": "", "text": "", "stops": "", "note": ""}
        status.update(event._get_status_words(), report_url="")
        if status["state"] == "done":
            status["report_url"] = event._get_status_report_url()
        status["is_live"] = status["state"] in ("today", "coming", "on_the_way", "there")
        return status

    def _get_status_words(self):
        state, name = self.visit_state, self.technician_id.name or ""
        if state == "cancelled":
            return {"state": state, "title": self.env._("This appointment is cancelled")}
        if state == "draft":
            return {"state": state, "title": self.env._("We are looking for a time")}
        if state == "done":
            return {
                "state": state,
                "title": self.env._("Done"),
                "text": self.env._("Thank you for your time."),
            }
        if state == "no_show":
            text = self.env._("Please call us, and we will find another time.")
            return {"state": state, "title": self.env._("We did not find anybody"), "text": text}
        if state == "in_progress":
            return {
                "state": "there",
                "title": self.env._("%(technician)s is there", technician=name),
            }
        if self._is_status_ahead():
            text = self.env._("On that day you see here when we arrive.")
            return {
                "state": "ahead",
                "title": self.env._("We are not on the way yet"),
                "text": text,
            }
        if self.awaiting:
            text = self.env._("It is not confirmed yet. Please have a look at your appointment.")
            return {"state": "open", "title": self.env._("Something is left to do"), "text": text}
        if state != "on_the_way" and not self._is_status_day():
            text = self.env._("If nobody was there, please call us.")
            return {"state": "over", "title": self.env._("This appointment is over"), "text": text}
        return self._get_arrival_words(name)

    def _get_arrival_words(self, name):
        if self.visit_state not in COMING_STATES or self.allday:
            return {"state": "today", "title": self.env._("Your appointment is today")}
        stops = self._get_day_stops()
        before = self._get_stops_before(stops)
        if before is None:
            text = self.env._("Once we are on the road you see here when we arrive.")
            if fields.Datetime.now() > self._get_promised_stop():
                text = self.env._("We are late, and cannot say here when we come. Please call us.")
            return {
                "state": "today",
                "title": self.env._("Your appointment is today"),
                "text": text,
            }
        arrival = self._estimate_status_arrival(stops, before)
        words = {"state": "coming", "text": self._describe_arrival_range(arrival)}
        words["note"] = self._describe_lateness(arrival)
        if self.visit_state == "on_the_way":
            title = self.env._("%(technician)s is on the way to you", technician=name)
            return {**words, "state": "on_the_way", "title": title}
        words["title"] = self.env._("Your appointment is today")
        words["stops"] = self._describe_stops(len(before))
        return words

    def _describe_stops(self, count):
        if not count:
            return self.env._("You are next.")
        if count == 1:
            return self.env._("1 stop before you")
        return self.env._("%(count)s stops before you", count=count)

    def _describe_arrival_range(self, arrival):
        """:return: "We expect to be there between 10:10 AM and 10:40 AM." """
        words = {
            "start": self._describe_status_clock(arrival.earliest),
            "stop": self._describe_status_clock(arrival.latest),
        }
        if arrival.earliest <= fields.Datetime.now() + SOON:
            return self.env._("We expect to be there any minute, until %(stop)s.", **words)
        return self.env._("We expect to be there between %(start)s and %(stop)s.", **words)

    def _describe_lateness(self, arrival):
        promised = self._get_promised_stop()
        if arrival.earliest > promised:
            return self.env._("That is later than we said. We are sorry to let you wait.")
        if arrival.latest > promised:
            return self.env._("It may get a little later than we said.")
        return ""

    def _get_promised_stop(self):
        """:return: until when the customer waits for us without wondering, UTC"""
        return self.window_stop or self.start + TOLERANCE

    def _describe_status_clock(self, moment):
        """:return: "10:10 AM" on the clock of the business; with the name of the zone in the hour
        that comes twice"""
        zone = self._get_customer_zone()
        local = pytz.utc.localize(moment).astimezone(pytz.timezone(zone))
        locale = babel_locale_parse(get_lang(self.env).code)
        clock = format_time(local, "short", locale=locale).translate(SPACES)
        return clock if is_unique(local.replace(tzinfo=None), zone) else f"{clock} ({local:%Z})"
