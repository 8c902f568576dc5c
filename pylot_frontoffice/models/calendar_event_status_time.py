from odoo import models


class CalendarEvent(models.Model):
    """What has been noted on site makes the estimate better."""

    _inherit = "calendar.event"

    def _get_begun(self):
        """When technicians set out to these visits, or began to work there."""
        found = super()._get_begun()
        times = self.env["pylot.visit.time"].sudo()
        kinds = {"on_the_way": "travel", "in_progress": "work"}
        groups = times._read_group(
            [("event_id", "in", self.ids)], ["event_id", "kind"], ["start:min"]
        )
        begun = {(event.id, kind): start for event, kind, start in groups}
        for event in self:
            start = begun.get((event.id, kinds.get(event.visit_state)))
            if start:
                found[event.id] = start
        return found

    def _get_status_report_url(self):
        """The page of the report, once there is one."""
        if not self.report_ids:
            return super()._get_status_report_url()
        return f"/visit/{self.customer_token}/report"
