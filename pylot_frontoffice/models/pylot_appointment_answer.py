from odoo import fields, models


class PylotAppointmentAnswer(models.Model):
    """What a customer answered, with the question as it was asked."""

    _name = "pylot.appointment.answer"
    _description = "Booking Answer"
    _order = "id"

    name = fields.Char(string="Question", required=True)
    value = fields.Text(string="Answer")
    question_id = fields.Many2one(
        "pylot.appointment.question", string="Asked As", index=True, ondelete="set null"
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Photos", bypass_search_access=True)
    request_id = fields.Many2one("pylot.booking.request", index=True, ondelete="cascade")
    event_id = fields.Many2one("calendar.event", string="Visit", index=True, ondelete="cascade")
