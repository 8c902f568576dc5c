from odoo import api, models
from odoo.tools import SQL

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ..tools.text_rerank import spread
from ..tools.text_weight import VERSION, plain, weigh

TEXTS = ("question", "keywords", "category_id", "answer")
# Articles that are read, weighed and written at a time.
BATCH = 500


class PylotFaqArticle(models.Model):
    """Keeps the index of the search in line with the texts.

    All articles are in the index, drafts, too: who may see what is asked when somebody searches, so
    publishing, archiving or another audience change nothing here.
    """

    _inherit = "pylot.faq.article"

    @api.model_create_multi
    def create(self, vals_list):
        articles = super().create(vals_list)
        articles._index()
        return articles

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(TEXTS):
            self._index()
        return result

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        result = super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )
        if field_name in TEXTS:
            self._index()
        return result

    def unlink(self):
        if self.env.context.get(MODULE_UNINSTALL_FLAG):
            # the index has gone before
            return super().unlink()
        terms = self.env["pylot.faq.term"].sudo()
        pairs = self.env.execute_query(
            SQL(
                "SELECT article_id, lang FROM pylot_faq_document WHERE article_id = ANY(%s)",
                self.ids,
            )
        )
        empty = terms._forget(pairs) if pairs else []
        result = super().unlink()
        terms._tidy(empty)
        return result

    def _index(self):
        """Bring the index of these articles up to date; what has not changed is left alone."""
        if self.ids:
            self._index_stale(self.ids)

    @api.model
    def _index_rebuild(self):
        """Begin the index anew. Nobody needs it as a rule: it repairs what has been written past
        Odoo into the index itself."""
        for table in ("posting", "piece", "document", "term"):
            self.env.execute_query(SQL("DELETE FROM %s", SQL.identifier(f"pylot_faq_{table}")))
        self._index_stale()

    @api.autovacuum
    def _gc_index_stale(self):
        """Articles that were written by SQL are found a day later at the latest."""
        self._index_stale()

    @api.model
    def _index_stale(self, article_ids=None):
        """Index the articles whose texts are others than those in the index, in every language: in
        one that an article is not translated to it is found by its source text.

        :param list article_ids: default: all"""
        self.env[self._name].flush_model(TEXTS)
        self.env["pylot.faq.category"].flush_model(["name"])
        terms = self.env["pylot.faq.term"].sudo()
        after = (0, "")
        while stale := self._get_stale(article_ids, after):
            terms._store(
                [
                    (
                        *(article_id, lang, digest),
                        weigh(question, keywords, category, answer, lang),
                        spread(f"{question or ''} {keywords or ''}", plain(answer)),
                    )
                    for article_id, lang, digest, question, keywords, category, answer in stale
                ]
            )
            after = stale[-1][:2]
            if len(stale) < BATCH:
                break

    @api.model
    def _get_stale(self, article_ids, after):
        """:param tuple after: article id and language of the last one that has been seen
        :return: list of tuples of article id, language, digest, question, keywords, category,
        answer; at most ``BATCH``"""
        return self.env.execute_query(
            SQL(
                """
            SELECT text.id, text.lang, text.digest,
                   text.question, text.keywords, text.category, text.answer
            FROM (
                SELECT *, md5(concat_ws(chr(31), %(version)s, question, coalesce(keywords, ''),
                                        coalesce(category, ''), coalesce(answer, ''))) AS digest
                FROM (
                    SELECT article.id, lang,
                           coalesce(question->>lang, question->>'en_US') AS question,
                           coalesce(keywords->>lang, keywords->>'en_US') AS keywords,
                           coalesce(category.name->>lang, category.name->>'en_US') AS category,
                           coalesce(answer->>lang, answer->>'en_US') AS answer
                    FROM pylot_faq_article article
                    CROSS JOIN unnest(%(langs)s::varchar[]) lang
                    LEFT JOIN pylot_faq_category category ON category.id = article.category_id
                    WHERE %(chosen)s
                ) source
            ) text
            LEFT JOIN pylot_faq_document document
                   ON document.article_id = text.id AND document.lang = text.lang
            WHERE document.digest IS DISTINCT FROM text.digest AND (text.id, text.lang) > %(after)s
            ORDER BY text.id, text.lang LIMIT %(batch)s
            """,
                version=VERSION,
                langs=self._get_index_langs(),
                chosen=SQL("article.id = ANY(%s)", article_ids) if article_ids else SQL("true"),
                after=after,
                batch=BATCH,
            )
        )

    @api.model
    def _get_index_langs(self):
        return sorted({"en_US", *(code for code, _name in self.env["res.lang"].get_installed())})
