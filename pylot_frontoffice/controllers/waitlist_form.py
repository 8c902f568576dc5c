"""Who wants to wait, for what days: the contact of a booking without a time."""

import re
from datetime import date, timedelta

from odoo.http import request
from odoo.tools.misc import format_date

from ..tools.typed_text import clean
from .contact_form import ContactForm

DATES = ("date_from", "date_to")


class WaitlistForm(ContactForm):
    """A time that is taken later by one click needs everything a booking needs, so it is asked
    for now.

    :ivar first, last: the days that can be wished for, on the calendar of the business
    """

    def __init__(self, booking, typed=None):
        super().__init__(booking, typed)
        self.first = request.env["pylot.waitlist"]._get_today(self.kind)
        self.last = self.first + timedelta(days=self.kind.horizon)
        typed = typed or {}
        self.typed.update({name: clean(str(typed.get(name) or "")[:40]) for name in DATES})
        self.dates = {}

    def check(self):
        result = super().check()
        env = request.env
        self._check_dates(env)
        code = self.typed["zip"]
        if self.asks_address and code and not self.kind._serves_zip(code):
            self.errors["zip"] = env._(
                "We are sorry: we do not come to %(zip)s. Please call us, perhaps we know "
                "somebody who does.",
                zip=code,
            )
        return result

    def _check_dates(self, env):
        self.dates = {"date_from": self.first, "date_to": self.last}
        for name in DATES:
            text = self.typed[name]
            if not text:
                continue
            try:
                # fromisoformat takes weeks and other spellings too
                day = date.fromisoformat(text) if re.fullmatch("[0-9-]{10}", text) else None
            except ValueError:
                day = None
            if day and self.first <= day <= self.last:
                self.dates[name] = day
            else:
                self.errors[name] = env._(
                    "Please choose a day from %(first)s to %(last)s.",
                    first=format_date(env, self.first),
                    last=format_date(env, self.last),
                )
        if not self.errors.keys() & set(DATES) and self.dates["date_from"] > self.dates["date_to"]:
            self.errors["date_to"] = env._("The last day must not be before the first one.")

    def get_entry_values(self):
        """:return: values of ``pylot.waitlist``"""
        typed = self.typed
        place = typed if self.asks_address else {}
        return {
            "appointment_type_id": self.kind.id,
            "event_id": self.booking.event_id.id,
            "partner_id": self.partner.id,
            "contact_name": typed["name"],
            "contact_email": typed["email"],
            "contact_phone": typed["phone"] or False,
            "street": place.get("street") or False,
            "zip": place.get("zip") or False,
            "city": place.get("city") or False,
            "consent_text": self.get_consent_text(),
            "lang": request.lang.code,
            **self.dates,
        }
