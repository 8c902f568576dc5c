import re

from odoo import models
from odoo.tools.mail import email_normalize, formataddr

from ..wording import describe_period

NO_NAME = re.compile(r"""[<>"@,;:\\]|[\x00-\x1f\x7f]""")


class PylotComplaint(models.Model):
    """What messages to customers are made of, for their templates. Everything is in the language
    of the context, and plain text that still has to be escaped."""

    _inherit = "pylot.complaint"

    def _get_notice_email(self):
        """:return: the one address messages about this go to, False when there is none"""
        complaint = self.sudo()
        for email in (complaint.email_from, complaint.partner_id.email):
            address = email_normalize(email or "", strict=False)
            if address:
                return address
        return False

    def _get_customer_name(self):
        """:return: whom we write to, on one line, as they have typed it"""
        complaint = self.sudo()
        return " ".join((complaint.partner_name or complaint.partner_id.name or "").split())

    def _get_notice_recipient(self):
        """:return: the "To" of an e-mail, "" without an address; what is typed as a name must not
        add a header or another address"""
        email = self._get_notice_email()
        name = " ".join(NO_NAME.sub(" ", self._get_customer_name()).split())
        return formataddr((name, email)) if email else ""

    def _get_notice_sender(self):
        """:return: the "From" of an e-mail"""
        complaint = self.sudo()
        company = complaint.company_id
        if company.email_formatted or not complaint.team_id.alias_email:
            return company.email_formatted or self.env.user.email_formatted or ""
        return formataddr((company.name, complaint.team_id.alias_email))

    def _get_customer_subject(self):
        """:return: "[C26-00001] The tap drips", on one line: an answer that has lost everything
        else is found by the number"""
        return " ".join(f"[{self.number}] {self.name or ''}".split())

    def _describe_next_update(self):
        """:return: until when the customer hears from us, on the clock of the team; "" when
        nothing is promised"""
        complaint = self.sudo()
        moment = complaint._get_next_update()
        if not moment:
            return ""
        env = complaint.with_context(lang=complaint._get_customer_lang()).env
        return describe_period(env, moment, tz=complaint.team_id._get_calendar().tz or "UTC")

    def _notify_get_reply_to(self, default=None, author_id=False):
        """Answers go to the address of the team, when it has one."""
        teams = self.sudo().team_id
        addresses = teams._notify_get_reply_to(default=default, author_id=author_id)
        return {complaint.id: addresses.get(complaint.sudo().team_id.id) for complaint in self}
