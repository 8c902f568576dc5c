import re

from odoo import api, fields, models
from odoo.tools import SQL

# What is stored of a question; nobody learns more from the rest.
TEXT_LENGTH = 200
# Searches are for learning what is missing, and then to be forgotten.
KEEP_DAYS = 180
# An hour of one network address: questions, and times answers were looked for. Offices share an
# address, so both are generous; an administrator may set other numbers.
MAX_SEARCHES = ("pylot_frontoffice.max_faq_searches_per_visitor", 200)
MAX_REQUESTS = ("pylot_frontoffice.max_faq_requests_per_visitor", 3000)
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
        """Somebody has seen answers, or that there are none. One statement, as it is done with
        every pause while somebody types.

        :param dict box: where it was typed, see ``_read_box``, with ``visitor``
        :param str text: what was typed
        :param int count: how many articles were found
        :param articles: those that were shown; those shown before stay noted
        :return: False, and nothing is noted, when too much came from there in the last hour
        """
        shown = self._fields["article_ids"]
        [(is_noted,)] = self.env.execute_query(
            SQL(
                """
                WITH recent AS (
                    SELECT count(*) AS searches, coalesce(sum(requests), 0) AS requests
                      FROM pylot_faq_query WHERE visitor = %(visitor)s AND write_date > %(hour)s
                ), search AS (
                    INSERT INTO pylot_faq_query AS known (
                        key, turn, text, lang, place, company_id, visitor, result_count, requests,
                        create_uid, create_date, write_uid, write_date
                    )
                    SELECT %(key)s, %(turn)s, %(text)s, %(lang)s, %(place)s, %(company)s,
                           %(visitor)s, %(count)s, 1, %(uid)s, %(now)s, %(uid)s, %(now)s
                      FROM recent
                     WHERE searches < %(max_searches)s AND requests < %(max_requests)s
                    ON CONFLICT (key, turn) WHERE key IS NOT NULL DO UPDATE
                    SET text = EXCLUDED.text,
                        result_count = EXCLUDED.result_count,
                        requests = known.requests + 1,
                        write_date = EXCLUDED.write_date
                    RETURNING id
                ), noted AS (
                    INSERT INTO %(shown_table)s (%(search_column)s, %(article_column)s)
                    SELECT search.id, shown FROM search, unnest(%(shown)s::integer[]) AS shown
                    ON CONFLICT DO NOTHING
                )
                SELECT EXISTS (SELECT FROM search)""",
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
                hour=fields.Datetime.subtract(fields.Datetime.now(), hours=1),
                max_searches=self._get_limit(*MAX_SEARCHES),
                max_requests=self._get_limit(*MAX_REQUESTS),
                shown=articles.ids,
            )
        )
        self.invalidate_model()
        return is_noted

    @api.model
    def _get_limit(self, parameter, default):
        text = self.env["ir.config_parameter"].sudo().get_param(parameter, "")
        return int(text) if text.isdecimal() else default

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
