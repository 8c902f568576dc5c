from odoo import api, models
from odoo.tools import SQL

from ..tools.text_query import NEAR_UNKNOWN, correct, rate
from ..tools.text_weight import FEW

# Of terms in more articles than these only those they weigh most in are looked at, and the best of
# all are looked at again, so that nothing of those is missing. Small words lead to articles only
# when there are no others.
LOOKED_AT = 100
BEST = 60
# Pieces that more terms have in common say nothing.
COMMON_PIECE = 150
# How much more it counts to have all words of a question than some of them often.
COVER = 0.4


class PylotFaqArticle(models.Model):
    """The two statements of a search; neither grows with the number of articles."""

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
            WITH found AS MATERIALIZED (
                SELECT piece.word, piece.gram, has.term_id
                FROM unnest(%(numbers)s::int[], %(pieces)s::varchar[]) piece (word, gram)
                CROSS JOIN LATERAL (
                    SELECT term_id FROM pylot_faq_gram gram
                    WHERE gram.lang = %(lang)s AND gram.gram = piece.gram LIMIT %(common)s
                ) has
            ), telling AS MATERIALIZED (
                SELECT word, gram, ln(1 + greatest(total - spread, 0) / (spread + 0.5)) AS idf
                FROM (
                    SELECT word, gram, count(*)::float8 AS spread FROM found
                    GROUP BY 1, 2 HAVING count(*) < %(common)s
                ) few CROSS JOIN (
                    SELECT greatest(document_count, %(few)s)::float8 AS total
                    FROM pylot_faq_term
                    WHERE lang = %(lang)s AND term = ''
                ) alone
            ), near AS (
                SELECT word, term_id, sum(idf) AS idf,
                       row_number() OVER (PARTITION BY word ORDER BY sum(idf) DESC, term_id) place
                FROM found JOIN telling USING (word, gram) GROUP BY 1, 2
            )
            SELECT NULL, id, term, document_count, NULL
            FROM pylot_faq_term WHERE lang = %(lang)s AND term = ANY(%(exact)s)
            UNION ALL
            SELECT near.word, near.term_id, term.term, term.document_count, near.idf
            FROM near CROSS JOIN LATERAL (
                SELECT term, document_count FROM pylot_faq_term WHERE id = near.term_id OFFSET 0
            ) term
            WHERE near.place <= %(most)s
            """,
                lang=self.env.lang or "en_US",
                exact=["", *exact],
                numbers=[number for number, _piece in pieces],
                pieces=[piece for _number, piece in pieces],
                common=COMMON_PIECE,
                few=FEW,
                most=NEAR_UNKNOWN,
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
        is_lead = {number: not word.is_small for number, word in enumerate(words) if word.terms}
        if not any(is_lead.values()):
            is_lead = dict.fromkeys(is_lead, True)
        asked = [
            (
                number,
                terms[term][0],
                weight,
                word.cover,
                terms[term][1] > LOOKED_AT,
                is_lead[number],
            )
            for number, word in enumerate(words)
            for term, weight in word.terms.items()
        ]
        visible = self.sudo()._search(self._get_visible_domain(), bypass_access=True)
        columns = [list(column) for column in zip(*asked, strict=True)] or [[]] * 6
        return self.env.execute_query(
            SQL(
                """
            WITH asked AS MATERIALIZED (
                SELECT * FROM unnest(%(number)s::int[], %(term)s::int[], %(weight)s::float8[],
                                     %(cover)s::float8[], %(common)s::boolean[],
                                     %(lead)s::boolean[])
                    asked (word, term_id, weight, cover, common, lead)
            ), rare AS MATERIALIZED (
                SELECT asked.word, asked.cover, posting.article_id,
                       asked.weight * posting.weight AS part
                FROM asked JOIN pylot_faq_posting posting USING (term_id) WHERE NOT common
            ), often AS (
                SELECT near.article_id, asked.weight * near.weight AS part
                FROM asked CROSS JOIN LATERAL (
                    SELECT posting.article_id, posting.weight
                    FROM pylot_faq_posting posting
                    JOIN %(visible_from)s ON %(article)s = posting.article_id
                    WHERE posting.term_id = asked.term_id AND %(visible)s
                    ORDER BY posting.weight DESC, posting.article_id LIMIT %(looked_at)s
                ) near
                WHERE common AND lead
            ), best AS MATERIALIZED (
                SELECT article_id
                FROM (
                    SELECT article_id, sum(part) AS score
                    FROM (
                        SELECT article_id, part FROM rare
                        UNION ALL SELECT article_id, part FROM often
                    ) hit
                    GROUP BY 1 ORDER BY 2 DESC, 1
                ) rated
                CROSS JOIN LATERAL (
                    SELECT FROM %(visible_from)s
                    WHERE %(article)s = rated.article_id AND %(visible)s OFFSET 0
                ) visible
                ORDER BY score DESC, article_id LIMIT %(best)s
            ), whole AS (
                SELECT article_id, word, cover, part FROM rare JOIN best USING (article_id)
                UNION ALL
                SELECT best.article_id, asked.word, asked.cover, asked.weight * posting.weight
                FROM best JOIN asked ON common
                CROSS JOIN LATERAL (
                    SELECT weight FROM pylot_faq_posting
                    WHERE article_id = best.article_id AND term_id = asked.term_id OFFSET 0
                ) posting
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
                common=columns[4],
                lead=columns[5],
                visible_from=visible.from_clause,
                visible=visible.where_clause or SQL("true"),
                article=SQL.identifier(visible.table, "id"),
                looked_at=LOOKED_AT,
                best=BEST,
                total=sum(word.cover for word in words) or 1,
                share=COVER,
            )
        )
