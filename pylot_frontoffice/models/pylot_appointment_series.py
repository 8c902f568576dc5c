from odoo import fields, models

# Context key: times are looked for by us, for a day that is far ahead.
FAR_AHEAD = "pylot_far_ahead"


class PylotAppointmentType(models.Model):
    _inherit = "pylot.appointment.type"

    def _prepare_slot_request(self, technicians, start, stop, **values):
        """Notice and horizon are for customers who choose; a visit in eleven months is proposed
        by us, and answered long before."""
        if self.env.context.get(FAR_AHEAD):
            now = values.get("now") or fields.Datetime.now()
            values = {**values, "first_start": now, "last_start": self._to_utc(stop)}
        return super()._prepare_slot_request(technicians, start, stop, **values)
