from odoo import api, models
from odoo.fields import Domain

# Nobody types more before the question is clear.
TEXT_LENGTH = 300
LETTERS = 3
EXCERPT = 400
# Beyond these decimals two scores are the same.
DECIMALS = 3


class PylotFaqArticle(models.Model):
    """Answers that are offered while somebody types."""

    _inherit = "pylot.faq.article"

    @api.model
    def _suggest(self, text, limit=3, kinds=(), products=()):
        """What may answer at once what somebody has typed so far.

        :param str text: cleaned; what is shorter than three letters finds nothing
        :param kinds: ids of appointment types it is about; of two articles that fit equally well
            the one attached to such a type comes first
        :param products: the same of product templates
        :return: articles, elevated, best first, that the current user may read
        """
        if len(text) < LETTERS:
            return self.sudo().browse()
        wanted = limit * 2 if kinds or products else limit
        found = self._search_explained(text[:TEXT_LENGTH], limit=wanted)
        articles = self.sudo().browse([each["article"].id for each in found])
        scores = {each["article"].id: round(each["score"], DECIMALS) for each in found}
        if (kinds or products) and len(set(scores.values())) < len(scores):
            about = Domain("appointment_type_ids", "in", list(kinds))
            about |= Domain("product_tmpl_ids", "in", list(products))
            near = set(articles.search(about & Domain("id", "in", articles.ids)).ids)
            articles = articles.sorted(lambda each: (-scores[each.id], each.id not in near))
        return articles[:limit]

    def _describe_suggestion(self):
        """:return: what a page is told of this article, and nothing else"""
        self.ensure_one()
        return {
            "question": self.question,
            "excerpt": self._get_excerpt(EXCERPT),
            "url": self._get_public_url(),
        }
