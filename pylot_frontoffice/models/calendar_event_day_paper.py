from odoo import models
from odoo.tools.misc import format_datetime


class CalendarEvent(models.Model):
    """The report of a visit as its customer reads it, on paper and by the link."""

    _inherit = "calendar.event"

    def _get_report_visit_sudo(self):
        """:return: the visit, elevated and in the customer's words, after a look at whether the
        user may see it"""
        self.check_access("read")
        visit = self.sudo()
        return visit.with_context(lang=visit._get_customer_lang(), tz=visit._get_customer_zone())

    def _get_report_url(self):
        """:return: address of the page with the report, for the customer"""
        self.ensure_one()
        visit = self.sudo()
        visit._ensure_customer_token()
        return f"{visit.customer_url}/report"

    def _get_report_times(self):
        """:return: list of (kind, "1 h 05 min") of what is told to customers; pauses are not"""
        kinds = dict(self.env["pylot.visit.time"]._fields["kind"]._description_selection(self.env))
        times = self._describe_times()
        return [(kinds[kind], times[kind]) for kind in ("travel", "work") if kind in times]

    def _describe_signed_at(self):
        """:return: "Nov 3, 2026, 10:00 AM" on the clock of the business"""
        signed_at = self.sudo().report_ids[:1].signed_at
        return format_datetime(self.env, signed_at, tz=self._get_customer_zone(), dt_format="short")
