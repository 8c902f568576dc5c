from odoo import api, fields, models


class PylotAppointmentType(models.Model):
    """What core's own letters about calendar events ask of an appointment type."""

    _inherit = "pylot.appointment.type"

    location_id = fields.Many2one(
        "res.partner",
        string="Our Address",
        compute="_compute_location",
        help="Where customers come to us; empty when we come to them.",
    )

    @api.depends("place", "company_id")
    @api.depends_context("company")
    def _compute_location(self):
        for kind in self:
            company = kind.company_id or self.env.company
            kind.location_id = company.partner_id if kind.place == "company" else False
