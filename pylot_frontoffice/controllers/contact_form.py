"""Who books: read, cleaned and checked."""

from odoo.http import request

from ..tools.typed_text import clean, is_email, is_phone

LIMITS = {
    "name": 100,
    "email": 254,
    "phone": 30,
    "street": 120,
    "zip": 12,
    "city": 80,
    "note": 2000,
}


class ContactForm:
    """:ivar typed: what was typed, cleaned, by field name; shown again when something is wrong
    :ivar errors: translated sentences by field name"""

    def __init__(self, booking, typed=None):
        """:param booking: the request, elevated
        :param dict typed: fields of the form; None: what is known about the visitor"""
        self.booking = booking
        self.kind = booking.appointment_type_id
        # an invited customer need not say who they are
        self.partner = booking.event_id.customer_id or booking.partner_id
        self.asks_address = self.kind.place == "customer" and not booking.event_id
        self.errors = {}
        self.too_long = set()
        typed = self._get_known() if typed is None else typed
        self.typed = {name: self._read(name, typed.get(name)) for name in LIMITS}
        self.typed["consent"] = bool(typed.get("consent"))
        self.typed["sms_consent"] = bool(typed.get("sms_consent"))

    def _get_known(self):
        known = {name: self.partner[name] for name in LIMITS if name != "note"}
        return {**known, "zip": self.booking.zip or known["zip"]}

    def _read(self, name, text):
        limit = LIMITS[name]
        text = clean(str(text or "")[: limit * 4], lines=name == "note")
        if len(text) > limit:
            self.too_long.add(name)
        return text[:limit]

    def check(self):
        """Fill ``errors``."""
        env = request.env
        for name in self.too_long:
            self.errors[name] = env._(
                "This is too long: please write at most %(limit)s characters.", limit=LIMITS[name]
            )
        required = {
            "name": env._("Please enter your name."),
            "email": env._("Please enter your e-mail address: the confirmation goes there."),
        }
        if self.asks_address:
            required["street"] = env._("Please enter street and number, so that we find you.")
            required["zip"] = env._("Please enter your postal code.")
            required["city"] = env._("Please enter your town.")
        if self.kind.place == "online":
            required["phone"] = env._("Please enter the number we shall call.")
        for name, message in required.items():
            if not self.typed[name]:
                self.errors.setdefault(name, message)
        if self.typed["email"] and not is_email(self.typed["email"]):
            self.errors["email"] = env._(
                "This is no e-mail address. It looks like name@example.com."
            )
        if self.typed["phone"] and not is_phone(self.typed["phone"]):
            self.errors["phone"] = env._("This is no phone number. It looks like 0511 123456.")
        if self.typed["sms_consent"] and not self.typed["phone"]:
            self.errors["phone"] = env._("Please enter the number for text messages.")
        if self.asks_address and self.booking.zip and self.typed["zip"] != self.booking.zip:
            self.errors["zip"] = env._(
                "The times were looked up for %(zip)s. Please go back to change the postal code.",
                zip=self.booking.zip,
            )
        if not self.typed["consent"]:
            self.errors["consent"] = env._("Please agree, so that we may use your details.")

    def get_consent_text(self):
        company = self.booking._get_company()
        return company.pylot_consent_text or request.env._(
            "I agree that %(company)s uses my details to plan and carry out this appointment.",
            company=company.name,
        )

    def get_values(self):
        """:return: contact as ``pylot.booking.request._confirm`` wants it"""
        via = "public"
        if self.booking.invitation_id:
            via = "invitation"
        elif not request.env.user._is_public():
            via = "portal"
        return {
            **{name: self.typed[name] for name in LIMITS},
            "sms_consent": self.typed["sms_consent"] and self.kind.sms_reminder,
            "consent_text": self.get_consent_text(),
            "booked_via": via,
        }
