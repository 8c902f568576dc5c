from odoo import models

# Of terms in more articles than these only those they weigh most in are looked at, and the best of
# all are completed, so that nothing of those is missing.
LOOKED_AT = 100
BEST = 24

# Who may see an article is asked of the article, and of no more of them than are needed. Rows
# without a term have the words of the article. The limits are constants, or PostgreSQL would not
# know that few rows are wanted.
VISIBLE = """
    active AND (is_published OR drafts)
    AND audience || ':' || coalesce(company_id, 0) = ANY (readers)
"""
HITS = f"""
    CREATE FUNCTION pylot_faq_hits(
        asked_lang varchar, rare int[], rare_weights float8[], often int[], often_weights float8[],
        common int[], readers varchar[], drafts boolean
    ) RETURNS TABLE (article_id int, term_id int, weight float4, words varchar)
    LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
    #variable_conflict use_column
    BEGIN RETURN QUERY
        WITH found AS MATERIALIZED (
            SELECT article_id, term_id, posting.weight, asked.weight * posting.weight AS part
            FROM unnest(rare, rare_weights) asked (term_id, weight)
            JOIN pylot_faq_posting posting USING (term_id)
        ), best AS MATERIALIZED (
            SELECT article_id
            FROM (
                SELECT article_id, sum(part) AS score
                FROM (
                    SELECT article_id, part FROM found
                    UNION ALL
                    SELECT near.article_id, asked.weight * near.weight
                    FROM unnest(often, often_weights) asked (term_id, weight)
                    CROSS JOIN LATERAL (
                        SELECT article_id, weight
                        FROM pylot_faq_posting posting
                        JOIN pylot_faq_article article ON article.id = article_id
                        WHERE posting.term_id = asked.term_id AND {VISIBLE}
                        ORDER BY weight DESC, article_id LIMIT {LOOKED_AT}
                    ) near
                ) hit
                GROUP BY 1 ORDER BY 2 DESC, 1
            ) rated
            CROSS JOIN LATERAL (
                SELECT FROM pylot_faq_article WHERE id = rated.article_id AND {VISIBLE} OFFSET 0
            ) visible
            ORDER BY score DESC, article_id LIMIT {BEST}
        )
        SELECT article_id, term_id, weight, NULL::varchar FROM found JOIN best USING (article_id)
        UNION ALL
        SELECT best.article_id, posting.term_id, posting.weight, NULL
        FROM best CROSS JOIN LATERAL (
            SELECT term_id, weight FROM pylot_faq_posting
            WHERE article_id = best.article_id AND term_id = ANY (common) OFFSET 0
        ) posting
        UNION ALL
        SELECT article_id, NULL, NULL, document.words
        FROM best JOIN pylot_faq_document document USING (article_id) WHERE lang = asked_lang;
    END $$
"""


class PylotFaqTerm(models.Model):
    """Which articles have most of some terms, as a function in the database: to plan this statement
    anew took as long as to carry it out, whoever asks."""

    _inherit = "pylot.faq.term"

    def init(self):
        result = super().init()
        self.env.cr.execute(HITS)
        return result
