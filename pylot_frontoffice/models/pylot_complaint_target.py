from odoo import models


class PylotComplaint(models.Model):
    _inherit = "pylot.complaint"

    def _get_next_update(self):
        """:return: when the customer hears from us, naive UTC; False: nothing is promised"""
        return False
