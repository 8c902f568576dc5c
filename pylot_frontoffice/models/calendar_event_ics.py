import uuid
from urllib.parse import urlsplit

from odoo import fields, models
from odoo.tools.mail import email_normalize
from odoo.tools.misc import get_lang

from ..tools import ics


class CalendarEvent(models.Model):
    """A visit as a file that the customer's calendar takes in, follows and drops again."""

    _inherit = "calendar.event"

    def _get_ics(self, method="REQUEST"):
        """:param method: ``REQUEST`` (new or changed), ``CANCEL``, or ``PUBLISH`` for whoever
        fetches the file from the customer's page
        :return: bytes of one VCALENDAR with one VEVENT. An occurrence of a series is an event of
        its own, too: the customer was promised this one."""
        self.ensure_one()
        method = self._get_ics_method(method)
        lang = get_lang(self.env, self._get_customer_lang()).code
        return ics.write_calendar([self.with_context(lang=lang)._prepare_ics(method)], method)

    def _prepare_ics_attachment(self, method="REQUEST"):
        """:return: values of an attachment with which a mail becomes an invitation: mail programs
        look for the method in the type of the part (RFC 6047)"""
        return {
            "name": "appointment.ics",
            "mimetype": f"text/calendar; method={self._get_ics_method(method)}; charset=UTF-8",
            "raw": self._get_ics(method),
        }

    def _get_ics_method(self, method):
        """Nobody is invited to a visit that is cancelled by now."""
        return "CANCEL" if method == "REQUEST" and self._is_ics_cancelled() else method

    def _is_ics_cancelled(self):
        return self.visit_state == "cancelled" or not self.active

    def _ensure_ics_uid(self):
        """:return: what the visit is called in the customer's calendar, for ever"""
        self.ensure_one()
        if not self.ics_uid:
            self.ics_uid = f"{uuid.uuid4()}@{self._get_ics_domain()}"
        return self.ics_uid

    def _get_ics_domain(self):
        return urlsplit(self.get_base_url() or "").hostname or "localhost"

    def _prepare_ics(self, method):
        """:return: :class:`ics.Event` as its customer knows it"""
        start, stop = self._get_ics_times()
        return ics.Event(
            uid=self._ensure_ics_uid(),
            stamp=fields.Datetime.now(),
            start=start,
            stop=stop,
            sequence=self.ics_sequence,
            status=self._get_ics_status(method),
            summary=self._get_ics_summary(),
            location=self.location or self._get_ics_address(),
            description=self._get_ics_description(),
            url=self.customer_url or "",
            organizer=self._get_ics_organizer(),
            attendee=self._get_ics_attendee(),
        )

    def _get_ics_times(self):
        """:return: first and last moment (naive UTC) the customer was told, or first and last day;
        with an arrival window not when exactly we plan to come"""
        if self.allday:
            return self.start_date, self.stop_date
        return self._get_promised_times()

    def _get_ics_status(self, method):
        if method == "CANCEL" or self._is_ics_cancelled():
            return "CANCELLED"
        return "TENTATIVE" if self.awaiting or self.visit_state == "draft" else "CONFIRMED"

    def _get_ics_summary(self):
        """Not the name of the event, which is a note to ourselves."""
        company = self._get_customer_company().name
        kind = self.appointment_type_id.name
        if not kind:
            return self.env._("Appointment with %(company)s", company=company)
        return self.env._("%(type)s – %(company)s", type=kind, company=company)

    def _get_ics_address(self):
        """:return: the address of the visit in one line"""
        address = self.visit_address_id
        if not address:
            return ""
        lines = address._display_address(without_company=True).splitlines()
        return ", ".join(line.strip() for line in lines if line.strip())

    def _get_ics_description(self):
        lines = []
        if self.window_start and self.window_stop and not self.allday:
            # a calendar shows the window as if we stayed for all of it
            lines.append(self._describe_customer_time(lang=self.env.lang)["text"])
        if self.customer_url:
            lines.append(self.env._("Details and changes: %(link)s", link=self.customer_url))
        return "\n".join(lines)

    def _get_ics_organizer(self):
        """A request without an organizer is none: at worst an address nobody reads."""
        company = self._get_customer_company()
        email = self._get_ics_email(company.email, company.default_from_email)
        return ics.Person(email or f"noreply@{self._get_ics_domain()}", company.name)

    def _get_ics_attendee(self):
        """Whoever booked has agreed; to a time we propose they have not yet."""
        customer = self.customer_id
        return ics.Person(
            self._get_ics_email(self.contact_email, customer.email),
            self.contact_name or customer.name or "",
            "NEEDS-ACTION" if self.awaiting == "customer" else "ACCEPTED",
        )

    def _get_ics_email(self, *candidates):
        """:return: the first that holds a mail address, without a name, "" when none does"""
        addresses = (email_normalize(each or "", strict=False) for each in candidates)
        return next((address for address in addresses if address), "")
