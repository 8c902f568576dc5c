from odoo import api, models


class PylotDemo(models.AbstractModel):
    """What customers read of the demo data, in German, too: theirs is a German business. Demo data
    have no place in the catalogue, which belongs to what every business gets."""

    _inherit = "pylot.demo"

    @api.model
    def _speak_german(self, model, ids, paths, texts):
        """Translate records and what belongs to them, where German is installed.

        :param list paths: of the fields to what belongs to them, such as ``input_ids.choice_ids``
        :param dict texts: English to German; of HTML what stands in a paragraph
        """
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        langs = [code for code in installed if code.partition("_")[0] == "de"]
        records = self.env[model].with_context(lang="en_US").browse(ids)
        for each in [records, *map(records.mapped, paths)] if langs else ():
            for record in each:
                for field in record._fields.values():
                    if field.translate and field.store and record[field.name]:
                        self._translate_demo(record, field, texts, langs)

    def _translate_demo(self, record, field, texts, langs):
        text = record[field.name]
        if field.translate is True:
            german = texts.get(text)
        else:
            terms = {term: " ".join(term.split()) for term in field.get_trans_terms(text)}
            german = {term: texts[plain] for term, plain in terms.items() if plain in texts}
        if german:
            record.update_field_translations(field.name, dict.fromkeys(langs, german))
