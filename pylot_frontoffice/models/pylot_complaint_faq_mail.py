from odoo import models
from odoo.tools.urls import urljoin

from .pylot_complaint_faq import WELL
from .pylot_complaint_faq_match import WORDS

SHOWN = 3


class PylotComplaint(models.Model):
    """Answers that help while one waits: a few in the acknowledgement, and those for its people
    beside a complaint on the desk of a provider."""

    _inherit = "pylot.complaint"

    def _get_mail_answers(self):
        """What everybody may read, is about this and has not been shown to the customer; the
        e-mail may be passed on, so nothing that needs a login.

        :return: list of dicts ``question`` and ``url``, best first, in the customer's language"""
        complaint = self.sudo()
        lang = complaint._get_customer_lang()
        # elevated, and nobody: the search asks the user what may be seen
        stranger = complaint.with_user(self.env.ref("base.public_user")).sudo()
        found = stranger.with_context(lang=lang)._find_answers()
        if not found:
            return []
        found -= complaint.faq_query_ids.article_ids
        base = complaint.get_base_url()
        return [
            {
                "question": article.question,
                "url": urljoin(base, article.with_context(lang=lang)._get_public_url()),
            }
            for article in found[:SHOWN]
        ]

    def _get_desk_answers(self):
        """:return: list of what pages show of an article, best first, for the user at the desk"""
        return [article._describe_suggestion() for article in self.sudo()._find_answers()[:SHOWN]]

    def _find_answers(self):
        """:return: articles of the company that the user of the environment may read and that have
        most of what the subject says, best first. One word is no question: it finds too much."""
        self.ensure_one()
        articles = self.env["pylot.faq.article"].with_context(
            allowed_company_ids=self.company_id.ids
        )
        if not articles._is_open():
            # whoever has published nothing shall not pay for a search with each e-mail
            return articles
        words = [word for word in articles._get_query_words(self.name or "") if not word.is_small]
        if len(words) < WORDS:
            return articles
        found = articles._suggest(self.name, limit=2 * SHOWN, least=WELL)
        return found.filtered(self._is_about)
