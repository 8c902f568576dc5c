from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import ConcurrencyError, LockError, UserError
from odoo.tools import html2plaintext

# Messages an hour; nobody has so much to say.
MAX_REPLIES = 30
MAX_REPLIES_PARAMETER = "pylot_frontoffice.max_complaint_replies"


class PylotComplaint(models.Model):
    """What the customer writes on the page."""

    _inherit = "pylot.complaint"

    def _reply_on_page(self, text, files=(), after=0, author=None):
        """:param str text: plain
        :param files: list of (name, bytes), already checked
        :param int after: id of the last message that the customer saw while writing: the same
            text after it was sent twice
        :param author: contact; default: the customer
        :return: the complaint it is in now
        :raise UserError: when there were too many"""
        complaint = self.sudo()
        complaint._lock_for_customer()
        said = complaint._find_said(text, after)
        if said:
            return said
        complaint._check_may_reply()
        # whoever waits for the lock starts again and sees what was said
        complaint.customer_message_at = fields.Datetime.now()
        return complaint._add_customer_reply(text, attachments=files, author=author)

    def _lock_for_customer(self):
        """:raise ConcurrencyError: somebody else is at it; the server tries again by itself"""
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise ConcurrencyError(str(error)) from error

    def _find_said(self, text, after):
        """:return: the complaint in which the customer has just said this, or none"""
        messages = self.env["mail.message"].search(
            [
                ("model", "=", self._name),
                ("res_id", "in", (self | self.next_ids).ids),
                ("id", ">", after),
                ("message_type", "=", "comment"),
            ]
        )
        wanted = text.split()
        for message in messages:
            said = html2plaintext(message.body or "").split()
            if said == wanted and self._is_customers_message(message):
                return self.browse(message.res_id)
        return self.browse()

    def _check_may_reply(self):
        value = self.env["ir.config_parameter"].get_param(MAX_REPLIES_PARAMETER, "")
        limit = int(value) if value.isdecimal() else MAX_REPLIES
        since = fields.Datetime.now() - timedelta(hours=1)
        domain = [
            ("model", "=", self._name),
            ("res_id", "in", (self | self.next_ids).ids),
            ("create_date", ">", since),
            ("message_type", "=", "comment"),
            ("create_uid.share", "=", True),
        ]
        if self.env["mail.message"].search_count(domain, limit=limit) >= limit:
            raise UserError(
                self.env._(
                    "There have been very many messages. Please try again in an hour, or call us."
                )
            )
