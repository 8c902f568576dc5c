from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PylotAppointmentQuestion(models.Model):
    """What a customer is asked before choosing a time."""

    _name = "pylot.appointment.question"
    _description = "Booking Question"
    _order = "sequence, id"

    appointment_type_id = fields.Many2one(
        "pylot.appointment.type", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Question", required=True, translate=True)
    kind = fields.Selection(
        [
            ("text", "One line"),
            ("long", "Several lines"),
            ("choice", "Choice"),
            ("yesno", "Yes or no"),
            ("photo", "Photos"),
        ],
        default="text",
        required=True,
    )
    choices = fields.Text(translate=True, help="One choice a line.")
    is_required = fields.Boolean(string="Required")

    @api.constrains("kind", "choices")
    def _check_choices(self):
        for question in self:
            if question.kind == "choice" and len(question._get_choices()) < 2:
                raise ValidationError(
                    self.env._(
                        "“%(question)s” needs at least two choices, one a line.",
                        question=question.name,
                    )
                )

    def _get_choices(self):
        """:return: list of the choices in the language of the context"""
        self.ensure_one()
        lines = (self.choices or "").splitlines()
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))
