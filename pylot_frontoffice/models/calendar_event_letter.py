import re

from odoo import models
from odoo.tools.mail import email_normalize, formataddr

from ..wording import describe_period

NO_NAME = re.compile(r"""[<>"@,;:\\]|[\x00-\x1f\x7f]""")


class CalendarEvent(models.Model):
    """What messages to customers are made of, for their templates. Everything is in the language
    of the context, and plain text that still has to be escaped."""

    _inherit = "calendar.event"

    def _get_customer_title(self):
        """:return: what the visit is called to its customer, on one line. The name of the event is
        a note to ourselves."""
        return " ".join((self.appointment_type_id.name or "").split()) or self.env._("Appointment")

    def _get_customer_subject(self):
        """:return: "Repair, Tuesday, November 24, 2026" """
        return f"{self._get_customer_title()}, {self._describe_customer_day()}"

    def _get_customer_name(self):
        """:return: whom we write to, on one line, as they have typed it"""
        event = self.sudo()
        return " ".join((event.contact_name or event.customer_id.name or "").split())

    def _get_notice_email(self):
        """:return: the one address messages about this visit go to, False when there is none"""
        event = self.sudo()
        for email in (event.contact_email, event.customer_id.email):
            address = email_normalize(email or "", strict=False)
            if address:
                return address
        return False

    def _get_notice_phone(self):
        event = self.sudo()
        return event.contact_phone or event.customer_id.phone

    def _get_notice_recipient(self):
        """:return: the "To" of an e-mail, "" without an address; what is typed as a name must not
        add a header or another address"""
        email = self._get_notice_email()
        name = " ".join(NO_NAME.sub(" ", self._get_customer_name()).split())
        return formataddr((name, email)) if email else ""

    def _get_notice_sender(self):
        """:return: the "From" of an e-mail"""
        event = self.sudo()
        company = event._get_customer_company()
        responsible = event.appointment_type_id.user_id or self.env.user
        return company.email_formatted or responsible.email_formatted or ""

    def _describe_customer_place(self):
        """:return: where it takes place, on one line, "" when there is nothing to say"""
        event = self.sudo()
        place = event.appointment_type_id.place
        if place == "online":
            return event.videocall_location or self.env._("By phone or online")
        partner = event.visit_address_id
        if place == "company":
            partner = event._get_customer_company().partner_id
        lines = partner._display_address(without_company=True).splitlines() if partner else ()
        address = ", ".join(" ".join(line.split()) for line in lines if line.strip())
        return address if place == "company" else event.location or address

    def _describe_customer_deadline(self):
        """:return: until when the time is kept, on the clock of the business, "" without end"""
        event = self.sudo()
        if not event.hold_until:
            return ""
        env = self.with_context(lang=self._get_customer_lang()).env
        return describe_period(env, event.hold_until, tz=event._get_customer_zone())
