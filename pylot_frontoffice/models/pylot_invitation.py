import secrets

from odoo import fields, models


class PylotInvitation(models.Model):
    """A personal link with which one customer books: an appointment type, or a visit that has
    been sold and waits in the tray."""

    _name = "pylot.invitation"
    _description = "Booking Invitation"
    _order = "id desc"
    _rec_name = "partner_id"

    token = fields.Char(
        required=True,
        default=lambda self: secrets.token_urlsafe(24),
        copy=False,
        groups="pylot_frontoffice.group_agent",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    appointment_type_id = fields.Many2one(
        "pylot.appointment.type", required=True, index=True, ondelete="cascade"
    )
    event_id = fields.Many2one(
        "calendar.event", string="Visit", index="btree_not_null", ondelete="cascade"
    )
    sale_order_id = fields.Many2one(
        "sale.order", string="Sales Order", index="btree_not_null", ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", index=True, default=lambda self: self.env.company)
    expires_at = fields.Datetime(
        default=lambda self: fields.Datetime.add(fields.Datetime.now(), days=30)
    )
    state = fields.Selection(
        [("open", "Open"), ("used", "Booked"), ("revoked", "Revoked")],
        default="open",
        required=True,
    )

    _token_unique = models.UniqueIndex("(token)", "Please create the link anew.")
