from odoo import fields, models


class PylotCancelReason(models.Model):
    """Why a customer cancels, to choose from."""

    _name = "pylot.cancel.reason"
    _description = "Cancellation Reason"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
