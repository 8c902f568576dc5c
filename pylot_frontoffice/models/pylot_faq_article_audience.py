from odoo import api, models
from odoo.fields import Domain


class PylotFaqArticle(models.Model):
    """Who reads which article."""

    _inherit = "pylot.faq.article"

    @api.model
    def _get_visible_domain(self):
        user = self.env.user
        audiences = ["public"]
        if user._is_internal():
            audiences += ["customer", "provider", "staff"]
        elif not user._is_public():
            audiences += ["customer"]
        domain = Domain("active", "=", True) & Domain("audience", "in", audiences)
        domain &= Domain("company_id", "in", [*self.env.companies.ids, False])
        return domain & Domain("is_published", "=", True)
