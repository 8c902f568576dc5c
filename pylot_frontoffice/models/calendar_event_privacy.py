from odoo import models
from odoo.fields import Domain


class CalendarEvent(models.Model):
    """What others may know about an event.

    Core hides the events of whoever keeps a private calendar, and leaves events of users without
    settings out of every grouping. A visit is an affair of the business, whoever typed it in: it
    is private only when this is said on the visit itself.
    """

    _inherit = "calendar.event"

    def _check_private_event_conditions(self):
        hidden = super()._check_private_event_conditions()
        return hidden and not (self.visit_state and not self.privacy)

    def _get_default_privacy_domain(self):
        visits = Domain("visit_state", "!=", False) & Domain("privacy", "=", False)
        return Domain(super()._get_default_privacy_domain()) | visits

    def _get_public_fields(self):
        """Whom a private event books is no secret: the plan must show the time as taken."""
        return super()._get_public_fields() | {"technician_id", "visit_state", "is_blocking"}
