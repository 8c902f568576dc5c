from odoo import models


class IrModuleModule(models.Model):
    """Files of translations are written past the ORM."""

    _inherit = "ir.module.module"

    def _load_module_terms(self, modules, langs, overwrite=False):
        result = super()._load_module_terms(modules, langs, overwrite=overwrite)
        self.env["pylot.faq.article"]._index_stale()
        return result
