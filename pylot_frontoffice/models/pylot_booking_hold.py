from odoo import fields, models


class PylotBooking(models.Model):
    _inherit = "pylot.booking"

    request_id = fields.Many2one(
        "pylot.booking.request",
        string="Held For",
        index="btree_not_null",
        ondelete="cascade",
    )
