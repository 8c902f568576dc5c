from odoo import api, models


class ResLang(models.Model):
    """A further language has an index of its own."""

    _inherit = "res.lang"

    @api.model_create_multi
    def create(self, vals_list):
        langs = super().create(vals_list)
        if any(lang.active for lang in langs):
            self.env["pylot.faq.article"]._index_stale()
        return langs

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active"):
            self.env["pylot.faq.article"]._index_stale()
        return result
