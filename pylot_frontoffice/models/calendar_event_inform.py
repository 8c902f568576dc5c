from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import OPEN_STATES


class CalendarEvent(models.Model):
    """The office has planned a visit: now the customer hears of it."""

    _inherit = "calendar.event"

    is_promised = fields.Boolean(
        compute="_compute_is_promised",
        compute_sudo=True,
        help="The customer has been told, and hears of every change.",
    )

    @api.depends("ics_uid")
    def _compute_is_promised(self):
        for event in self:
            event.is_promised = bool(event.ics_uid)

    def action_inform_customer(self):
        """Tell the customers: a confirmed visit is announced, a planned one is proposed, so that
        they accept or choose another time on their page."""
        self._check_role(
            "pylot_frontoffice.group_agent",
            self.env._("Customers are informed by agents and dispatchers."),
        )
        for visit in self:
            if visit.visit_state not in OPEN_STATES[1:] or visit.is_promised:
                raise UserError(
                    self.env._(
                        "“%(visit)s” has no time yet, is over, or the customer knows of it.",
                        visit=visit.display_name,
                    )
                )
            if not (visit.contact_email or visit.customer_id.email):
                raise UserError(
                    self.env._(
                        "There is no e-mail address for “%(visit)s”. Add one to the customer "
                        "first.",
                        visit=visit.display_name,
                    )
                )
        proposed = self.filtered(lambda visit: visit.visit_state == "planned")
        proposed.awaiting = "customer"
        proposed._promise("proposed")
        (self - proposed)._promise("confirmed")
