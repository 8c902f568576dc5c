"""Who wants a quotation: read, cleaned and checked."""

from odoo.http import request

from ..tools.typed_text import clean, is_email, is_phone

LIMITS = {"name": 100, "email": 254, "phone": 30, "note": 2000}


class EstimateContact:
    """:ivar typed: what was typed, cleaned, by field name; shown again when something is wrong
    :ivar errors: translated sentences by field name; ``form``: about all of it"""

    def __init__(self, company, partner=None, post=None):
        """:param partner: whom the visitor is known to be
        :param post: fields of the form; None: what is known about the visitor"""
        self.company, self.errors = company, {}
        known = {name: partner[name] for name in ("name", "email", "phone")} if partner else {}
        typed = known if post is None else post
        raw = {
            name: clean(typed.get(name) or "", lines=name == "note", limit=limit + 1)
            for name, limit in LIMITS.items()
        }
        self.too_long = [name for name, limit in LIMITS.items() if len(raw[name]) > limit]
        self.typed = {name: text[: LIMITS[name]] for name, text in raw.items()}
        self.typed["consent"] = bool(typed.get("consent"))

    def get_consent_text(self):
        return request.env._(
            "I agree that %(company)s uses my details to answer my request.",
            company=self.company.name,
        )

    def check(self):
        """Fill ``errors``."""
        env, typed = request.env, self.typed
        if not typed["name"]:
            self.errors["name"] = env._("Please enter your name.")
        if not typed["email"]:
            self.errors["email"] = env._("Please enter your e-mail address: our answer goes there.")
        elif not is_email(typed["email"]):
            self.errors["email"] = env._(
                "This is no e-mail address. It looks like name@example.com."
            )
        if typed["phone"] and not is_phone(typed["phone"]):
            self.errors["phone"] = env._("This is no phone number. It looks like 0511 123456.")
        if not typed["consent"]:
            self.errors["consent"] = env._("Please agree, so that we may use your details.")
        for name in self.too_long:
            self.errors[name] = env._(
                "This is too long: please write at most %(limit)s characters.", limit=LIMITS[name]
            )

    def get_values(self):
        return {
            **{name: self.typed[name] for name in LIMITS},
            "consent_text": self.get_consent_text(),
        }
