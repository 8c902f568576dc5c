from odoo import fields, models


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    customer_no_show_count = fields.Integer(
        related="customer_id.no_show_count",
        related_sudo=False,
        string="Was Not at Home",
        groups="base.group_user",
    )
