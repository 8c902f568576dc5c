from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    """A public holiday makes other working time; somebody's time off does not."""

    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._forget_work_blocks()
        return leaves

    def write(self, vals):
        self._forget_work_blocks()
        result = super().write(vals)
        self._forget_work_blocks()
        return result

    def unlink(self):
        self._forget_work_blocks()
        return super().unlink()

    def _forget_work_blocks(self):
        if any(not leave.resource_id for leave in self):
            self.env["resource.calendar"]._forget_work_blocks()
