from odoo import api, models
from odoo.tools import SQL

from ..tools.text_query import NEAR, correct, rate
from ..tools.text_weight import FEW

# Pieces that more terms have in common say nothing.
COMMON_PIECE = 150


class PylotFaqArticle(models.Model):
    """What the words of a question may stand for: the first statement of a search."""

    _inherit = "pylot.faq.article"

    @api.model
    def _get_query_terms(self, words):
        """Look the words up in the vocabulary, and those with a slip as what was meant.

        :return: dict of term to (its id, number of articles)"""
        terms = self._look_up(words)
        slips = [word for word in words if word.slip]
        for word in slips:
            correct(word)
        if slips:
            self.env["pylot.faq.synonym"]._add_synonyms(words, self.env.lang or "en_US")
            terms.update(self._look_up(slips))
        return terms

    @api.model
    def _look_up(self, words):
        """Look words up in the vocabulary.

        :return: dict of term to (its id, number of articles); what each word stands for is noted
            in the word"""
        exact = sorted({term for word in words for term in (*word.stems, *word.synonyms)})
        pieces = [(number, piece) for number, word in enumerate(words) for piece in word.pieces]
        rows = self.env.execute_query(
            SQL(
                """
            WITH telling AS MATERIALIZED (
                SELECT word, ids, ln(1 + greatest(total - spread, 0) / (spread + 0.5)) AS idf
                FROM unnest(%(numbers)s::int[], %(pieces)s::varchar[]) piece (word, gram)
                CROSS JOIN LATERAL (
                    SELECT array_agg(term_id) AS ids, count(*)::float8 AS spread
                    FROM (
                        SELECT term_id FROM pylot_faq_gram gram
                        WHERE gram.lang = %(lang)s AND gram.gram = piece.gram LIMIT %(common)s
                    ) few
                ) has
                CROSS JOIN (
                    SELECT greatest(document_count, %(few)s)::float8 AS total
                    FROM pylot_faq_term
                    WHERE lang = %(lang)s AND term = ''
                ) alone
                WHERE spread < %(common)s
            ), near AS (
                SELECT word, term_id, idf
                FROM unnest(%(words)s::int[]) word CROSS JOIN LATERAL (
                    SELECT term_id, sum(idf) AS idf
                    FROM telling, unnest(ids) term_id WHERE telling.word = word.word
                    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %(most)s
                ) nearest
            )
            SELECT NULL, id, term, document_count, NULL
            FROM pylot_faq_term WHERE lang = %(lang)s AND term = ANY(%(exact)s)
            UNION ALL
            SELECT near.word, near.term_id, term.term, term.document_count, near.idf
            FROM near CROSS JOIN LATERAL (
                SELECT term, document_count FROM pylot_faq_term WHERE id = near.term_id OFFSET 0
            ) term
            """,
                lang=self.env.lang or "en_US",
                exact=["", *exact],
                words=sorted({number for number, _piece in pieces}),
                numbers=[number for number, _piece in pieces],
                pieces=[piece for _number, piece in pieces],
                common=COMMON_PIECE,
                few=FEW,
                most=NEAR,
            )
        )
        terms = {term: (term_id, count) for _word, term_id, term, count, _idf in rows}
        total = terms.pop("", (0, 0))[1]
        known = {term: count for word, _id, term, count, _idf in rows if word is None}
        for number, word in enumerate(words):
            near = {row[2]: (row[3], row[4]) for row in rows if row[0] == number}
            rate(word, known, near, total)
        return terms
