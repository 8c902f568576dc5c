"""A customer who calls the provider: read, cleaned and checked."""

from odoo.http import request
from odoo.tools import plaintext2html

from ..tools.typed_text import clean, is_email, is_phone

LIMITS = {"name": 100, "phone": 30, "email": 254, "subject": 200, "text": 5000}


class CallForm:
    """:ivar typed: what was typed, cleaned, by field name; shown again when something is wrong
    :ivar errors: translated sentences by field name"""

    def __init__(self, teams, post=None):
        """:param teams: of the user, elevated; never empty
        :param post: fields of the form; None: nothing has been typed yet"""
        self.teams, self.errors = teams, {}
        post = post or {}
        self.typed = {
            name: clean(post.get(name), lines=name == "text", limit=limit + 1)
            for name, limit in LIMITS.items()
        }
        chosen = clean(post.get("team"), limit=12)
        self.team = next((team for team in teams if str(team.id) == chosen), teams[0])
        self.typed["team"] = str(self.team.id)
        self.causes = request.env["pylot.complaint"].sudo()._get_desk_causes(self.team)
        self.cause_id = next(
            (id_ for id_, _name in self.causes if str(id_) == clean(post.get("cause"), limit=12)),
            False,
        )

    def check(self):
        """Fill ``errors``."""
        env, typed = request.env, self.typed
        for name, limit in LIMITS.items():
            if len(typed[name]) > limit:
                self.errors[name] = env._(
                    "This is too long: please write at most %(limit)s characters.", limit=limit
                )
        required = {
            "name": env._("Please enter the customer's name."),
            "subject": env._("Please say in a few words what it is about."),
            "text": env._("Please write down what the customer says."),
        }
        for name, message in required.items():
            if not typed[name]:
                self.errors.setdefault(name, message)
        if not typed["phone"] and not typed["email"]:
            self.errors["phone"] = env._(
                "Please enter a phone number or an e-mail address, so that the customer can be "
                "answered."
            )
        if typed["phone"] and not is_phone(typed["phone"]):
            self.errors["phone"] = env._("This is no phone number. It looks like 0511 123456.")
        if typed["email"] and not is_email(typed["email"]):
            self.errors["email"] = env._(
                "This is no e-mail address. It looks like name@example.com."
            )

    def get_values(self):
        """:return: as ``pylot.complaint._log_from_desk`` wants them"""
        return {
            "partner_name": self.typed["name"],
            "phone": self.typed["phone"] or False,
            "email_from": self.typed["email"] or False,
            "name": self.typed["subject"],
            "description": plaintext2html(self.typed["text"]),
            "type_id": self.cause_id,
        }
