import hashlib
from datetime import timedelta

from markupsafe import Markup
from psycopg2.errors import UniqueViolation

from odoo import fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain

# An hour, of one network address. Offices share an address; an administrator may set another.
MAX_REQUESTS = 10
MAX_REQUESTS_PARAMETER = "pylot_frontoffice.max_estimate_requests_per_visitor"
CONTACT_FIELDS = ("name", "email", "phone")


class PylotEstimate(models.Model):
    """Somebody wants a quotation. Without a CRM a salesperson works in quotations, so it becomes
    one: without lines, with the estimate beside it, and an activity. A CRM overrides
    ``_create_request``."""

    _inherit = "pylot.estimate"

    def _request_quotation(self, carried, stamp, contact, visitor, partner=None):
        """:param carried: :class:`Carried`
        :param str stamp: it was read from; sent again by the same person it is the same request
        :param dict contact: cleaned ``name``, ``email``, ``phone``, ``note``, ``consent_text``
        :param str visitor: keyed hash of the network address
        :param partner: whom the visitor is known to be
        :return: the document
        :raise UserError: when too many came from there"""
        self.ensure_one()
        orders = self.env["sale.order"].sudo()
        key = hashlib.sha256(f"{stamp} {contact['email'].lower()}".encode()).hexdigest()
        known = orders.search(Domain("pylot_estimate_key", "=", key), limit=1)
        if known:
            return known
        self._check_may_request(visitor)
        estimate = self.with_company(self.company_id or self.env.company)
        try:
            with self.env.cr.savepoint():
                return estimate._create_request(
                    carried,
                    contact,
                    partner or estimate._get_request_partner(contact),
                    {"pylot_estimate_key": key, "pylot_visitor": visitor},
                )
        except UniqueViolation as error:
            # a double click: the other one has just been written; come again and see it
            raise ConcurrencyError(str(error)) from error

    def _check_may_request(self, visitor):
        text = self.env["ir.config_parameter"].sudo().get_param(MAX_REQUESTS_PARAMETER, "")
        limit = int(text) if text.isdecimal() else MAX_REQUESTS
        recent = Domain("pylot_visitor", "=", visitor) & Domain(
            "create_date", ">", fields.Datetime.now() - timedelta(hours=1)
        )
        if self.env["sale.order"].sudo().search_count(recent, limit=limit) >= limit:
            raise UserError(
                self.env._(
                    "There have been very many requests. Please try again in an hour, or call us."
                )
            )

    def _get_request_partner(self, contact):
        """:return: whom it is for. Anybody can type anybody's address: an existing contact is
        taken only when it says exactly the same, and is never changed."""
        partners, company = self.env["res.partner"].sudo(), self.env.company
        typed = {name: contact.get(name) or False for name in CONTACT_FIELDS}
        same = partners.search(
            [
                *((name, "=", value) for name, value in typed.items()),
                ("parent_id", "=", False),
                ("user_ids", "=", False),
                ("company_id", "in", [False, company.id]),
            ],
            limit=1,
        )
        vals = {**typed, "lang": self.env.lang, "company_id": self.company_id.id}
        return same or partners.create(vals)

    def _create_request(self, carried, contact, partner, vals):
        """Hook: make of a request what a salesperson works with.

        :return: the document"""
        office = self.env.company.partner_id.lang or self.env.lang
        summary = self._get_summary(carried, office)
        orders = self.env["sale.order"].sudo().with_context(mail_create_nosubscribe=True)
        order = orders.create(
            {
                "partner_id": partner.id,
                "company_id": self.env.company.id,
                "origin": self.with_context(lang=office).name,
                "pylot_estimate_id": self.id,
                "pylot_estimate_summary": summary,
                **({"user_id": self.user_id.id} if self.user_id else {}),
                **vals,
            }
        )
        order._message_log(body=self._render_request(carried, contact, summary))
        user = order.user_id or self.env.ref("base.user_admin")
        order.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.with_context(lang=user.lang).env._("A customer asks for a quotation"),
            user_id=user.id,
        )
        return order

    def _render_request(self, carried, contact, summary):
        """:return: markup of all that was typed; escaped, so that no text of strangers acts"""
        rows = [
            *carried.answers,
            *((contact[name], "") for name in ("note", "consent_text") if contact.get(name)),
        ]
        lines = [f"{question}: {answer}" if answer else question for question, answer in rows]
        return Markup("<p>%s</p><ul>%s</ul>") % (
            summary,
            Markup().join(Markup("<li>%s</li>") % line for line in lines),
        )
