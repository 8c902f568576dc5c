from lxml import etree, html
from markupsafe import Markup

from odoo import models
from odoo.fields import Command, Domain
from odoo.tools import formataddr, html2plaintext, plaintext2html

from ..tools.quoting import drop_quotes

# As core marks quotes of earlier mails, and as mail programs do.
QUOTED = ".//*[@data-o-mail-quote or self::blockquote or contains(@class, 'gmail_quote')]"
# The latest are enough to go on with.
MAX_MESSAGES = 100


class PylotComplaint(models.Model):
    """What customer and team have written to each other, as the provider's people read it, and
    what they write themselves. Always under their own name: who did what stays known."""

    _inherit = "pylot.complaint"

    def _get_desk_messages_sudo(self):
        """:return: messages that the user of the environment may read on the desk, oldest first:
        all between customer and team; of what is internal only what colleagues have noted"""
        self.ensure_one()
        firm = self.env.user.partner_id.commercial_partner_id
        own = (
            self.env["mail.message"]
            .sudo()
            .search(
                Domain("model", "=", self._name)
                & Domain("res_id", "=", self.id)
                & Domain("message_type", "=", "comment")
                & Domain("author_id.commercial_partner_id", "=", firm.id),
                order="id desc",
                limit=MAX_MESSAGES,
            )
        )
        return (self._get_page_messages_sudo() | own).sorted("id")

    def _is_desk_note(self, message):
        # an id, because a record is looked up anew for every message
        comment = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        return message.is_internal or message.subtype_id.id != comment

    def _get_desk_talk(self):
        """:return: list of dicts ``who``, ``side`` (``customer``, ``team``, ``note``), ``when``,
        ``text``, ``files``"""
        self.ensure_one()
        talk = []
        for message in self._get_desk_messages_sudo():
            side = self._get_desk_side(message)
            talk.append(
                {
                    "who": self._get_desk_author(message, side),
                    "side": side,
                    "when": self._format_desk_moment(message.date),
                    "text": self._to_desk_text(message.body),
                    "files": [
                        {"id": file.id, "name": file.name}
                        for file in self._get_desk_files_of(message, side)
                    ],
                }
            )
        return talk

    def _get_desk_side(self, message):
        """Neither who works for the business nor an earlier provider is taken for the customer."""
        if self._is_desk_note(message):
            return "note"
        return "customer" if self._is_customers_message(message) else "team"

    def _get_desk_author(self, message, side):
        """Who writes for the business is the business: no names of people the reader has nothing
        to do with."""
        if side == "customer":
            return message.author_id.name or message.email_from or self.partner_name or ""
        if self._is_desk_colleague(message.author_id):
            return message.author_id.name
        return self.company_id.name

    def _get_desk_files_of(self, message, side):
        """What the business has sent may be an invoice or a credit note."""
        is_shown = side == "customer" or self._is_desk_colleague(message.author_id)
        return message.attachment_ids if is_shown else message.attachment_ids.browse()

    def _get_desk_intake_files_sudo(self):
        """:return: files that came with the complaint itself, from outside, and in no message"""
        self.ensure_one()
        files = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("create_uid.share", "=", True),
                ],
                order="id",
            )
        )
        told = self.env["mail.message"].sudo().search([("attachment_ids", "in", files.ids)])
        return files - told.attachment_ids

    def _get_desk_file_sudo(self, file_id):
        """:return: that file, when the user of the environment may have it; none otherwise"""
        files = self._get_desk_intake_files_sudo()
        for message in self._get_desk_messages_sudo():
            side = self._get_desk_side(message)
            files |= self._get_desk_files_of(message, side)
        return files.filtered(lambda file: file.id == file_id)

    def _read_html(self, markup):
        """:return: str, what a piece of HTML says, without what it quotes from earlier mails"""
        if not markup or not markup.strip():
            return ""
        try:
            tree = html.fragment_fromstring(str(markup), create_parent="div")
        except (etree.ParserError, ValueError):
            return ""
        for node in tree.xpath(QUOTED):
            if node.getparent() is not None:
                node.drop_tree()
        text = html2plaintext(html.tostring(tree, encoding="unicode"), include_references=False)
        return drop_quotes(text).strip()

    # === WRITING ===

    def _reply_from_desk(self, text):
        """To the customer, as the team. Counts as the first answer.

        :param str text: cleaned"""
        self.ensure_one()
        people = self.partner_id | self.contact_ids
        self._post_from_desk(
            text,
            "mail.mt_comment",
            email_from=self._get_desk_sender(),
            partner_ids=people.ids,
            outgoing_email_to=False if self.partner_id else self.email_from,
        )
        self._mark_first_response()
        if self.state == "new":
            self._set_state("working")

    def _note_from_desk(self, text):
        """For the business and for colleagues; no customer and no other provider reads it."""
        self.ensure_one()
        self._post_from_desk(text, "mail.mt_note", is_internal=True)

    def _post_from_desk(self, text, subtype, **values):
        author = self.env.user.partner_id
        self.desk_firm_ids = [Command.link(author.commercial_partner_id.id)]
        return self.with_context(
            mail_post_autofollow=False, mail_post_autofollow_author_skip=True
        ).message_post(
            body=plaintext2html(text),
            author_id=author.id,
            subtype_xmlid=subtype,
            message_type="comment",
            email_add_signature=False,
            **values,
        )

    def _get_desk_sender(self):
        """:return: the address of the team, else of the company, with the name of the team"""
        address = self.team_id.alias_email or self.company_id.email or self.env.user.email
        return formataddr((self.team_id.name, address)) if address else False

    def _describe_handover(self, reason, deadline):
        return Markup("<p>%s</p><p>%s</p>") % (
            self.env._(
                "Handed over by %(user)s (%(provider)s), to be dealt with by %(deadline)s:",
                user=self.env.user.name,
                provider=self.env.user.partner_id.commercial_partner_id.name,
                deadline=deadline,
            ),
            Markup("<br/>").join(reason.split("\n")),
        )
