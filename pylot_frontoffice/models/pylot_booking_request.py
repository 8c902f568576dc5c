import secrets

from odoo import fields, models


class PylotBookingRequest(models.Model):
    """What a visitor has entered so far on the booking pages, and the time held for them.

    The token is all a visitor shows; whoever has it goes on where they stopped. The held time is
    rows of ``pylot.booking`` like any visit's (law 1), and ends by the clock, not by a job.
    """

    _name = "pylot.booking.request"
    _description = "Booking Request"
    _order = "id desc"
    _rec_name = "appointment_type_id"

    token = fields.Char(required=True, default=lambda self: secrets.token_urlsafe(24), copy=False)
    state = fields.Selection([("open", "Open"), ("done", "Booked")], default="open", required=True)
    appointment_type_id = fields.Many2one(
        "pylot.appointment.type", required=True, index=True, ondelete="cascade"
    )
    invitation_id = fields.Many2one("pylot.invitation", index="btree_not_null")
    event_id = fields.Many2one(
        "calendar.event",
        string="Visit",
        index="btree_not_null",
        ondelete="cascade",
        help="The visit this became, or the one that shall be planned.",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", index="btree_not_null", help="When known beforehand."
    )
    zip = fields.Char(string="Postal Code")
    country_id = fields.Many2one("res.country")
    technician_id = fields.Many2one(
        "resource.resource", string="Wished Technician", ondelete="set null"
    )
    offer_key = fields.Char(string="Chosen Time")
    start = fields.Datetime()
    stop = fields.Datetime()
    window_start = fields.Datetime()
    window_stop = fields.Datetime()
    booking_ids = fields.One2many("pylot.booking", "request_id", string="Held Times")
    hold_until = fields.Datetime()
    visitor = fields.Char(index=True, help="Who is typing, as a keyed hash of the address.")
    tz = fields.Char(string="Visitor's Time Zone")
    lang = fields.Char(string="Visitor's Language")
    answer_ids = fields.One2many("pylot.appointment.answer", "request_id", string="Answers")

    _token_unique = models.UniqueIndex("(token)", "Please start again.")
