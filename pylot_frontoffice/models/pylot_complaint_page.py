import pytz
from markupsafe import Markup

from odoo import models
from odoo.fields import Domain
from odoo.tools import email_normalize, html2plaintext, plaintext2html

from ..const import DONE_STATES
from ..tools.plain_markup import plain_markup
from ..wording import describe_period

SPOKEN_TYPES = ("comment", "email", "email_outgoing")
PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")
# The latest are enough to know how it stands, and fit a bad connection.
MAX_MESSAGES = 100
MAX_SHOWN = 40
MAX_SHOWN_BYTES = 20_000


class PylotComplaint(models.Model):
    """What the customer's page shows: what the customer and we have told each other, and nothing
    else. Everything here is read by whoever has the link."""

    _inherit = "pylot.complaint"

    def _get_page_messages_sudo(self):
        """:return: messages between the customer and us, oldest first: no notes, no changes of
        fields, nothing that third parties wrote or that we wrote to them"""
        self.ensure_one()
        domain = (
            Domain("model", "=", self._name)
            & Domain("res_id", "=", self.id)
            & Domain("message_type", "in", SPOKEN_TYPES)
            & Domain("subtype_id", "=", self.env.ref("mail.mt_comment").id)
            & Domain("is_internal", "=", False)
        )
        messages = (
            self.env["mail.message"].sudo().search(domain, order="id desc", limit=MAX_MESSAGES)
        )
        return messages.sorted("id").filtered(
            lambda message: (
                self._is_customers_message(message)
                or (self._is_our_message(message) and self._was_told_to_customer(message))
            )
        )

    def _is_customer(self, partner):
        """:return: whether ``partner`` is whom this page is for"""
        email = self.email_normalized
        family = self.partner_id.commercial_partner_id if self.is_shared else self.partner_id
        return bool(partner) and (
            partner in self.partner_id | self.contact_ids
            or (bool(email) and partner.email_normalized == email)
            or partner.commercial_partner_id in family
        )

    def _is_customers_message(self, message):
        if message.author_id:
            return self._is_customer(message.author_id)
        # typed on this page, or an e-mail of whom we have no contact
        address = email_normalize(message.email_from or "") or ""
        return address == (self.email_normalized or "")

    def _is_our_message(self, message):
        """Hook: whether an author who is not the customer writes for the business."""
        author = message.author_id
        return bool(author) and (not author.partner_share or author == self.company_id.partner_id)

    def _was_told_to_customer(self, message):
        """What we have sent to somebody else by name is not the customer's business."""
        named, email = message.partner_ids, self.email_normalized
        return (
            not named
            or any(self._is_customer(partner) for partner in named | message.notified_partner_ids)
            or bool(email and message.outgoing_email_to == email)
        )

    def _get_page_talk(self):
        """:return: list of dicts ``is_ours``, ``when``, ``text`` (safe markup), ``files``, oldest
        first; or only ``is_cut``: what was said before is not shown"""
        talk, size, zone = [], 0, self._get_page_zone()
        for message in reversed(self._get_page_messages_sudo()):
            text = Markup(plain_markup(message.body))
            if len(text.encode()) > MAX_SHOWN_BYTES:
                text = plaintext2html(html2plaintext(text)[: MAX_SHOWN_BYTES // 4] + " …")
            size += len(text.encode())
            if talk and (size > MAX_SHOWN_BYTES or len(talk) == MAX_SHOWN):
                talk.append({"is_cut": True})
                break
            talk.append(
                {
                    "is_cut": False,
                    "is_ours": not self._is_customers_message(message),
                    "when": describe_period(self.env, message.date, tz=zone),
                    "text": text,
                    "files": [
                        self._describe_page_file(file)
                        for file in message.attachment_ids.sorted("id")
                    ],
                }
            )
        return talk[::-1]

    def _describe_page_file(self, file):
        return {
            "id": file.id,
            "name": file.name,
            "is_picture": file.mimetype in PICTURES,
            "size": f"{max(1, round(file.file_size / 1024))} kB",
        }

    def _get_page_file_sudo(self, number):
        """:return: that file, when a message on the page has it; none otherwise"""
        files = self._get_page_messages_sudo().attachment_ids
        return files.filtered(lambda file: file.id == number and file.type == "binary")

    # === HOW IT STANDS ===

    def _get_page_status(self):
        """:return: (how it stands, what happens next), in plain words"""
        self.ensure_one()
        env = self.env
        words = {
            "new": (
                env._("We have received your complaint"),
                env._("One of us reads it and answers you."),
            ),
            "working": (
                env._("We are working on it"),
                env._("We look into it and tell you what we decide."),
            ),
            "waiting_customer": (
                env._("We are waiting for your answer"),
                env._("Please answer below. Then we go on."),
            ),
            "waiting_remedy": (
                env._("The solution is on its way"),
                env._("As soon as everything is done, we tell you."),
            ),
            "solved": (env._("Your complaint is solved"), self._get_page_way_back()),
            "closed": (env._("Your complaint is closed"), self._get_page_way_back()),
        }
        return words[self.state or "new"]

    def _get_page_way_back(self):
        if self._is_reopenable():
            return self.env._("Is it not all right? Write to us below, and we go on with it.")
        return self.env._("Is there something else? Write to us below: we begin a new complaint.")

    def _get_page_decision(self):
        """:return: (decision, where to turn), as the customer was told; two empty texts before"""
        told = bool(self.decision_told_at)
        return (self.decision or "", self.recourse or "") if told else ("", "")

    def _get_page_remedies(self):
        """:return: list of dicts ``text``, ``is_done``, ``url`` (of a visit): what the customer
        gets, once it was told or is done"""
        remedies = []
        for action in self.action_ids:
            event = action.event_id
            is_done = action.state == "done"
            # a visit may have been promised before everything else is decided
            is_told = is_done or self.decision_told_at or event.ics_uid
            text = action.state != "cancelled" and is_told and self._describe_remedy(action)
            if not text:
                continue
            has_page = event.customer_token and event.visit_state != "cancelled"
            remedies.append(
                {
                    "text": text,
                    "is_done": is_done,
                    "url": f"/visit/{event.customer_token}" if has_page else "",
                }
            )
        return remedies

    def _get_page_zone(self):
        """:return: name of the zone of the page's clock: that of the team, as in our e-mails"""
        return self.team_id._get_calendar().tz or "UTC"

    def _get_page_next_update(self, visitor_tz=""):
        """:return: until when the customer hears from us, "" when nothing is promised; with the
        zone when the visitor's clock shows another time"""
        moment = self.state not in DONE_STATES and self._get_next_update()
        if not moment:
            return ""
        zone = self._get_page_zone()
        text = describe_period(self.env, moment, tz=zone)
        clocks = {
            pytz.utc.localize(moment).astimezone(pytz.timezone(name)).utcoffset()
            for name in (zone, visitor_tz or zone)
        }
        return text if len(clocks) == 1 else f"{text} ({zone})"
