from odoo import api, fields, models
from odoo.exceptions import ValidationError

CHECK_KINDS = [
    ("yes_no", "Yes or No"),
    ("number", "Number"),
    ("text", "Text"),
    ("photo", "Photo"),
]


class PylotChecklistItem(models.Model):
    """What a technician looks at during every visit of a type."""

    _name = "pylot.checklist.item"
    _description = "Checklist Item"
    _order = "appointment_type_id, sequence, id"

    appointment_type_id = fields.Many2one(
        "pylot.appointment.type", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    name = fields.Char(string="What to Check", required=True, translate=True)
    kind = fields.Selection(CHECK_KINDS, required=True, default="yes_no")
    is_required = fields.Boolean(
        string="Required", help="The visit cannot be finished on the phone without it."
    )
    unit = fields.Char(help="Such as bar or °C.", translate=True)
    has_limits = fields.Boolean(string="With Limits")
    minimum = fields.Float(digits=(16, 3))
    maximum = fields.Float(digits=(16, 3))

    @api.constrains("has_limits", "minimum", "maximum")
    def _check_limits(self):
        for item in self:
            if item.has_limits and item.minimum > item.maximum:
                raise ValidationError(
                    self.env._(
                        "“%(item)s”: the smallest value must not be above the largest.",
                        item=item.name,
                    )
                )

    def _describe_limits(self):
        """:return: "1 – 3 bar", "" without limits"""
        self.ensure_one()
        if self.kind != "number" or not self.has_limits:
            return ""
        return " ".join(f"{self.minimum:g} – {self.maximum:g} {self.unit or ''}".split())
