from odoo import fields, models


class HrEmployee(models.Model):
    """The technician's settings on the form of the person, where one looks for them."""

    _inherit = "hr.employee"

    is_technician = fields.Boolean(
        related="resource_id.is_technician", readonly=False, groups="hr.group_hr_user"
    )
    home_partner_id = fields.Many2one(
        related="resource_id.home_partner_id", readonly=False, groups="hr.group_hr_user"
    )
    service_zips = fields.Char(
        related="resource_id.service_zips", readonly=False, groups="hr.group_hr_user"
    )
