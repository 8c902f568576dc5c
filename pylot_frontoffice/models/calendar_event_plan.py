from odoo import fields, models


class CalendarEvent(models.Model):
    """What the planner may do with a visit."""

    _inherit = "calendar.event"

    is_fixed = fields.Boolean(
        string="Stays Where It Is",
        copy=False,
        tracking=True,
        help="The planner gives it to nobody else and to no other time.",
    )
