from odoo import api, fields, models


class ResourceResource(models.Model):
    """A technician is whoever or whatever can be booked: a person with or without a login, a
    subcontractor, a van, a tool."""

    _inherit = "resource.resource"

    is_technician = fields.Boolean(
        string="Bookable",
        index=True,
        help="Visits can be assigned to this person, van or tool. It is never booked twice.",
    )
    home_partner_id = fields.Many2one(
        "res.partner",
        string="Starts the Day At",
        help="Address the first drive of the day starts from and the last one leads to. "
        "Empty: the company's address.",
    )
    service_zips = fields.Char(
        string="Service Area",
        help="Beginnings of the postal codes this technician serves, separated by commas, "
        "such as 30, 311, 3820. Empty: everywhere.",
    )
    booking_ids = fields.One2many(
        "pylot.booking",
        "resource_id",
        string="Bookings",
        groups="pylot_frontoffice.group_technician",
    )

    def _get_service_prefixes(self):
        """:return: tuple of the postal code prefixes, empty when the technician serves all"""
        self.ensure_one()
        parts = (self.service_zips or "").replace(";", ",").split(",")
        return tuple(part.strip() for part in parts if part.strip())

    def _serves_zip(self, zip_code):
        """:return: whether ``zip_code`` is in the service area; None when no area is set or the
        postal code is unknown, so that nobody is ranked down for missing data"""
        prefixes = self._get_service_prefixes()
        if not prefixes or not zip_code:
            return None
        return zip_code.strip().startswith(prefixes)

    @api.onchange("is_technician")
    def _onchange_is_technician(self):
        if self.is_technician and not self.home_partner_id:
            self.home_partner_id = self.company_id.partner_id

    def action_view_visits(self):
        """Open the visits of these technicians, whoever leads them."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.calendar_event_action_visits"
        )
        action["domain"] = [("technician_ids", "in", self.ids)]
        return action
