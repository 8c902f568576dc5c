from odoo import api, models
from odoo.tools import SQL

from ..tools.text_gram import SIZE

# Pieces that so many terms have in common say nothing.
COMMON = 100


class PylotFaqTerm(models.Model):
    """Which terms a piece is in, as a list: a row for each of both would take eight times the room
    and twice the time to read. Of pieces that are too common only their number is kept."""

    _inherit = "pylot.faq.term"

    def init(self):
        result = super().init()
        self.env.cr.execute("""
            DROP TABLE IF EXISTS pylot_faq_gram;
            CREATE TABLE IF NOT EXISTS pylot_faq_piece (
                lang varchar NOT NULL,
                piece varchar NOT NULL,
                term_count int4 NOT NULL,
                term_ids int4[],
                PRIMARY KEY (lang, piece)
            )
        """)
        # those of an index that was made before there were lists
        missing = SQL(
            "(SELECT * FROM pylot_faq_term WHERE NOT EXISTS (SELECT FROM pylot_faq_piece)) term"
        )
        self.env.execute_query(self._get_adding_sql(missing))
        return result

    @api.model
    def _get_adding_sql(self, terms):
        """:param terms: SQL of rows ``id``, ``lang`` and ``term``
        :return: SQL that notes their pieces"""
        return SQL(
            """
            INSERT INTO pylot_faq_piece AS kept (lang, piece, term_count, term_ids)
            SELECT lang, piece, number, CASE WHEN number < %(common)s THEN ids END FROM %(more)s
            ON CONFLICT (lang, piece) DO UPDATE SET
                term_count = kept.term_count + excluded.term_count,
                term_ids = CASE WHEN kept.term_count + excluded.term_count < %(common)s
                                THEN kept.term_ids || excluded.term_ids END
            """,
            common=COMMON,
            more=self._get_cutting_sql(terms),
        )

    @api.model
    def _get_removing_sql(self, gone):
        """A piece that is no longer too common is looked for in all terms.

        :param gone: name of a query in WITH that deletes terms and returns them
        :return: further queries and SQL that forgets their pieces"""
        return SQL(
            """
            , less AS (SELECT * FROM %(less)s), nowhere AS (
                DELETE FROM pylot_faq_piece kept USING less
                WHERE kept.lang = less.lang AND kept.piece = less.piece AND term_count <= number
            )
            UPDATE pylot_faq_piece kept SET
                term_count = term_count - number,
                term_ids = CASE
                    WHEN term_ids IS NOT NULL
                        THEN ARRAY(SELECT id FROM unnest(term_ids) id WHERE id <> ALL (ids))
                    WHEN term_count - number < %(common)s THEN ARRAY(
                        SELECT id FROM pylot_faq_term term
                        WHERE term.lang = kept.lang AND id <> ALL (ids) AND %(has_pieces)s
                          AND strpos('_' || term || '_', kept.piece) > 0
                    )
                END
            FROM less
            WHERE kept.lang = less.lang AND kept.piece = less.piece AND term_count > number
            """,
            common=COMMON,
            less=self._get_cutting_sql(gone),
            has_pieces=self._get_condition_sql(),
        )

    @api.model
    def _get_cutting_sql(self, terms):
        """:return: SQL of rows ``lang``, ``piece``, ``number`` and ``ids`` of the terms with it, as
        ``grams`` cuts them"""
        return SQL(
            """(
            SELECT lang, piece, count(*) AS number, array_agg(id) AS ids
            FROM (
                SELECT DISTINCT id, lang, substr('_' || term || '_', at, %(size)s) AS piece
                FROM %(terms)s, generate_series(1, length(term) + 3 - %(size)s) at
                WHERE %(has_pieces)s
            ) cut
            GROUP BY 1, 2
            ) pieces""",
            size=SIZE,
            terms=terms,
            has_pieces=self._get_condition_sql(),
        )

    @api.model
    def _get_condition_sql(self):
        """:return: SQL condition of terms that are cut into pieces"""
        return SQL("length(term) >= %s AND term !~ '^[0-9]+$'", SIZE - 1)

    @api.model
    def _drop_tables(self):
        self.env.cr.execute("DROP TABLE IF EXISTS pylot_faq_piece")
        return super()._drop_tables()
