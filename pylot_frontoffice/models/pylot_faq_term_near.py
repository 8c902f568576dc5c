from odoo import api, models

# Of each word: its pieces, then the terms that have the most telling ones in common with it. A
# piece that is in more terms than "common" says nothing. Rows without a word are what is there
# exactly as it was asked for.
NEAR = """
    CREATE OR REPLACE FUNCTION pylot_faq_near(
        asked_lang varchar, exact varchar[], numbers int[], pieces varchar[],
        common int, few int, most int
    ) RETURNS TABLE (word int, term_id int, term varchar, document_count int, telling float8)
    LANGUAGE plpgsql STABLE AS $$
    #variable_conflict use_column
    BEGIN RETURN QUERY
        WITH telling AS MATERIALIZED (
            SELECT word, ids, ln(1 + greatest(total - spread, 0) / (spread + 0.5)) AS idf
            FROM unnest(numbers, pieces) piece (word, gram)
            CROSS JOIN LATERAL (
                SELECT ids, cardinality(ids)::float8 AS spread
                FROM (
                    SELECT ARRAY(
                        SELECT term_id FROM pylot_faq_gram gram
                        WHERE gram.lang = asked_lang AND gram.gram = piece.gram LIMIT common
                    ) AS ids OFFSET 0
                ) found
            ) has
            CROSS JOIN (
                SELECT greatest(document_count, few)::float8 AS total
                FROM pylot_faq_term WHERE lang = asked_lang AND term = ''
            ) alone
            WHERE spread < common
        ), near AS (
            SELECT word, term_id, idf
            FROM (SELECT DISTINCT unnest(numbers) AS word) asked CROSS JOIN LATERAL (
                SELECT term_id, sum(idf) AS idf
                FROM telling, unnest(ids) term_id WHERE telling.word = asked.word
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

    @api.model
    def _drop_tables(self):
        self.env.cr.execute("DROP FUNCTION IF EXISTS pylot_faq_near")
        return super()._drop_tables()
