from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools import email_normalize, hmac
from odoo.tools.urls import urljoin

# Mails an hour to one address, from one network address, and in all: a form that writes to
# whomever one likes must be of no use to whoever wants to annoy people.
LIMITS = {"recipient": 3, "visitor": 10, "all": 200}
PARAMETER = "pylot_frontoffice.max_calculator_mails_%s"


class PylotCalculatorMail(models.Model):
    """A result somebody wanted to have by e-mail. Only what limits need is kept, for a day, and no
    address: of whom and to whom are keyed hashes."""

    _name = "pylot.calculator.mail"
    _description = "Mailed Calculation"
    _order = "id desc"

    recipient = fields.Char(required=True, help="Keyed hash of the address.")
    visitor = fields.Char(required=True, help="Keyed hash of the network address.")
    fingerprint = fields.Char(required=True, help="Of recipient, numbers and hour.")
    slug = fields.Char(string="Calculator", required=True)

    _fingerprint_unique = models.UniqueIndex("(fingerprint)", "This was sent already.")
    _recipient_idx = models.Index("(recipient, create_date)")
    _visitor_idx = models.Index("(visitor, create_date)")

    @api.model
    def _is_possible(self):
        """:return: whether there is an address of ours to send from"""
        return bool(self.env.company.sudo().email)

    @api.model
    def _send_result(self, inputs, values, email, visitor):
        """Queue the mail. Nothing in it was typed by the visitor but numbers, days and choices,
        and these are written by us. The same to the same address goes out once an hour.

        :param inputs: list of (label, text)
        :param dict values: of the page: ``calculator``, ``outcome``, ``link``, ``company``
        :param str email: looks like one address
        :param str visitor: keyed hash of the network address
        :raise UserError: when too many were sent
        """
        env = self.env(su=True)
        address, hour = email_normalize(email) or email, f"{fields.Datetime.now():%Y%m%d%H}"
        recipient = hmac(env, "pylot-calculator-recipient", address)
        slug = values["calculator"]._calculator_slug
        fingerprint = hmac(env, "pylot-calculator-mail", f"{address} {values['link']} {hour}")
        if self.search_count([("fingerprint", "=", fingerprint)], limit=1):
            return
        self._check_limits(recipient, visitor)
        try:
            with self.env.cr.savepoint():
                self.create(
                    {
                        "recipient": recipient,
                        "visitor": visitor,
                        "fingerprint": fingerprint,
                        "slug": slug,
                    }
                )
        except UniqueViolation as error:
            # a double click: the other one has just been written; come again and see it
            raise ConcurrencyError(str(error)) from error
        mails = self.env["mail.mail"]
        mails.create(self._prepare_mail_vals(inputs, values, address))
        mails._wake_queue()

    @api.model
    def _check_limits(self, recipient, visitor):
        recent = Domain("create_date", ">", fields.Datetime.now() - timedelta(hours=1))
        for name, domain in (
            ("recipient", Domain("recipient", "=", recipient)),
            ("visitor", Domain("visitor", "=", visitor)),
            ("all", Domain.TRUE),
        ):
            text = self.env["ir.config_parameter"].get_param(PARAMETER % name, "")
            limit = int(text) if text.isdecimal() else LIMITS[name]
            if self.search_count(recent & domain, limit=limit + 1) >= limit:
                raise UserError(
                    self.env._(
                        "There have been very many requests. Please try again in an hour, or call "
                        "us."
                    )
                )

    @api.model
    def _prepare_mail_vals(self, inputs, values, address):
        calculator, company = values["calculator"], values["company"]
        body = self.env["ir.qweb"]._render(
            "pylot_frontoffice.mail_calculator_result",
            {
                **values,
                "inputs": inputs,
                "url": urljoin(company.get_base_url(), values["link"]),
            },
        )
        return {
            **self.env["pylot.notice.mixin"]._prepare_once_vals(),
            "subject": calculator.env._(
                "Your calculation: %(title)s", title=calculator._get_title()
            ),
            "body_html": body,
            "email_from": company.email_formatted,
            "email_to": address,
            "reply_to": company.email_formatted,
            "auto_delete": True,
            "headers": repr(
                {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF"}
            ),
        }

    @api.autovacuum
    def _gc_mailed(self):
        old = fields.Datetime.now() - timedelta(days=1)
        self.search([("create_date", "<", old)], limit=1000).unlink()
