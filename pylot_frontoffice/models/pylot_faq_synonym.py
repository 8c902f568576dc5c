from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..tools.text_synonym import expand, group_of


class PylotFaqSynonym(models.Model):
    """Words that mean the same to those who ask."""

    _name = "pylot.faq.synonym"
    _description = "FAQ Synonyms"
    _order = "words, id"
    _rec_name = "words"

    words = fields.Char(
        required=True, help="Words or short phrases with commas between them, all of equal rank."
    )
    lang = fields.Selection(
        selection="_get_languages",
        string="Language",
        help="Empty: whatever language somebody searches in.",
    )
    active = fields.Boolean(default=True)

    @api.model
    def _get_languages(self):
        return self.env["res.lang"].get_installed()

    @api.constrains("words")
    def _check_words(self):
        for synonym in self:
            if len(group_of(synonym.words, "")) < 2:
                raise ValidationError(
                    self.env._(
                        "“%(words)s” is one word. Synonyms are several, with commas between them.",
                        words=synonym.words,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        synonyms = super().create(vals_list)
        self.env.registry.clear_cache()
        return synonyms

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache("lang")
    def _get_groups(self, lang):
        """:return: dict of the stems of a word or phrase, as tuple, to those of its synonyms"""
        domain = [("lang", "in", [lang, False])]
        groups = {}
        for synonym in self.sudo().search_fetch(domain, ["words"]):
            group = group_of(synonym.words, lang)
            for phrase in group:
                groups.setdefault(phrase, set()).update(other for other in group if other != phrase)
        return groups

    @api.model
    def _add_synonyms(self, words, lang):
        """Note in each ``Word`` the stems of what means the same."""
        expand(words, self._get_groups(lang))
