import re

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

from odoo.addons.phone_validation.models.mail_thread_phone import PHONE_REGEX_PATTERN

# What a phone number may be written with.
PHONE = re.compile(r"[+\d\s\\./()\-\u2010-\u2015]+")
# Fewer digits than this are a house number, not a phone number.
MIN_DIGITS = 3
# An extension alone says nothing about who is calling.
MIN_SAME_DIGITS = 6


class ResPartner(models.Model):
    """Who is calling: contacts by whatever they say of themselves."""

    _inherit = "res.partner"

    @api.model
    def _find_customers(self, text, limit=None):
        """:param str text: words of name, street, town, postal code, mail address, or a phone
            number in any notation; all of them must match
        :return: contacts, by name; none for an empty text"""
        words = (text or "").split()
        if not words:
            return self.browse()
        domain = Domain.AND(self._get_word_domain(word) for word in words)
        number = self._get_phone_core(text)
        if len(words) > 1 and number:
            domain |= self._get_phone_domain(number)
        return self.search(domain, limit=limit, order="complete_name, id")

    @api.model
    def _find_same_contact(self, email, phone, limit=None):
        """:return: contacts that have exactly this mail address or this phone number"""
        domain = Domain.FALSE
        normalized = email_normalize(email or "")
        if normalized:
            domain |= Domain("email_normalized", "=", normalized)
        number = self._get_phone_core(phone)
        if number and len(number) >= MIN_SAME_DIGITS:
            domain |= self._get_phone_domain(number, is_whole=True)
        if domain.is_false():
            return self.browse()
        return self.search(domain, limit=limit, order="complete_name, id")

    @api.model
    def _get_word_domain(self, word):
        names = ("complete_name", "email", "street", "street2", "city")
        # signs that mean something in a pattern mean themselves here
        escaped = re.sub(r"([\\%_])", r"\\\1", word)
        domain = Domain.OR([(name, "ilike", escaped)] for name in names)
        domain |= Domain("zip", "=ilike", f"{escaped}%")
        number = self._get_phone_core(word)
        return domain | self._get_phone_domain(number) if number else domain

    @api.model
    def _get_phone_core(self, text):
        """+49 511 12 34, 0049511/1234 and 0511 1234 are all 5111234.

        :return: the digits that all notations of a number share, "" when ``text`` is no phone
            number"""
        text = (text or "").strip()
        if not PHONE.fullmatch(text):
            return ""
        digits = re.sub(r"\D", "", text.replace("(0)", ""))
        if text.startswith("+") or digits.startswith("00"):
            digits = digits.removeprefix("00")
            code = str(self.env.company.country_id.phone_code or "")
            digits = digits.removeprefix(code)
        digits = digits.lstrip("0")
        return digits if len(digits) >= MIN_DIGITS else ""

    @api.model
    def _get_phone_domain(self, number, is_whole=False):
        """:param str number: as of ``_get_phone_core``
        :param is_whole: nothing may follow, and only a prefix may precede it"""
        pattern = f"%{number}" if is_whole else f"%{number}%"
        prefix = rf"^(\+|00)?\d{{0,3}}0?{number}$"

        def to_sql(model, alias, query):
            phone = model._field_to_sql(alias, "phone", query)
            # the very expression that phone_validation has an index on
            digits = SQL(
                "regexp_replace((%s::text), %s::text, '', 'g')", phone, PHONE_REGEX_PATTERN
            )
            condition = SQL("%s LIKE %s", digits, pattern)
            return SQL("(%s AND %s ~ %s)", condition, digits, prefix) if is_whole else condition

        return Domain("phone", "!=", False) & Domain.custom(to_sql=to_sql)
