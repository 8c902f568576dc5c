from odoo import api, fields, models


class PylotAppointmentWindow(models.Model):
    """Two hours between which the customer is promised that somebody arrives."""

    _name = "pylot.appointment.window"
    _description = "Arrival Window"
    _order = "hour_from, hour_to, id"

    appointment_type_id = fields.Many2one(
        "pylot.appointment.type", required=True, index=True, ondelete="cascade"
    )
    hour_from = fields.Float(string="From", required=True, help="On the clock of the business.")
    hour_to = fields.Float(string="To", required=True, help="On the clock of the business.")

    _hours_sane = models.Constraint(
        "CHECK(hour_from >= 0 AND hour_to <= 24 AND hour_from < hour_to)",
        "An arrival window begins before it ends, between 0 and 24 o'clock.",
    )

    @api.depends("hour_from", "hour_to")
    def _compute_display_name(self):
        for window in self:
            clocks = (
                f"{int(minutes // 60)}:{minutes % 60:02d}"
                for minutes in (round(window.hour_from * 60), round(window.hour_to * 60))
            )
            window.display_name = " – ".join(clocks)
