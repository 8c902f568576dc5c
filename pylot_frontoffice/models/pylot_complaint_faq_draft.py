import re

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ..const import DONE_STATES
from ..tools.impersonal import find_question, impersonal
from ..tools.visible_text import visible_text

SUBJECT_PREFIX = re.compile(r"^(?:\s*(?:re|aw|wg|fwd?|antw)\s*:|\s*\[[^\]]{0,40}\])+\s*", re.I)
QUESTION_LENGTH = 200


class PylotComplaint(models.Model):
    """An answer that helped one customer may help the next one. What goes into the article is a
    draft without the customer, which a person reads before anybody else does."""

    _inherit = "pylot.complaint"

    faq_article_ids = fields.Many2many(
        "pylot.faq.article",
        "pylot_complaint_faq_article_rel",
        "complaint_id",
        "article_id",
        string="FAQ Articles",
        copy=False,
        groups="pylot_frontoffice.group_agent",
    )

    def action_make_faq(self):
        """Open the draft of an article made from this complaint; the one that was made already.

        :raise UserError: it is still open, or nobody can tell any more what it was about
        """
        self.ensure_one()
        self.check_access("write")
        if self.state not in DONE_STATES:
            raise UserError(self.env._("Solve the complaint first: then the answer is known."))
        if self.anonymised_at:
            raise UserError(self.env._("What was written was removed when it was anonymised."))
        article = self.faq_article_ids[:1]
        if not article:
            lang = self._get_customer_lang()
            article = self.env["pylot.faq.article"].with_context(lang=lang)
            article = article.create(self._prepare_faq_vals())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("FAQ Answer"),
            "res_model": "pylot.faq.article",
            "res_id": article.id,
            "view_mode": "form",
            "context": {"lang": self.env.lang},
        }

    def _prepare_faq_vals(self):
        names, known = self._get_personal_words()
        subject = impersonal(SUBJECT_PREFIX.sub("", self.name or ""), names, known)
        told = impersonal(visible_text(self.description), names, known)
        question = subject if subject.endswith("?") else find_question(told) or subject
        answer = impersonal(visible_text(self._get_last_answer()), names, known)
        return {
            "question": question[:QUESTION_LENGTH] or self.env._("What was asked?"),
            "keywords": subject if subject != question else False,
            "answer": plaintext2html(answer) if answer else False,
            "company_id": self.company_id.id,
            "is_from_complaint": True,
            "complaint_ids": [fields.Command.link(self.id)],
            "product_tmpl_ids": [
                fields.Command.link(product.id) for product in self.product_id.product_tmpl_id
            ],
        }

    def _get_last_answer(self):
        """:return: markup of what we told the customer last; "" when nothing was written"""
        ours = self._get_page_messages_sudo().filtered(
            lambda message: not self._is_customers_message(message)
        )
        return ours[-1:].body or self.decision or ""

    def _get_personal_words(self):
        """:return: (names, other texts) that lead to the customer or to a colleague"""
        complaint = self.sudo()
        messages = (
            self.env["mail.message"]
            .sudo()
            .search(Domain("model", "=", self._name) & Domain("res_id", "=", self.id))
        )
        event = complaint.event_id
        people = complaint.partner_id | complaint.contact_ids | event.customer_id
        people |= messages.author_id | messages.partner_ids | complaint.message_partner_ids
        colleagues = people.filtered(lambda each: not each.partner_share)
        people -= colleagues
        people |= people.commercial_partner_id
        people |= people.child_ids
        colleagues |= (complaint.user_id | complaint.team_id.member_ids).partner_id
        strangers = messages.filtered(lambda message: message.author_id not in colleagues)
        emails = [complaint.email_from, *people.mapped("email"), *strangers.mapped("email_from")]
        names = [complaint.partner_name, *(people | colleagues).mapped("name")]
        names += event.technician_ids.mapped("name")
        # who signs with the name of the mailbox, and "Name <mail>"
        names += [re.sub(r"@\S+|[<>\d._+]", " ", email or "") for email in emails]
        known = [complaint.number, complaint.phone, complaint.lot_name, *emails]
        known += [complaint.sale_order_id.name, complaint.move_id.name]
        for field in ("phone", "street", "street2", "zip", "city", "vat", "ref", "website"):
            known += people.mapped(field)
        known += people.bank_ids.mapped("acc_number")
        return names, known
