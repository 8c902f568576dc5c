from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

# Words of a subject that an article must know to count as its answer.
SHARE = 0.5
WORDS = 2
MAX_COMPLAINTS = 500
# Articles whose words are compared with those of a subject.
LOOKED_AT = 5


class PylotComplaint(models.Model):
    """Which article would have answered a complaint, had its customer found it. Looked up
    afterwards, so that it costs nobody time while a complaint comes in."""

    _inherit = "pylot.complaint"

    faq_match_id = fields.Many2one(
        "pylot.faq.article",
        string="Article That Would Have Answered",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="pylot_frontoffice.group_agent",
    )

    def _match_faq(self, company, start, stop):
        """Look up the complaints of that time, elevated.

        :return: those that an article would have answered which the customer had not been shown
        """
        complaints = self.search(
            Domain("company_id", "=", company.id)
            & Domain("received_at", ">=", start)
            & Domain("received_at", "<", stop)
            & Domain("anonymised_at", "=", False),
            limit=MAX_COMPLAINTS,
        )
        queries = self.env["pylot.faq.query"].search([("complaint_id", "in", complaints.ids)])
        shown = queries.grouped("complaint_id")
        for complaint in complaints:
            found = complaint._find_faq_match()
            known = shown.get(complaint, queries.browse()).article_ids
            complaint.faq_match_id = (found - known)[:1]
        return complaints.filtered("faq_match_id")

    def _find_faq_match(self):
        """:return: articles, best first, that customers may read and that are about this"""
        self.ensure_one()
        articles = self.env["pylot.faq.article"].with_company(self.company_id)
        articles = articles.with_context(
            lang=self._get_customer_lang(), allowed_company_ids=self.company_id.ids
        )
        # elevated one finds what customers may not read, too: it takes no place from the others
        readable = articles._search_ranked(self.name, limit=None).filtered(
            lambda article: article.audience in ("public", "customer") and article.is_published
        )
        return readable[:LOOKED_AT].filtered(self._is_about)

    def _is_about(self, article):
        """The search finds something for everybody; an answer has most of the words."""
        words = [word for word in article._get_query_words(self.name) if not word.is_small]
        told = " ".join(
            filter(None, [article.question, article.keywords, html2plaintext(article.answer or "")])
        )
        spelling = article._get_spelling(told)
        known = sum(any(stem in spelling for stem in word.stems) for word in words)
        return known >= min(WORDS, len(words)) > 0 and known >= SHARE * len(words)
