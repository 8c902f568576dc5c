from odoo import api, fields, models


class PylotPhoneBookingAnswer(models.TransientModel):
    """A question of the appointment type, to ask the caller."""

    _name = "pylot.phone.booking.answer"
    _description = "Question to the Caller"
    _order = "id"

    booking_id = fields.Many2one(
        "pylot.phone.booking", required=True, index=True, ondelete="cascade"
    )
    question_id = fields.Many2one(
        "pylot.appointment.question", string="Asked As", required=True, ondelete="cascade"
    )
    name = fields.Char(string="Question", compute="_compute_name")
    value = fields.Char(string="Answer")

    @api.depends("question_id")
    def _compute_name(self):
        for answer in self:
            question = answer.question_id
            choices = question.kind == "choice" and question._get_choices()
            answer.name = f"{question.name} ({' / '.join(choices)})" if choices else question.name
