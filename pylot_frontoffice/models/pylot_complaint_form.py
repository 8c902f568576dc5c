import re
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools import email_normalize, plaintext2html

# Complaints an hour of one network address, and of one sender. Offices share an address, so it is
# generous; an administrator may set other numbers.
MAX_PER_VISITOR = 20
MAX_PER_SENDER = 5
MAX_PER_VISITOR_PARAMETER = "pylot_frontoffice.max_complaints_per_visitor"
MAX_PER_SENDER_PARAMETER = "pylot_frontoffice.max_complaints_per_sender"
# What may be a number in what was typed, such as "order S00012 of May".
NUMBER = re.compile(r"[^\s,;:()]{3,40}")
MAX_NUMBERS = 6


class PylotComplaint(models.Model):
    """What comes in by the public form. Its answer is the same for everybody: what we find about
    the sender is for us."""

    _inherit = "pylot.complaint"

    customer_reference = fields.Char(
        string="Number Given",
        copy=False,
        help="Order, invoice or visit, as the customer has typed it.",
    )
    consent_text = fields.Text(string="Agreed To", readonly=True, copy=False)
    visitor = fields.Char(
        readonly=True, copy=False, help="Who has sent it, as a keyed hash of the network address."
    )
    form_key = fields.Char(readonly=True, copy=False, help="Of the page it was sent from.")

    _form_key_unique = models.UniqueIndex(
        "(form_key) WHERE form_key IS NOT NULL", "This form has been sent already."
    )
    _visitor_idx = models.Index("(visitor, create_date) WHERE visitor IS NOT NULL")

    @api.model
    def _create_from_form(self, values, files=()):
        """Somebody has filled in the form.

        :param dict values: of the new complaint, cleaned; and ``text``, plain. What is sent with
            the same ``form_key`` again is the same complaint.
        :param files: list of (name, bytes), already checked
        :return: the complaint
        :raise UserError: when too many came from there
        """
        known = self.search([("form_key", "=", values["form_key"])], limit=1)
        if known:
            return known
        self._check_may_complain(values)
        values = {**values}
        body = plaintext2html(values.pop("text"))
        forms = self.with_context(mail_create_nosubscribe=True)
        try:
            with self.env.cr.savepoint():
                complaint = forms.create(
                    {**values, "description": body, "customer_message_at": fields.Datetime.now()}
                )
        except UniqueViolation as error:
            # a double click: the other one has just been written; come again and see it
            raise ConcurrencyError(str(error)) from error
        complaint._post_customer_message(body, files, complaint.partner_id)
        self.env["pylot.complaint.notice"]._plan(complaint, "received")
        return complaint

    @api.model
    def _check_may_complain(self, values):
        """:raise UserError: when too many came from this network or this sender; says which
        neither way"""
        recent = Domain("create_date", ">", fields.Datetime.now() - timedelta(hours=1))
        recent &= Domain("visitor", "!=", False)
        email = email_normalize(values.get("email_from") or "")
        for name, value, parameter, default in (
            ("visitor", values["visitor"], MAX_PER_VISITOR_PARAMETER, MAX_PER_VISITOR),
            ("email_normalized", email, MAX_PER_SENDER_PARAMETER, MAX_PER_SENDER),
        ):
            text = self.env["ir.config_parameter"].sudo().get_param(parameter, "")
            limit = int(text) if text.isdecimal() else default
            if value and self.search_count(recent & Domain(name, "=", value), limit=limit) >= limit:
                raise UserError(
                    self.env._(
                        "There have been very many requests. Please try again in an hour, or call "
                        "us."
                    )
                )

    @api.model
    def _find_about_sudo(self, reference, email, company):
        """What we know about a sender and a number. Found only when both belong together: a
        number alone, or an address alone with a foreign number, finds no document.

        :return: values of a complaint: ``partner_id``, ``sale_order_id``, ``move_id``
        """
        email = email_normalize(email or "")
        if not email:
            return {}
        partners = (
            self.env["res.partner"]
            .sudo()
            .search(
                [("email_normalized", "=", email), ("company_id", "in", [False, company.id])],
                order="id",
                limit=20,
            )
        )
        firms = partners.commercial_partner_id
        found = {}
        numbers = [word for each in NUMBER.findall(reference) for word in {each, each.upper()}]
        if firms and numbers:
            about = Domain("name", "in", numbers[: 2 * MAX_NUMBERS])
            about &= Domain("company_id", "=", company.id)
            about &= Domain("partner_id.commercial_partner_id", "in", firms.ids)
            orders, moves = self.env["sale.order"].sudo(), self.env["account.move"].sudo()
            order = orders.search(about & Domain("state", "=", "sale"), limit=1)
            move = moves.search(
                about & Domain("move_type", "=", "out_invoice") & Domain("state", "=", "posted"),
                limit=1,
            )
            found = {"sale_order_id": order.id, "move_id": move.id}
            firms = order.partner_id.commercial_partner_id or (
                move.partner_id.commercial_partner_id or firms
            )
        if len(firms) == 1:  # a family with one address: an agent knows better
            own = partners.filtered(lambda partner: partner.commercial_partner_id == firms)
            found["partner_id"] = own[:1].id
        return found

    @api.model
    def _suggest_answers(self, text, limit=3, values=None):
        """Hook: what may help at once, before anything is sent.

        :param dict values: of the complaint that would be made
        :return: list of dicts ``question``, ``url`` and perhaps ``excerpt``, the best first
        """
        return []
