from base64 import b64encode

from odoo import models
from odoo.tools.image import image_data_uri

from ..tools import epc_qr, qr_png


class AccountMove(models.Model):
    """Ways to pay an invoice that stand on the technician's phone, for the customer's."""

    _inherit = "account.move"

    # === BY BANK TRANSFER ===

    def _get_pay_bank(self):
        """:return: account of the company to pay to, elevated, maybe none"""
        move = self.sudo()
        owner = move.company_id.partner_id
        bank = move.partner_bank_id
        return bank if bank.partner_id == owner else owner.bank_ids[:1]

    def _get_pay_reference(self):
        """:return: what to write on the transfer"""
        return self.payment_reference or self.name

    def _get_pay_bank_qr(self, amount):
        """:param Decimal amount: in the currency of the invoice
        :return: the picture that banking apps read, as an address; "" unless it is euro and the
            account has an IBAN"""
        bank = self._get_pay_bank()
        if not bank or self.currency_id.name != "EUR":
            return ""
        return self._draw_pay_code(
            epc_qr.build(
                bank.acc_holder_name or bank.partner_id.name,
                bank.sanitized_acc_number,
                amount,
                self._get_pay_reference(),
                bank.bank_id.bic or "",
            )
        )

    def _draw_pay_code(self, text):
        """:return: the picture itself as an address, "" for no text"""
        return image_data_uri(b64encode(qr_png.draw(text))) if text else ""

    # === ONLINE, ALSO BY CARD ===

    def _get_link_refusal(self, amount=None):
        """:return: why nobody can pay online, "" when it can be done"""
        self.ensure_one()
        move = self.sudo()
        if self._get_payments_underway():
            return self.env._("A payment is on its way already.")
        providers = self.env["pylot.appointment.type"]._find_payment_providers(
            move.company_id, move.partner_id, amount or move.amount_residual, move.currency_id
        )
        if not providers or not move._has_to_be_paid():
            return self.env._("Customers cannot pay online: the office has not set it up.")
        return ""

    def _get_payments_underway(self):
        """:return: online payments, elevated, that have begun and are not done"""
        return self.sudo().transaction_ids.filtered(
            lambda payment: (
                payment.state in ("pending", "authorized") and payment.provider_code != "custom"
            )
        )

    def _has_pay_link(self):
        """:return: whether the invoice has been shared: looking at its link changes nothing"""
        return bool(self.sudo().access_token)

    def _get_pay_link(self, amount):
        """:param Decimal amount: what the page asks for
        :return: the absolute address where the customer pays, with the secrets that open it and
            keep the amount"""
        wizard = self.env["payment.link.wizard"].new(
            {
                "res_model": self._name,
                "res_id": self.id,
                "amount": float(amount),
                "currency_id": self.currency_id.id,
                "partner_id": self.partner_id.id,
            }
        )
        return wizard.link
