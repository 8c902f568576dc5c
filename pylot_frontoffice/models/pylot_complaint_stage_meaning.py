from odoo import models
from odoo.exceptions import UserError


class PylotComplaintStage(models.Model):
    """What a stage means decides what complaints in it went through: it does not change under
    them."""

    _inherit = "pylot.complaint.stage"

    def write(self, vals):
        if "state" in vals:
            changed = self.filtered(lambda stage: stage.state != vals["state"])
            complaints = self.env["pylot.complaint"].sudo().with_context(active_test=False)
            if complaints.search_count([("stage_id", "in", changed.ids)], limit=1):
                raise UserError(
                    self.env._(
                        "Complaints are in this stage. Move them to another one, or make a new "
                        "stage of that meaning."
                    )
                )
        return super().write(vals)
