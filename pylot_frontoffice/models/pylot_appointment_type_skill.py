from odoo import fields, models


class PylotAppointmentTypeSkill(models.Model):
    """A skill that whoever carries out the visit must have, valid on the day of the visit."""

    _name = "pylot.appointment.type.skill"
    _description = "Skill Required by an Appointment Type"
    _order = "appointment_type_id, id"
    _rec_name = "skill_id"

    appointment_type_id = fields.Many2one(
        "pylot.appointment.type", required=True, index=True, ondelete="cascade"
    )
    skill_type_id = fields.Many2one(related="skill_id.skill_type_id")
    skill_id = fields.Many2one("hr.skill", required=True, ondelete="restrict")
    level_id = fields.Many2one(
        "hr.skill.level",
        string="Minimum Level",
        domain="[('skill_type_id', '=', skill_type_id)]",
        ondelete="restrict",
        help="Empty: any level will do.",
    )

    _skill_once = models.UniqueIndex(
        "(appointment_type_id, skill_id)", "A skill can be required only once per type."
    )
