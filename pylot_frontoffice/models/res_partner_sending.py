from odoo import models


class ResPartner(models.Model):
    """A company without a calendar is on the clock of its own contact."""

    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if "tz" in vals:
            self.env.registry.clear_cache()
        return result
