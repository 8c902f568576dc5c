from odoo import models


class PylotTeam(models.Model):
    """What customers think of the solutions of a team."""

    _name = "pylot.team"
    _inherit = ["pylot.team", "rating.parent.mixin"]

    def action_view_ratings(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("rating.rating_rating_action")
        return {
            **action,
            "domain": [
                ("parent_res_model", "=", self._name),
                ("parent_res_id", "=", self.id),
                ("consumed", "=", True),
            ],
            "context": {},
        }
