from odoo import models
from odoo.tools.urls import urljoin

from ..tools import ics


class CalendarEvent(models.Model):
    """A visit as its technician needs it: when exactly, to whom, where, whom to call."""

    _inherit = "calendar.event"

    def _prepare_feed_ics(self):
        """:return: :class:`ics.Event` for the technician's own calendar. Its name there is not
        the one in the customer's: the two never follow each other."""
        start, stop = (self.start_date, self.stop_date) if self.allday else (self.start, self.stop)
        return ics.Event(
            uid=f"visit-{self.id}@{self._get_ics_domain()}",
            # the same until the visit changes, so that the whole file stays the same
            stamp=self.write_date,
            start=start,
            stop=stop,
            sequence=self.ics_sequence,
            status="TENTATIVE" if self.awaiting else "CONFIRMED",
            summary=self._get_feed_summary(),
            location=self.location or self._get_ics_address(),
            description=self._get_feed_description(),
            url=self._get_feed_link(),
        )

    def _get_feed_summary(self):
        names = (self.contact_name or self.customer_id.name, self.appointment_type_id.name)
        return " – ".join(name for name in names if name) or self.env._("Visit")

    def _get_feed_description(self):
        """:return: the phone number, what the customer was promised, and the link to all else"""
        phone = self.contact_phone or self.customer_id.phone or self.visit_address_id.phone
        lines = []
        if phone:
            lines.append(self.env._("Phone: %(number)s", number=phone))
        if self.window_start and self.window_stop and not self.allday:
            told = self._describe_customer_time(lang=self.env.lang)["text"]
            lines.append(self.env._("The customer was told: %(time)s", time=told))
        lines.append(self._get_feed_link())
        return "\n".join(lines)

    def _get_feed_link(self):
        return urljoin(self.get_base_url(), f"/odoo/calendar.event/{self.id}")
