from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL, ormcache

from ..tools.sql_array import sql_array
from ..tools.text_rerank import rerank

# Of terms in more articles than these only those they weigh most in are looked at, and the best of
# all are completed, so that nothing of those is missing. Small words lead to articles only
# when there are no others.
LOOKED_AT = 100
BEST = 40
# How much more it counts to have all words of a question than some of them often.
COVER = 0.4
# An article has a word when it has so much of what the word is worth; of one that only resembles
# it, it has a part.
HAD = 5.0


class PylotFaqArticle(models.Model):
    """Which articles have most of what was asked for, also when one looks twice: the second
    statement of a search.

    PostgreSQL thinks as long about this statement as it works on it, so parts that have nothing to
    add are left out.
    """

    _inherit = "pylot.faq.article"

    @api.model
    def _get_best(self, words, terms):
        """:return: list of (article id, score), best first"""
        total = sum(word.cover for word in words) or 1
        scores, covers, texts = defaultdict(float), defaultdict(float), {}
        for article_id, number, part, text in self._get_parts(words, terms):
            if number is None:
                texts[article_id] = text
                continue
            scores[article_id] += part
            covers[article_id] += min(words[number].cover, HAD * part)
        rated = ((each, score * (covers[each] / total) ** COVER) for each, score in scores.items())
        return rerank(words, sorted(rated, key=lambda pair: (-pair[1], pair[0])), texts)

    @api.model
    def _get_parts(self, words, terms):
        """:return: list of (article id, number of the word, what the article has of it, None) for
        the articles that have most of all words together; in order, or those that are alike would
        differ by how their sums are rounded; and of (article id, None, None, its words)"""
        is_lead = {number: not word.is_small for number, word in enumerate(words) if word.terms}
        if not any(is_lead.values()):
            is_lead = dict.fromkeys(is_lead, True)
        asked = [
            (number, terms[term][0], weight, terms[term][1] > LOOKED_AT, is_lead[number])
            for number, word in enumerate(words)
            for term, weight in word.terms.items()
        ]
        columns = [list(column) for column in zip(*asked, strict=True)] or [[]] * 5
        common = [term_id for _word, term_id, _weight, common, _lead in asked if common]
        visible_from, article, condition = self._get_visible_sql(self._get_visible_domain())
        leads_often = any(common and lead for *_term, common, lead in asked)
        return self.env.execute_query(
            SQL(
                """
            WITH asked AS MATERIALIZED (
                SELECT * FROM unnest(%(number)s::int[], %(term)s::int[], %(weight)s::float8[],
                                     %(common)s::boolean[], %(lead)s::boolean[])
                    asked (word, term_id, weight, common, lead)
            ), rare AS MATERIALIZED (
                SELECT asked.word, posting.article_id, asked.weight * posting.weight AS part
                FROM asked JOIN pylot_faq_posting posting USING (term_id) WHERE NOT common
            ), best AS MATERIALIZED (
                SELECT article_id
                FROM (
                    SELECT article_id, sum(part) AS score
                    FROM (SELECT article_id, part FROM rare %(often)s) hit
                    GROUP BY 1 ORDER BY 2 DESC, 1
                ) rated
                CROSS JOIN LATERAL (
                    SELECT FROM %(visible_from)s
                    WHERE %(article)s = rated.article_id AND %(visible)s OFFSET 0
                ) visible
                ORDER BY score DESC, article_id LIMIT %(best)s
            )
            SELECT article_id, word, sum(part), NULL
            FROM (
                SELECT article_id, word, part FROM rare JOIN best USING (article_id)
                %(rest)s
            ) whole
            GROUP BY 1, 2
            UNION ALL
            SELECT article_id, NULL, NULL, words
            FROM best JOIN pylot_faq_document USING (article_id) WHERE lang = %(lang)s
            ORDER BY 1, 2
            """,
                number=sql_array(columns[0]),
                term=sql_array(columns[1]),
                weight=sql_array(columns[2]),
                common=sql_array(columns[3]),
                lead=sql_array(columns[4]),
                often=self._get_often(visible_from, article, condition) if leads_often else SQL(),
                rest=self._get_rest(common) if common else SQL(),
                visible_from=visible_from,
                visible=condition,
                article=article,
                best=BEST,
                lang=self.env.lang or "en_US",
            )
        )

    @api.model
    @ormcache("str(domain)")
    def _get_visible_sql(self, domain):
        """Odoo needs for this a tenth of the time of the search.

        :return: FROM, id and WHERE of the articles in ``domain``, which depend on nothing else"""
        visible = self.sudo()._search(domain, bypass_access=True)
        article = SQL.identifier(visible.table, "id")
        return visible.from_clause, article, visible.where_clause or SQL("true")

    @api.model
    def _get_often(self, visible_from, article, condition):
        """:return: SQL that adds the articles in which common words weigh most"""
        return SQL(
            """
            UNION ALL
            SELECT near.article_id, asked.weight * near.weight
            FROM asked CROSS JOIN LATERAL (
                SELECT posting.article_id, posting.weight
                FROM pylot_faq_posting posting JOIN %s ON %s = posting.article_id
                WHERE posting.term_id = asked.term_id AND %s
                ORDER BY posting.weight DESC, posting.article_id LIMIT %s
            ) near
            WHERE common AND lead
            """,
            visible_from,
            article,
            condition,
            LOOKED_AT,
        )

    @api.model
    def _get_rest(self, common):
        """:param list common: ids of terms
        :return: SQL that adds what the best articles have of common words"""
        return SQL(
            """
            UNION ALL
            SELECT best.article_id, asked.word, asked.weight * posting.weight
            FROM best CROSS JOIN LATERAL (
                SELECT term_id, weight FROM pylot_faq_posting
                WHERE article_id = best.article_id AND term_id = ANY(%s::int[]) OFFSET 0
            ) posting JOIN asked USING (term_id)
            """,
            sql_array(common),
        )
