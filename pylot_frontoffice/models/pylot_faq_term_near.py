from odoo import models

# Of each word: its pieces, then the terms that have the most telling ones in common with it. Rows
# without a word are what is there exactly as it was asked for.
NEAR = """
    CREATE FUNCTION pylot_faq_near(
        asked_lang varchar, exact varchar[], numbers int[], pieces varchar[],
        few int, most int
    ) RETURNS TABLE (word int, term_id int, term varchar, document_count int, telling float8)
    LANGUAGE plpgsql STABLE AS $$
    #variable_conflict use_column
    BEGIN RETURN QUERY
        WITH telling AS MATERIALIZED (
            SELECT word, term_ids,
                   ln(1 + greatest(total - term_count, 0) / (term_count + 0.5)) AS idf
            FROM unnest(numbers, pieces) asked (word, piece)
            JOIN pylot_faq_piece USING (piece)
            CROSS JOIN (
                SELECT greatest(document_count, few)::float8 AS total
                FROM pylot_faq_term WHERE lang = asked_lang AND term = ''
            ) alone
            WHERE lang = asked_lang AND term_ids IS NOT NULL
        ), near AS (
            SELECT word, term_id, idf
            FROM (SELECT DISTINCT unnest(numbers) AS word) asked CROSS JOIN LATERAL (
                SELECT term_id, sum(idf) AS idf
                FROM telling, unnest(term_ids) term_id WHERE telling.word = asked.word
                GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT most
            ) nearest
        )
        SELECT NULL::int, id, term, document_count, NULL::float8
        FROM pylot_faq_term WHERE lang = asked_lang AND term = ANY (exact)
        UNION ALL
        SELECT near.word, near.term_id, vocabulary.term, vocabulary.document_count, near.idf
        FROM near CROSS JOIN LATERAL (
            SELECT term, document_count FROM pylot_faq_term WHERE id = near.term_id OFFSET 0
        ) vocabulary;
    END $$
"""


class PylotFaqTerm(models.Model):
    """What words may stand for, as a function in the database: it plans a statement once for a
    connection, and this one took as long to plan as to carry out."""

    _inherit = "pylot.faq.term"

    def init(self):
        result = super().init()
        self.env.cr.execute(NEAR)
        return result
