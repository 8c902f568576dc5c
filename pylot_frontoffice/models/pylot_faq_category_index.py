from odoo import models


class PylotFaqCategory(models.Model):
    """An article is found by the name of its category, too."""

    _inherit = "pylot.faq.category"

    def write(self, vals):
        result = super().write(vals)
        if "name" in vals:
            self._index_articles()
        return result

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        result = super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )
        if field_name == "name":
            self._index_articles()
        return result

    def _index_articles(self):
        articles = self.env["pylot.faq.article"].sudo().with_context(active_test=False)
        articles.search([("category_id", "in", self.ids)])._index()
