from odoo import models

from ..const import OPEN_STATES


class CalendarEvent(models.Model):
    """What happens to a visit when its order changes."""

    _inherit = "calendar.event"

    def action_view_sale_order(self):
        self.ensure_one()
        return self.sale_order_id.get_formview_action()

    def _pick_surplus(self, number):
        """:return: at most ``number`` of these visits, those that are given up most easily"""
        giving_up = self.filtered(lambda visit: visit.visit_state in OPEN_STATES).sorted(
            lambda visit: (OPEN_STATES.index(visit.visit_state), -visit.start.timestamp())
        )
        return giving_up[:number]

    def _drop_visits(self):
        """Unplanned visits disappear; planned ones, and those a customer has been told of, are
        cancelled and stay as history."""
        drafts = self.filtered(lambda visit: visit.visit_state == "draft" and not visit.ics_uid)
        drafts.unlink()
        planned = (self - drafts).filtered(lambda visit: visit.visit_state in OPEN_STATES)
        planned.write({"visit_state": "cancelled"})
