from base64 import b64encode

from odoo import models
from odoo.tools.image import image_data_uri

from ..tools import epc_qr

# Pixels; large enough to be read from a screen by a phone.
SIZE = 240


class PylotDunning(models.Model):
    """The picture that banking apps read, so that nobody types an account number."""

    _inherit = "pylot.dunning"

    def _get_qr_payload(self, amount):
        """:return: the text of the code, "" unless it is euro and the account has an IBAN"""
        bank = self._get_bank()
        if not bank or self.currency_id.name != "EUR" or bank.acc_type != "iban":
            return ""
        return epc_qr.build(
            bank.acc_holder_name or bank.partner_id.name,
            bank.sanitized_acc_number,
            self.currency_id.round(amount),
            self._get_payment_reference(),
            bank.bank_id.bic or "",
        )

    def _get_qr_png(self, amount):
        """:return: bytes of a picture, b"" when there can be none"""
        payload = self._get_qr_payload(amount)
        if not payload:
            return b""
        return self.env["ir.actions.report"].barcode(
            "QR", payload, width=SIZE, height=SIZE, barLevel="M", quiet=1
        )

    def _get_qr_url(self, amount):
        """:return: the picture itself as an address, for a page or a letter; "" when there is none.
        Where our code is not known, it is that of the country, if core has one"""
        png = self._get_qr_png(amount)
        if png:
            return image_data_uri(b64encode(png))
        bank = self._get_bank()
        if not bank or amount <= 0 or self.currency_id.name == "EUR":
            return ""
        reference = self._get_payment_reference()
        picture = bank.build_qr_code_base64(
            self.currency_id.round(amount), reference, reference, self.currency_id, self.partner_id
        )
        return picture or ""
