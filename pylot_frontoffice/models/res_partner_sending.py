from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """A company without a calendar is on the clock of its own contact."""

    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if "tz" in vals and self._is_any_company():
            self.env.registry.clear_cache()
        return result

    def _is_any_company(self):
        """:return: whether one of these is the contact of a company of the database"""
        companies = self.env["res.company"].sudo()
        return bool(companies.search_count(Domain("partner_id", "in", self.ids), limit=1))
