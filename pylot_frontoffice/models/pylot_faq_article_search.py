from odoo import api, models

from ..tools.text_query import read

# What is less relevant than this share of the best is no result; and what is less than this share
# of all that was asked for.
RELATED, LEAST = 0.2, 0.05


class PylotFaqArticle(models.Model):
    """Search for people: two statements, whatever the number of articles.

    The first finds the terms of the vocabulary that the words may stand for, the second adds up
    what the articles that the user may see have of them.
    """

    _inherit = "pylot.faq.article"

    @api.model
    def _search_ranked(self, query, limit=5):
        """:param str query: a question or words, as a person types them
        :return: the articles that answer it, best first, in the language of the context, only
            what the user may see"""
        _words, found = self._search_scored(query)
        return self.browse([article_id for article_id, _score in found[:limit]])

    @api.model
    def _search_scored(self, query):
        """:return: tuple of the words of the query as ``Word`` with what they stand for, and list
        of (article id, score), best first, at most ``BEST``"""
        words = self._get_query_words(query if isinstance(query, str) else "")
        terms = self._get_query_terms(words) if words else {}
        if not terms:
            return words, []
        found = self._get_best(words, terms)
        asked = sum(word.cover for word in words)
        least = max(RELATED * found[0][1], LEAST * asked) if found else 0
        return words, [each for each in found if each[1] >= least]

    @api.model
    def _get_query_words(self, query):
        lang = self.env.lang or "en_US"
        words = read(query, lang)
        self.env["pylot.faq.synonym"]._add_synonyms(words, lang)
        return words
