"""What somebody complains about: read, cleaned and checked."""

import binascii
import uuid
from datetime import datetime

from odoo.http import request
from odoo.tools import hash_sign, verify_hash_signed

from ..const import REMEDIES
from ..tools.typed_text import clean, is_email, is_phone
from .upload_form import read_files

LIMITS = {
    "text": 5000,
    "reference": 80,
    "lot": 80,
    "name": 100,
    "email": 254,
    "phone": 30,
}
# What customers do not ask for.
HIDDEN_REMEDIES = ("refusal", "voucher")
SCOPE = "pylot-complaint-form"
# A page that was left open is no attack, but a stamp is not good for ever.
STAMP_HOURS = 24
# Nobody reads and fills in the form faster.
MIN_SECONDS = 3
MIN_SECONDS_PARAMETER = "pylot_frontoffice.complaint_min_seconds"
SUBJECT_LENGTH = 80


class ComplaintForm:
    """:ivar typed: what was typed, cleaned, by field name; shown again when something is wrong
    :ivar errors: translated sentences by field name; ``form``: about all of it
    :ivar files: list of (name, bytes) to keep"""

    def __init__(self, about, post=None):
        """:param about: :class:`ComplaintAbout`
        :param post: fields of the form; None: what is known about the visitor"""
        self.about = about
        self.errors, self.files = {}, []
        self.has_files = False
        typed = about.get_contact() if post is None else post
        raw = {
            name: clean(typed.get(name), lines=name == "text", limit=limit + 1)
            for name, limit in LIMITS.items()
        }
        self.too_long = [name for name, limit in LIMITS.items() if len(raw[name]) > limit]
        self.typed = {name: text[: LIMITS[name]] for name, text in raw.items()}
        for name in ("remedy", "cause"):
            self.typed[name] = clean(typed.get(name), limit=20)
        for name in ("consent", "shared"):
            self.typed[name] = bool(typed.get(name))
        if self.is_known():
            self.typed.update(name=about.partner.name, email=about.partner.email)
        self.key, self.age = self._read_stamp(clean((post or {}).get("stamp"), limit=400))

    def is_known(self):
        """:return: whether who writes need not say who they are"""
        return bool(self.about.partner.name and is_email(self.about.partner.email or ""))

    def may_share(self):
        partner = self.about.partner
        return partner.commercial_partner_id != partner

    # === THE STAMP ===

    def get_stamp(self):
        """:return: what says when this page was opened and which one it is; signed, so that it
        works without a script and a row"""
        born = datetime.now().timestamp() - (self.age or 0)
        return hash_sign(
            request.env(su=True), SCOPE, [self.key, int(born)], expiration_hours=STAMP_HOURS
        )

    def _read_stamp(self, stamp):
        """:return: (key, seconds since the page was opened); a new key and None when the stamp is
        none of ours, or too old"""
        try:
            found = verify_hash_signed(request.env(su=True), SCOPE, stamp) if stamp else None
            key, born = found or (None, None)
        except (ValueError, TypeError, binascii.Error):
            key = None
        if not key:
            return uuid.uuid4().hex, None
        return key, datetime.now().timestamp() - born

    def _check_stamp(self):
        env = request.env
        value = env["ir.config_parameter"].sudo().get_param(MIN_SECONDS_PARAMETER, "")
        least = int(value) if value.isdecimal() else MIN_SECONDS
        if self.age is None:
            self.errors["form"] = env._(
                "This page has been open for very long. Please read it once more and send it again."
            )
        elif self.age < least:
            self.errors["form"] = env._(
                "That was very quick. Please read it once more and send it again."
            )

    # === WHAT CAN BE CHOSEN ===

    def get_remedies(self):
        """:return: list of (key, words of a customer)"""
        env = request.env
        words = {
            "refund": env._("My money back"),
            "replacement": env._("A replacement"),
            "repair": env._("A repair"),
            "reduction": env._("A lower price"),
            "other": env._("Something else"),
        }
        keys = [key for key, _label in REMEDIES if key not in HIDDEN_REMEDIES]
        return [(key, words[key]) for key in keys if key in words]

    def get_causes(self):
        """:return: list of (id as text, name)"""
        causes = request.env["pylot.complaint.type"].sudo()
        found = causes.search(
            [("is_public", "=", True), ("company_id", "in", [False, self.about.company.id])]
        )
        return [(str(cause.id), cause.display_name) for cause in found]

    def get_consent_text(self):
        return request.env._(
            "I agree that %(company)s uses my details to deal with my complaint.",
            company=self.about.company.name,
        )

    # === CHECK ===

    def check(self, files):
        """Fill ``errors`` and ``files``.

        :param files: werkzeug's files of the form"""
        env = request.env
        self._check_stamp()
        if not self.typed["text"]:
            self.errors["text"] = env._("Please write what happened.")
        self._check_choices()
        if not self.is_known():
            self._check_contact()
        if self.typed["phone"] and not is_phone(self.typed["phone"]):
            self.errors["phone"] = env._("This is no phone number. It looks like 0511 123456.")
        if not self.typed["consent"]:
            self.errors["consent"] = env._("Please agree, so that we may use your details.")
        for name in self.too_long:
            self.errors[name] = env._(
                "This is too long: please write at most %(limit)s characters.", limit=LIMITS[name]
            )
        self.has_files = any(file.filename for file in files.getlist("files"))
        self.files = read_files(files, self.errors)
        if self.errors and self.has_files:
            self.errors.setdefault(
                "files", env._("Please choose your files once more: browsers forget them.")
            )

    def _check_choices(self):
        env = request.env
        for name, choices in (("remedy", self.get_remedies()), ("cause", self.get_causes())):
            if self.typed[name] and self.typed[name] not in dict(choices):
                self.typed[name] = ""
                self.errors[name] = env._("Please choose one of the answers.")

    def _check_contact(self):
        env = request.env
        if not self.typed["name"]:
            self.errors["name"] = env._("Please enter your name.")
        if not self.typed["email"]:
            self.errors["email"] = env._("Please enter your e-mail address: our answer goes there.")
        elif not is_email(self.typed["email"]):
            self.errors["email"] = env._(
                "This is no e-mail address. It looks like name@example.com."
            )

    def get_values(self, visitor):
        """:param str visitor: keyed hash of the network address
        :return: as ``pylot.complaint._create_from_form`` wants it"""
        typed, about = self.typed, self.about
        complaints = request.env["pylot.complaint"].sudo()
        values = about.get_values()
        if not about.partner:
            found = complaints._find_about_sudo(typed["reference"], typed["email"], about.company)
            values = {**found, **values}
        cause = request.env["pylot.complaint.type"].sudo().browse(int(typed["cause"] or 0))
        team = cause.with_company(about.company)._get_nearest("team_id") if cause else None
        if not team or about.given["team"] or team.company_id != about.company:
            team = about.team
        return {
            **values,
            "text": typed["text"],
            "name": self._get_subject(),
            "team_id": team.id,
            "type_id": cause.id,
            "remedy_wanted": typed["remedy"] or False,
            "lot_name": typed["lot"] or False,
            "customer_reference": typed["reference"] or False,
            "partner_name": typed["name"],
            "email_from": typed["email"],
            "phone": typed["phone"] or False,
            "lang": request.lang.code,
            "channel": "portal" if about.partner else "form",
            "is_shared": typed["shared"] and self.may_share(),
            "consent_text": self.get_consent_text(),
            "visitor": visitor,
            "form_key": self.key,
        }

    def _get_subject(self):
        line = self.typed["text"].split("\n")[0]
        if len(line) <= SUBJECT_LENGTH:
            return line
        return f"{line[: SUBJECT_LENGTH - 1].rsplit(' ', 1)[0]}…"
