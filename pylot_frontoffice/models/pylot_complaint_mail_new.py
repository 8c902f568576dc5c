import re

from odoo import api, fields, models
from odoo.tools import is_html_empty
from odoo.tools.mail import email_normalize, email_split_tuples

from .pylot_complaint_mail_route import CUSTOMER, MACHINE, STAFF

# A picture inside a mail is a file of the message; in the description it would be broken.
INLINE_IMAGE = re.compile(r"<img\b[^>]*\bsrc=[\"']cid:[^>]*>", re.I)

EMPTY_TEXT = re.compile(r"</?pre>")


class PylotComplaint(models.Model):
    """What an e-mail does: it makes a complaint, or says something in one."""

    _inherit = "pylot.complaint"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        role, kind, reason, may_answer = self._get_mail_part()
        values = self._prepare_mail_vals(msg_dict, custom_values or {})
        values["is_automatic"] = role == MACHINE
        sender = email_normalize(msg_dict.get("email_from") or "")
        if role == CUSTOMER and sender and not values.get("partner_id"):
            team = self.env["pylot.team"].browse(values.get("team_id"))
            values["partner_id"] = self._find_sender(msg_dict, team, may_answer).id
        complaint = super().message_new(msg_dict, values)
        # of several contacts with this address, nobody knows which it was
        author = self.env["res.partner"].browse(msg_dict.get("author_id"))
        if author.partner_share and not complaint.partner_id:
            msg_dict["author_id"] = False
        if role == MACHINE and kind == "auto_reply":
            complaint._dismiss("automatic")
        elif role == CUSTOMER:
            complaint._acknowledge(may_answer, reason)
        return complaint

    def message_update(self, msg_dict, update_vals=None):
        role = self._get_mail_part()[0]
        if role == CUSTOMER:
            self._receive_customer_message()
        elif role != STAFF:
            # a note: the customer does not get it, nobody is asked to answer it
            msg_dict["is_internal"] = True
            msg_dict.pop("parent_id", None)
            if role != MACHINE:
                self._warn_of_stranger(msg_dict)
        return super().message_update(msg_dict, update_vals)

    def _get_mail_part(self):
        """:return: (role of the sender, kind of the e-mail, reason, whether it may be answered)"""
        return self.env.context.get("pylot_mail") or (CUSTOMER, "human", "", True)

    def _prepare_mail_vals(self, msg_dict, custom_values):
        """Hook: values of a complaint that comes by e-mail."""
        body = INLINE_IMAGE.sub("", msg_dict.get("body") or "")
        [(name, _address)] = email_split_tuples(msg_dict.get("email_from") or "")[:1] or [("", "")]
        values = {
            "name": " ".join((msg_dict.get("subject") or "").split())
            or self.env._("(without a subject)"),
            "partner_name": name or False,
            **custom_values,
            "channel": "email",
            "description": False if is_html_empty(EMPTY_TEXT.sub("", body)) else body,
            "customer_message_at": fields.Datetime.now(),
        }
        if not values.get("team_id"):
            values["team_id"] = self.env["pylot.team"]._get_default().id
        return values

    def _find_sender(self, msg_dict, team, is_wanted):
        """:param is_wanted: make a contact when there is none; never of a machine
        :return: the only contact with this address that the company of the team may see"""
        partners = self.env["res.partner"].sudo()
        address = email_normalize(msg_dict["email_from"])
        found = partners._find_same_contact(address, None).filtered(
            lambda each: not each.company_id or each.company_id == team.company_id
        )
        if found or not is_wanted:
            # one of us passes on what somebody else has said
            return found if len(found) == 1 and found.partner_share else partners
        [(name, _address)] = email_split_tuples(msg_dict["email_from"])[:1] or [("", "")]
        return partners.create(
            {
                "name": name or address,
                "email": address,
                "company_id": team.company_id.id,
                "lang": team.company_id.partner_id.lang or self.env.lang,
            }
        )

    def _acknowledge(self, may_answer=True, reason=""):
        """Say at once that it has come in, unless whoever wrote does not want to hear that."""
        notice = self.env["pylot.complaint.notice"]._plan(self, "received")
        if not may_answer:
            notice._skip(
                self.env._("No automatic answer is wanted (%(sign)s).", sign=reason or "From")
            )

    def _warn_of_stranger(self, msg_dict):
        self._remind_of(
            self.env._("Somebody else has written"),
            self.env._(
                "%(sender)s is neither the customer nor a contact of this complaint. The customer "
                "does not see the message, and the sender has not been answered.",
                sender=msg_dict.get("email_from") or "",
            ),
        )
