from odoo import models


class CalendarEvent(models.Model):
    _name = "calendar.event"
    _inherit = ["calendar.event", "pylot.complaint.source"]

    _complaint_field = "event_id"
    _complaint_customer_field = "customer_id"
