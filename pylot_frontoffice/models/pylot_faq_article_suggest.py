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
    def _suggest(self, text, limit=3, kinds=(), products=(), least=0.0):
        """What may answer at once what somebody has typed so far.

        :param str text: cleaned; what is shorter than three letters finds nothing
        :param kinds: ids of appointment types it is about; of two articles that fit equally well
            the one attached to such a type comes first
        :param products: the same of product templates
        :param float least: share of what was asked for that an article must have, 0 to 1
        :return: articles, elevated, best first, that the current user may read
        """
        none = self.sudo().browse()
        if len(text) < LETTERS:
            return none
        words, found = self._search_scored(text[:TEXT_LENGTH])
        asked = sum(word.cover for word in words) or 1
        scores = {each: round(score / asked, DECIMALS) for each, score in found}
        good = [each for each, score in scores.items() if score >= least]
        last = scores[good[:limit][-1]] if good else 0
        # those that fit as well as the last one compete with it
        good = [each for each in good if scores[each] >= last]
        if (kinds or products) and len({scores[each] for each in good}) < len(good):
            about = Domain("appointment_type_ids", "in", list(kinds))
            about |= Domain("product_tmpl_ids", "in", list(products))
            near = set(none.search(about & Domain("id", "in", good)).ids)
            good.sort(key=lambda each: (-scores[each], each not in near))
        return none.browse(good[:limit])

    def _describe_suggestion(self):
        """:return: what a page is told of this article, and nothing else"""
        self.ensure_one()
        return {
            "question": self.question,
            "excerpt": self._get_excerpt(EXCERPT),
            "url": self._get_public_url(),
        }
