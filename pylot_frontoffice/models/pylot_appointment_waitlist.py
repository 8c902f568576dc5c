from odoo import fields, models


class PylotAppointmentType(models.Model):
    """How many want to come, and cannot yet."""

    _inherit = "pylot.appointment.type"

    waitlist_count = fields.Integer(
        string="Waiting",
        compute="_compute_waitlist_count",
        groups="pylot_frontoffice.group_agent",
        help="People on the waiting list.",
    )

    def _compute_waitlist_count(self):
        counts = dict(
            self.env["pylot.waitlist"]._read_group(
                [("appointment_type_id", "in", self.ids), ("state", "=", "waiting")],
                ["appointment_type_id"],
                ["__count"],
            )
        )
        for appointment_type in self:
            appointment_type.waitlist_count = counts.get(appointment_type._origin, 0)

    def action_view_waitlist(self):
        """Open those who wait for an appointment of these types."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_waitlist_action"
        )
        action["domain"] = [("appointment_type_id", "in", self.ids)]
        return action
