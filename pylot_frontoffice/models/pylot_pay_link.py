from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.typed_text import is_email, is_phone

TEMPLATE = "pylot_frontoffice.mail_template_pylot_pay_link"


class PylotPayLink(models.Model):
    """A link to pay that a technician has sent to a customer, once for each form that was opened.
    Where it leads is core's own page of the invoice."""

    _name = "pylot.pay.link"
    _description = "Payment Link Sent on Site"
    _order = "id DESC"
    _rec_name = "recipient"

    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="cascade")
    event_id = fields.Many2one(
        "calendar.event", string="Visit", index="btree_not_null", ondelete="set null"
    )
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        required=True,
        index=True,
        ondelete="cascade",
        groups="account.group_account_invoice",
    )
    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    currency_id = fields.Many2one("res.currency", required=True)
    amount = fields.Monetary(required=True)
    channel = fields.Selection([("email", "E-mail"), ("sms", "Text Message")], required=True)
    recipient = fields.Char(string="Sent To", required=True)
    key = fields.Char(required=True, groups="base.group_system")

    _key_unique = models.UniqueIndex("(key)", "This link has been sent already.")

    @api.model
    def _send(self, visit, amount, channel, recipient, key):
        """Send the customer a link to pay ``amount`` of the invoice of ``visit``.

        :param Decimal amount: in the currency of the invoice
        :param str recipient: e-mail address or phone number, as typed
        :param str key: of the form
        :return: the link, elevated; the same one for the same key
        :raise UserError: why it cannot be sent
        """
        links = self.sudo().with_company(visit._get_selling_company())
        known = links.search([("key", "=", key)])
        if known:
            return known
        invoice = visit._find_visit_invoice()
        invoice._lock_to_pay()
        refusal = (
            invoice._get_pay_refusal()
            or invoice._get_amount_refusal(amount)
            or invoice._get_link_refusal(float(amount))
            or links._get_recipient_refusal(channel, recipient)
        )
        if refusal:
            raise UserError(refusal)
        invoice._portal_ensure_token()
        link = links.create(
            {
                "company_id": invoice.company_id.id,
                "event_id": visit.id,
                "move_id": invoice.id,
                "partner_id": invoice.partner_id.id,
                "currency_id": invoice.currency_id.id,
                "amount": float(amount),
                "channel": channel,
                "recipient": recipient,
                "key": key,
            }
        )
        getattr(link, f"_send_{channel}")()
        return link

    def _get_recipient_refusal(self, channel, recipient):
        if channel == "email" and not is_email(recipient):
            return self.env._("Please enter one e-mail address.")
        if channel == "sms" and not is_phone(recipient):
            return self.env._("Please enter a phone number.")
        return ""

    def _get_lang(self):
        """:return: code of the language the customer reads"""
        link = self.sudo()
        wanted = link.partner_id.lang or link.company_id.partner_id.lang
        return self.env["res.lang"]._get_code(wanted) or self.env.lang or "en_US"

    def _get_url(self):
        link = self.sudo()
        return link.move_id._get_pay_link(link.move_id._to_money(link.amount))

    def _send_email(self):
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if not template:
            raise UserError(
                self.env._(
                    "The template for this kind of message was deleted. Update the add-on to get "
                    "it back, then retry."
                )
            )
        template.send_mail(self.id)
        self.env["mail.mail"]._wake_queue()

    def _send_sms(self):
        env = self.with_context(lang=self._get_lang()).env
        body = env._(
            "%(company)s: please pay %(amount)s for invoice %(invoice)s here: %(url)s",
            company=self.company_id.name,
            amount=self.currency_id.with_env(env).format(self.amount),
            invoice=self.move_id.name,
            url=self._get_url(),
        )
        self.env["sms.sms"].create(
            {"number": self.recipient, "body": body, "partner_id": self.partner_id.id}
        )
