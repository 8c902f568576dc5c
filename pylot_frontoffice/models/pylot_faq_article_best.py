from collections import defaultdict

from odoo import api, models

from ..tools.text_rerank import rerank
from .pylot_faq_term_hits import LOOKED_AT

# How much more it counts to have all words of a question than some of them often.
COVER = 0.4
# An article has a word when it has so much of what the word is worth; of one that only resembles
# it, it has a part.
HAD = 5.0


class PylotFaqArticle(models.Model):
    """Which articles have most of what was asked for, also when one looks twice."""

    _inherit = "pylot.faq.article"

    @api.model
    def _get_best(self, words, terms):
        """:param dict terms: term to (its id, number of articles)
        :return: list of (article id, score), best first"""
        asked = defaultdict(list)
        for number, word in enumerate(words):
            for term, weight in word.terms.items():
                asked[terms[term]].append((number, weight))
        hits, texts = self._get_hits(*self._sort_terms(words, asked))
        meant = {term_id: each for (term_id, _count), each in asked.items()}
        parts = defaultdict(float)
        # in order, or articles that are alike would differ by how their sums are rounded
        for article_id, term_id, share in sorted(hits):
            for number, weight in meant[term_id]:
                parts[article_id, number] += weight * share
        scores, covers = defaultdict(float), defaultdict(float)
        for (article_id, number), part in parts.items():
            scores[article_id] += part
            covers[article_id] += min(words[number].cover, HAD * part)
        total = sum(word.cover for word in words) or 1
        rated = ((each, score * (covers[each] / total) ** COVER) for each, score in scores.items())
        return rerank(words, sorted(rated, key=lambda pair: (-pair[1], pair[0])), texts)

    @api.model
    def _sort_terms(self, words, asked):
        """Small words lead to articles only when there are no others.

        :param dict asked: (term id, number of articles) to list of (number of word, weight)
        :return: tuple of what ``_get_hits`` wants to know"""
        is_all_small = all(word.is_small for word in words if word.terms)
        rare, often, common = {}, {}, []
        for (term_id, count), meant in asked.items():
            if count <= LOOKED_AT:
                rare[term_id] = sum(weight for _number, weight in meant)
                continue
            common.append(term_id)
            leads = [weight for at, weight in meant if is_all_small or not words[at].is_small]
            if leads:
                often[term_id] = sum(leads)
        return rare, often, common
