from odoo import api, models


class PylotAppointmentType(models.Model):
    _inherit = "pylot.appointment.type"

    @api.model
    def _create_starter_types(self):
        """One type for everybody, so that a first visit can be planned without any set-up."""
        if not self.with_context(active_test=False).search_count([], limit=1):
            self.create({"name": self.env._("Visit at the Customer")})

    def action_view_visits(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.calendar_event_action_visits"
        )
        action["domain"] = [("appointment_type_id", "in", self.ids)]
        action["context"] = {}
        return action
