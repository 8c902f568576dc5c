from odoo import api, models


class PylotReminder(models.Model):
    """Promises that were not kept are noted when it is planned what comes next."""

    _inherit = "pylot.reminder"

    @api.model
    def _cron_plan(self):
        self.env["pylot.payment.promise"]._close_overdue()
        return super()._cron_plan()
