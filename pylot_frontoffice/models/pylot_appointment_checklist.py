from odoo import fields, models


class PylotAppointmentType(models.Model):
    _inherit = "pylot.appointment.type"

    checklist_ids = fields.One2many("pylot.checklist.item", "appointment_type_id", copy=True)
