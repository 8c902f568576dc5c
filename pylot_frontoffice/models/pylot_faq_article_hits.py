from odoo import api, models
from odoo.tools import SQL

from ..tools.sql_array import sql_array

# What the function asks of an article before somebody sees it.
SIGHT = ("active", "is_published", "audience", "company_id")


class PylotFaqArticle(models.Model):
    """The second statement of a search: what the best articles have of the terms asked for."""

    _inherit = "pylot.faq.article"

    @api.model
    def _get_hits(self, rare, often, common):
        """:param dict rare: ids of terms in few articles to what they count
        :param dict often: the same of common terms, as far as they lead to articles
        :param list common: ids of all common terms
        :return: list of tuples of article id, term id and its weight there; dict of article id to
            its words; of the articles that have most of all terms together"""
        rows = self.env.execute_query(
            SQL(
                "SELECT * FROM pylot_faq_hits(%s, %s, %s, %s, %s, %s, %s, %s)",
                self.env.lang or "en_US",
                sql_array(list(rare)),
                sql_array(list(rare.values())),
                sql_array(list(often)),
                sql_array(list(often.values())),
                sql_array(common),
                sql_array(self._get_readers()),
                self._is_for_drafts(),
                to_flush=[self._fields[name] for name in SIGHT],
            )
        )
        hits = [row[:3] for row in rows if row[1]]
        return hits, {row[0]: row[3] for row in rows if not row[1]}
