from odoo import models
from odoo.exceptions import UserError


class ResUsers(models.Model):
    _inherit = "res.users"

    def action_open_visit_feed(self):
        """From one's own preferences: the link to one's visits."""
        technicians = self.env["resource.resource"].search(
            [("user_id", "=", self.env.uid), ("is_technician", "=", True)]
        )
        if not technicians:
            raise UserError(
                self.env._(
                    "You cannot be booked for visits yet. Ask a dispatcher to tick “Bookable” on "
                    "your employee."
                )
            )
        own = technicians.filtered(lambda technician: technician.company_id == self.env.company)
        return (own or technicians)[:1].action_open_feed()
