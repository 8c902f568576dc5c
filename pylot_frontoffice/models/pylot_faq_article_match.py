from odoo import api, models
from odoo.tools import SQL

from ..tools.text_query import MAX_NEAR, rate

# Of each term the articles it weighs most in are looked at; common terms are looked up again for
# the best so that nothing of those is missing.
LOOKED_AT = 200
BEST = 100
# Pieces that more terms have in common say nothing.
COMMON_PIECE = 300
# How much more it counts to have all words of a question than some of them often.
COVER = 0.4


class PylotFaqArticle(models.Model):
    """The two statements of a search; neither grows with the number of articles."""

    _inherit = "pylot.faq.article"

    @api.model
    def _get_query_terms(self, words):
        """Look the words up in the vocabulary.

        :return: dict of term to (its id, number of articles); what each word stands for is noted
            in the word"""
        exact = sorted({term for word in words for term in (*word.stems, *word.synonyms)})
        pieces = [(number, piece) for number, word in enumerate(words) for piece in word.pieces]
        rows = self.env.execute_query(
            SQL(
                """
            WITH alone AS (SELECT document_count::float8 AS number FROM pylot_faq_term
                           WHERE lang = %(lang)s AND term = ''),
            found AS (
                SELECT piece.word, piece.gram, term.id, term.document_count
                FROM unnest(%(numbers)s::int[], %(pieces)s::varchar[]) piece (word, gram)
                CROSS JOIN LATERAL (
                    SELECT term_id FROM pylot_faq_gram gram
                    WHERE gram.lang = %(lang)s AND gram.gram = piece.gram LIMIT %(common)s
                ) has
                JOIN pylot_faq_term term ON term.id = has.term_id
            ), telling AS (
                SELECT gram, ln(1 + (number - spread + 0.5) / (spread + 0.5)) AS idf
                FROM (
                    SELECT gram, least(max(number), sum(document_count))
                    FROM (SELECT DISTINCT gram, id, document_count FROM found) each, alone
                    GROUP BY gram HAVING count(*) < %(common)s
                ) spread (gram, spread), alone
            ), near AS (
                SELECT word, id, sum(idf) AS idf,
                       row_number() OVER (PARTITION BY word ORDER BY sum(idf) DESC, id) AS place
                FROM found JOIN telling USING (gram) GROUP BY 1, 2
            )
            SELECT NULL, id, term, document_count, NULL
            FROM pylot_faq_term WHERE lang = %(lang)s AND term = ANY(%(exact)s)
            UNION ALL
            SELECT near.word, id, term, document_count, near.idf
            FROM near JOIN pylot_faq_term term USING (id) WHERE place <= %(most)s
            """,
                lang=self.env.lang or "en_US",
                exact=["", *exact],
                numbers=[number for number, _piece in pieces],
                pieces=[piece for _number, piece in pieces],
                common=COMMON_PIECE,
                most=MAX_NEAR,
            )
        )
        terms = {term: (term_id, count) for _word, term_id, term, count, _idf in rows}
        total = terms.pop("", (0, 0))[1]
        known = {term: count for word, _id, term, count, _idf in rows if word is None}
        for number, word in enumerate(words):
            near = {row[2]: (row[3], row[4]) for row in rows if row[0] == number}
            rate(word, known, near, total)
        return terms

    @api.model
    def _get_best(self, words, terms):
        """:return: list of (article id, score), best first"""
        asked = [
            (number, terms[term][0], weight, word.cover, terms[term][1] > LOOKED_AT)
            for number, word in enumerate(words)
            for term, weight in word.terms.items()
        ]
        visible = self.sudo()._search(self._get_visible_domain(), bypass_access=True)
        columns = [list(column) for column in zip(*asked, strict=True)] or [[]] * 5
        return self.env.execute_query(
            SQL(
                """
            WITH asked AS MATERIALIZED (
                SELECT * FROM unnest(%(number)s::int[], %(term)s::int[], %(weight)s::float8[],
                                     %(cover)s::float8[], %(big)s::boolean[])
                    asked (word, term_id, weight, cover, big)
            ), hit AS MATERIALIZED (
                SELECT asked.*, near.article_id, asked.weight * near.weight AS part
                FROM asked CROSS JOIN LATERAL (
                    SELECT posting.article_id, posting.weight
                    FROM pylot_faq_posting posting
                    JOIN %(visible_from)s ON %(article)s = posting.article_id
                    WHERE posting.term_id = asked.term_id AND %(visible)s
                    ORDER BY posting.weight DESC, posting.article_id LIMIT %(looked_at)s
                ) near
            ), best AS MATERIALIZED (
                SELECT article_id FROM hit
                GROUP BY 1 ORDER BY sum(part) DESC, 1 LIMIT %(best)s
            ), whole AS (
                SELECT article_id, word, cover, part FROM hit JOIN best USING (article_id)
                WHERE NOT big
                UNION ALL
                SELECT article_id, word, cover, asked.weight * posting.weight
                FROM best JOIN asked ON big
                JOIN pylot_faq_posting posting USING (article_id, term_id)
            ), per_word AS (
                SELECT article_id, word, max(cover) AS cover, sum(part) AS part
                FROM whole GROUP BY 1, 2
            )
            SELECT article_id, sum(part) * power(sum(cover) / %(total)s, %(share)s) AS score
            FROM per_word GROUP BY 1 ORDER BY 2 DESC, 1
            """,
                number=columns[0],
                term=columns[1],
                weight=columns[2],
                cover=columns[3],
                big=columns[4],
                visible_from=visible.from_clause,
                visible=visible.where_clause or SQL("true"),
                article=SQL.identifier(visible.table, "id"),
                looked_at=LOOKED_AT,
                best=BEST,
                total=sum(word.cover for word in words) or 1,
                share=COVER,
            )
        )
