from odoo import fields, models

WORDING = {"question", "answer"}


class PylotFaqArticle(models.Model):
    """What an article said earlier: kept whatever door a change comes through."""

    _inherit = "pylot.faq.article"

    version_ids = fields.One2many(
        "pylot.faq.version",
        "article_id",
        string="Earlier Versions",
        readonly=True,
        groups="pylot_frontoffice.group_agent",
    )

    def _get_wording(self, lang):
        """:return: question and answer in that language"""
        read = self.with_context(lang=lang)
        return read.question or "", read.answer or ""

    def _get_all_wordings(self, langs):
        return {(article, lang): article._get_wording(lang) for article in self for lang in langs}

    def write(self, vals):
        if not WORDING & vals.keys():
            return super().write(vals)
        before = self._get_all_wordings([self.env.lang or "en_US"])
        result = super().write(vals)
        self.env["pylot.faq.version"]._keep(before)
        return result

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        """The dialog of core in which a text is translated."""
        before = {}
        if field_name in WORDING:
            self.check_access("write")
            before = self._get_all_wordings(translations)
        result = super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )
        self.env["pylot.faq.version"]._keep(before)
        return result

    def _forget_versions(self):
        """Remove what was there before somebody checked the text: it tells whose case it was."""
        self.sudo().version_ids.unlink()
