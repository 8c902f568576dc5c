import binascii
from decimal import Decimal
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import formatLang, hash_sign, verify_hash_signed
from odoo.tools.mail import html_to_inner_content
from odoo.tools.urls import urljoin

from .pylot_estimate_compute import Range

URL = "/calculators/estimate"
SCOPE = "pylot-estimate"
# As long as somebody may think about it before they book.
STAMP_DAYS = 7
# Browsers and servers carry longer addresses unwillingly.
MAX_STAMP = 6500
# Letters of a question or an answer when all together is too long.
SHORT = 16


class Carried(NamedTuple):
    """An estimate on its way to a visit or a quotation, as it was shown."""

    estimate: models.Model  # elevated
    version: str
    range: Range
    answers: list  # of (question, answer), in the words of the visitor


class PylotEstimate(models.Model):
    """What the public pages show. Nothing is stored while somebody tries out numbers: the result
    travels in a signed text until a visit is booked or a quotation requested."""

    _inherit = "pylot.estimate"

    public_url = fields.Char(string="Page", compute="_compute_public_url")

    @api.depends("is_published", "name")
    def _compute_public_url(self):
        for estimate in self:
            path = estimate.is_published and estimate.id and estimate._get_public_path()
            estimate.public_url = path and urljoin(self.get_base_url(), path)

    def _get_public_path(self):
        return f"{URL}/{self.env['ir.http']._slug(self)}"

    @api.model
    def _get_public_domain(self):
        """:return: :class:`Domain` of those that everybody may use on the pages of the company"""
        company = self.env.company
        return Domain("is_published", "=", True) & Domain("company_id", "in", [False, company.id])

    @api.model
    def _get_public_links(self):
        """:return: list of dicts ``name``, ``url`` (a path) and ``intro`` (safe markup or ""), of
        the company and in the language of the context; for lists of calculators"""
        return [
            {
                "name": estimate.name,
                "url": estimate._get_public_path(),
                "intro": html_to_inner_content(estimate.intro or ""),
            }
            for estimate in self.sudo().search(self._get_public_domain())
        ]

    # === IN WORDS ===

    def _get_currency(self):
        return (self.company_id or self.env.company).currency_id

    def _say_range(self, found):
        """:param found: :class:`Range`
        :return: "roughly 180–240 € incl. VAT", in the language of the context"""
        self.ensure_one()
        currency = self._get_currency()
        is_whole = all(value == value.to_integral_value() for value in found)
        digits = 0 if is_whole else currency.decimal_places
        ends = [formatLang(self.env, float(value), digits=digits) for value in found]
        numbers = "–".join(dict.fromkeys(ends))
        parts = [currency.symbol, numbers]
        amount = " ".join(parts if currency.position == "before" else parts[::-1])
        text = self.env._("roughly %(amount)s %(taxes)s", amount=amount, taxes=self.vat_note or "")
        return text.strip()

    def _get_button_label(self):
        if self.button_label:
            return self.button_label
        if self.ends_in == "booking":
            return self.env._("Book an inspection")
        return self.env._("Request a quotation")

    # === ON THE WAY ===

    def _sign(self, found, answers):
        """:param found: :class:`Range`
        :param answers: list of (question, answer)
        :return: the text that :meth:`_read_signed` understands"""
        self.ensure_one()
        ends = [str(value) for value in found]
        for limit in (None, SHORT):
            told = [[question[:limit], answer[:limit]] for question, answer in answers]
            text = hash_sign(
                self.env(su=True),
                SCOPE,
                [self.id, self.version, ends, told],
                expiration_hours=STAMP_DAYS * 24,
            )
            if len(text) <= MAX_STAMP:
                break
        return text

    @api.model
    def _read_signed(self, text):
        """:param str text: whatever came with a link or a form
        :return: :class:`Carried`; None when it is none of ours, too old, or about an estimate that
            is not offered any more"""
        if not isinstance(text, str) or not 0 < len(text) <= MAX_STAMP:
            return None
        try:
            found = verify_hash_signed(self.env(su=True), SCOPE, text)
            number, version, (low, high), answers = found
            ends = Range(Decimal(low), Decimal(high))
            domain = self._get_public_domain() & Domain("id", "=", int(number))
        except (ValueError, TypeError, ArithmeticError, binascii.Error):
            return None
        estimate = self.sudo().search(domain, limit=1)
        if not estimate:
            return None
        return Carried(estimate, version, ends, answers)

    def _get_summary(self, carried, lang=None):
        """:return: "Painting a room: roughly 180–240 € incl. VAT (version 1a2b3c4d)" """
        estimate = self.with_context(lang=lang or self.env.lang)
        return estimate.env._(
            "%(name)s: %(range)s (version %(version)s)",
            name=estimate.name,
            range=estimate._say_range(carried.range),
            version=carried.version,
        )
