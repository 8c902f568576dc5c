from odoo import models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "pylot.complaint.source"]

    _complaint_field = "move_id"
