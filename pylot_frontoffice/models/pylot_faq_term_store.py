from odoo import api, models
from odoo.tools import SQL

# First key of the advisory lock of whoever changes the index ("pyfq" in ASCII).
INDEX_LOCK = 0x70796671


class PylotFaqTerm(models.Model):
    """Writes the index: a constant number of statements for any number of articles."""

    _inherit = "pylot.faq.term"

    @api.model
    def _forget(self, pairs):
        """Take articles out of the index.

        :param list pairs: tuples of article id and language
        :return: ids of terms no article has any more, for ``_tidy``"""
        article_ids, langs = zip(*pairs, strict=True)
        left = self.env.execute_query(
            SQL(
                """
            WITH gone AS (
                DELETE FROM pylot_faq_posting posting
                USING pylot_faq_term term,
                      unnest(%(ids)s::int[], %(langs)s::varchar[]) pair (id, lang)
                WHERE posting.article_id = pair.id AND term.id = posting.term_id
                  AND term.lang = pair.lang
                RETURNING posting.term_id
            ), document AS (
                DELETE FROM pylot_faq_document document
                USING unnest(%(ids)s::int[], %(langs)s::varchar[]) pair (id, lang)
                WHERE document.article_id = pair.id AND document.lang = pair.lang
            ), less AS (SELECT term_id, count(*) AS number FROM gone GROUP BY term_id)
            UPDATE pylot_faq_term SET document_count = document_count - less.number
            FROM less WHERE id = less.term_id RETURNING id, document_count
            """,
                ids=list(article_ids),
                langs=list(langs),
            )
        )
        return [term_id for term_id, count in left if count <= 0]

    @api.model
    def _store(self, documents):
        """Put articles into the index, or the new text of those that are there.

        :param list documents: tuples of article id, language, digest of the text, dict of term to
            weight, its words as ``spread`` writes them"""
        # writers queue: two that met the same words the other way round would end as a deadlock
        self.env.execute_query(SQL("SELECT pg_advisory_xact_lock(%s, 0)", INDEX_LOCK))
        empty = self._forget([(article_id, lang) for article_id, lang, *_text in documents])
        terms = sorted(
            {(lang, term) for _id, lang, _digest, terms, _words in documents for term in terms}
        )
        self._learn(terms)
        rows = [
            (article_id, lang, term, weight)
            for article_id, lang, _digest, terms, _words in documents
            for term, weight in terms.items()
        ]
        columns = [list(column) for column in zip(*rows, strict=True)]
        self.env.execute_query(
            SQL(
                """
            WITH fresh AS (
                INSERT INTO pylot_faq_posting (article_id, term_id, weight)
                SELECT given.article_id, term.id, given.weight
                FROM unnest(%s::int[], %s::varchar[], %s::varchar[], %s::float4[])
                    given (article_id, lang, term, weight)
                JOIN pylot_faq_term term ON term.lang = given.lang AND term.term = given.term
                RETURNING term_id
            ), more AS (SELECT term_id, count(*) AS number FROM fresh GROUP BY term_id)
            UPDATE pylot_faq_term SET document_count = document_count + more.number
            FROM more WHERE id = more.term_id
            """,
                *columns,
            )
        )
        self.env.execute_query(
            SQL(
                """
            INSERT INTO pylot_faq_document (article_id, lang, digest, words)
            SELECT * FROM unnest(%s::int[], %s::varchar[], %s::varchar[], %s::varchar[])
            """,
                *([document[at] for document in documents] for at in (0, 1, 2, 4)),
            )
        )
        self._tidy(empty)

    @api.model
    def _learn(self, terms):
        """:param list terms: tuples of language and term; those that are new come in"""
        self.env.execute_query(
            SQL(
                """
            WITH fresh AS (
                INSERT INTO pylot_faq_term (lang, term, document_count)
                SELECT *, 0 FROM unnest(%s::varchar[], %s::varchar[])
                ON CONFLICT DO NOTHING RETURNING id, lang, term
            ) %s
            """,
                [lang for lang, _term in terms],
                [term for _lang, term in terms],
                self._get_adding_sql(SQL("fresh")),
            )
        )

    @api.model
    def _tidy(self, term_ids):
        """Terms no article has any more go, with their pieces."""
        if term_ids:
            self.env.execute_query(
                SQL(
                    """
                WITH gone AS (
                    DELETE FROM pylot_faq_term WHERE id = ANY(%s) AND document_count <= 0
                    RETURNING id, lang, term
                ) %s
                """,
                    term_ids,
                    self._get_removing_sql(SQL("gone")),
                )
            )
