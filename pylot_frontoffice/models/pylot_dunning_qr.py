from base64 import b64encode

from odoo import models
from odoo.tools.image import image_data_uri

from ..tools import epc_qr, qr_png


class PylotDunning(models.Model):
    """The picture that banking apps read, so that nobody types an account number."""

    _inherit = "pylot.dunning"

    def _get_qr_payload(self, amount):
        """:return: the text of the code, "" unless it is euro and the account has an IBAN"""
        bank = self._get_bank()
        if not bank or self.currency_id.name != "EUR":
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
        return qr_png.draw(payload) if payload else b""

    def _get_qr_url(self, amount):
        """:return: the picture itself as an address, for a page or a letter, "" when there is
        none: the account stands there in words anyway"""
        png = self._get_qr_png(amount)
        return image_data_uri(b64encode(png)) if png else ""
