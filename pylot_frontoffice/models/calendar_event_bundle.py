from odoo import models


class CalendarEvent(models.Model):
    """A message that is about several visits."""

    _inherit = "calendar.event"

    def _get_bundled_visits(self):
        """:return: the visits one message is about that is just being written, by their time"""
        notices = self.env["pylot.visit.notice"].sudo()
        mine = notices.search([("event_id", "=", self.id), ("state", "=", "planned")])
        bundles = [bundle for bundle in mine.mapped("bundle") if bundle]
        together = notices.search([("bundle", "in", bundles), ("state", "=", "planned")])
        return (self | together.event_id).sorted("start")
