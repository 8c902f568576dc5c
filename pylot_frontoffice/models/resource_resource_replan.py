from odoo import models


class ResourceResource(models.Model):
    _inherit = "resource.resource"

    def action_replan(self):
        """Somebody is absent: who does their visits?"""
        self.ensure_one()
        return self.env["pylot.replan"]._open(kind="absence", technician_id=self.id)
