from odoo import fields, models
from odoo.tools import plaintext2html

from ..const import DONE_STATES


class PylotComplaint(models.Model):
    """What customers and staff write about a complaint."""

    _inherit = "pylot.complaint"

    is_automatic = fields.Boolean(
        string="Written by a Machine",
        readonly=True,
        copy=False,
        help="An automatic answer, a newsletter, a mailing list: never answered by itself.",
    )

    notice_ids = fields.One2many(
        "pylot.complaint.notice", "complaint_id", string="Promised Messages"
    )

    def _is_over(self):
        """:return: whether what the customer writes now is the business of a new complaint"""
        self.ensure_one()
        return self.state in DONE_STATES and not self._is_reopenable()

    def _add_customer_reply(self, text, attachments=(), author=None):
        """Take in what the customer has typed on a page.

        :param str text: plain; what looks like markup is shown as it is
        :param attachments: list of (name, bytes)
        :param author: contact; default: the customer
        :return: the complaint it is in: this one, or a new one that follows it when this one has
            been over for too long
        """
        complaint = self.sudo()._get_survivor()
        body = plaintext2html(text or "")
        if complaint._is_over():
            complaint = complaint._create_next({"description": body, "channel": "portal"})
            self.env["pylot.complaint.notice"]._plan(complaint, "received")
        else:
            complaint._receive_customer_message()
        complaint._post_customer_message(body, attachments, author or complaint.partner_id)
        return complaint

    def _post_customer_message(self, body, attachments, author):
        """:return: the message, of the customer although nobody or somebody else is logged in"""
        return self.with_context(mail_post_autofollow_author_skip=True).message_post(
            body=body,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=author.id or False,
            email_from=author.email_formatted or self.email_from or "",
            attachments=[tuple(attachment) for attachment in attachments],
        )
