from odoo import models


class PylotComplaint(models.Model):
    """The page of the customer."""

    _inherit = "pylot.complaint"

    def _get_customer_url(self):
        """:return: absolute address of the page, with the secret that opens it"""
        self.ensure_one()
        return f"{self.get_base_url()}/complaint/{self.sudo()._portal_ensure_token()}"
