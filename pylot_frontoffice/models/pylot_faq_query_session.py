import re

from odoo import api, fields, models
from odoo.tools import SQL

# What is stored of a question; nobody learns more from the rest.
TEXT_LENGTH = 200
# Searches are for learning what is missing, and then to be forgotten.
KEEP_DAYS = 180
EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
NUMBER = re.compile(r"(?<!\w)\+?\d[\d ()/.\-]{4,}\d(?!\w)|\d{5,}")


class PylotFaqQuery(models.Model):
    """One row for one search, however many letters it took to type it: the page that somebody
    types on has a key, and a further question on the same page is a further turn."""

    _inherit = "pylot.faq.query"

    key = fields.Char(readonly=True, copy=False, help="Of the page on which it was typed.")
    turn = fields.Integer(
        readonly=True, copy=False, help="How many questions were typed before on this page."
    )
    visitor = fields.Char(
        readonly=True, copy=False, help="Who has searched, as a keyed hash of the network address."
    )
    requests = fields.Integer(readonly=True, help="How often answers were looked for meanwhile.")

    _key_unique = models.UniqueIndex(
        "(key, turn) WHERE key IS NOT NULL", "This search has been noted already."
    )
    _visitor_idx = models.Index("(visitor, write_date) WHERE visitor IS NOT NULL")

    @api.model
    def _note_search(self, box, text, count, articles):
        """Somebody has seen answers, or that there are none.

        :param dict box: where it was typed, see ``_read_box``, with ``visitor``
        :param str text: what was typed
        :param int count: how many articles were found
        :param articles: those that were shown; those shown before stay noted
        """
        shown = self._fields["article_ids"]
        self.env.execute_query(
            SQL(
                """
                WITH search AS (
                    INSERT INTO pylot_faq_query AS known (
                        key, turn, text, lang, place, company_id, visitor, result_count, requests,
                        create_uid, create_date, write_uid, write_date
                    )
                    VALUES (
                        %(key)s, %(turn)s, %(text)s, %(lang)s, %(place)s, %(company)s, %(visitor)s,
                        %(count)s, 1, %(uid)s, %(now)s, %(uid)s, %(now)s
                    )
                    ON CONFLICT (key, turn) WHERE key IS NOT NULL DO UPDATE
                    SET text = EXCLUDED.text,
                        result_count = EXCLUDED.result_count,
                        requests = known.requests + 1,
                        write_date = EXCLUDED.write_date
                    RETURNING id
                )
                INSERT INTO %(shown_table)s (%(search_column)s, %(article_column)s)
                SELECT search.id, shown FROM search, unnest(%(shown)s::integer[]) AS shown
                ON CONFLICT DO NOTHING
                RETURNING 1""",
                shown_table=SQL.identifier(shown.relation),
                search_column=SQL.identifier(shown.column1),
                article_column=SQL.identifier(shown.column2),
                key=box["key"],
                turn=box["turn"],
                text=self._mask(text),
                lang=self.env.lang,
                place=box["place"],
                company=box["company"],
                visitor=box["visitor"],
                count=count,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                shown=articles.ids,
            )
        )
        self.invalidate_model()

    @api.model
    def _mask(self, text):
        """:return: the beginning of what was typed, without what leads to a person: addresses and
        long numbers"""
        text = NUMBER.sub("…", EMAIL.sub("…", text[: 2 * TEXT_LENGTH]))
        return text[:TEXT_LENGTH] or "…"

    @api.model
    def _find_search(self, box):
        """:return: the search that was noted for this page and turn, none when there is none"""
        return self.search([("key", "=", box["key"]), ("turn", "=", box["turn"])], limit=1)

    @api.model
    def _note_opened(self, box, article):
        """:param article: one that the visitor may read; counted only when it was shown"""
        found = self._find_search(box)
        if article in found.article_ids - found.opened_ids:
            found.opened_ids |= article

    @api.model
    def _note_solved(self, box, article):
        """:return: whether it was counted: the article was shown, and nothing has been sent"""
        found = self._find_search(box)
        if article not in found.article_ids or found.complaint_id:
            return False
        found.solved_id = article
        return True

    @api.model
    def _is_too_much(self, visitor, max_searches, max_requests):
        """:return: whether there were too many searches from one network in the last hour"""
        [(searches, requests)] = self.env.execute_query(
            SQL(
                """
                SELECT count(*), coalesce(sum(requests), 0) FROM pylot_faq_query
                 WHERE visitor = %s AND write_date > %s""",
                visitor,
                fields.Datetime.subtract(fields.Datetime.now(), hours=1),
            )
        )
        return searches >= max_searches or requests >= max_requests

    @api.autovacuum
    def _gc_searches(self):
        """Those that became a complaint stay with it."""
        limit = 1000
        old = self.search(
            [
                ("complaint_id", "=", False),
                (
                    "create_date",
                    "<",
                    fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_DAYS),
                ),
            ],
            limit=limit,
        )
        old.unlink()
        return len(old), len(old) == limit
