from odoo import api, models
from odoo.tools import SQL

from ..tools.text_rerank import rerank

# Articles that are looked at twice.
AGAIN = 20


class PylotFaqArticle(models.Model):
    """A second look at the best articles: the third statement of a search."""

    _inherit = "pylot.faq.article"

    @api.model
    def _look_again(self, words, found):
        """:param list words: ``Word`` of the query
        :param list found: tuples of article id and score, best first
        :return: the same, in the order after the second look"""
        if len(found) < 2:
            return found
        texts = self.env.execute_query(
            SQL(
                "SELECT article_id, words FROM pylot_faq_document"
                " WHERE article_id = ANY(%s) AND lang = %s",
                [article_id for article_id, _score in found[:AGAIN]],
                self.env.lang or "en_US",
            )
        )
        return rerank(words, found, dict(texts))
