from odoo import models


class PylotComplaint(models.Model):
    _inherit = "pylot.complaint"

    def action_add_donation(self):
        return self._add_remedy("donation")
