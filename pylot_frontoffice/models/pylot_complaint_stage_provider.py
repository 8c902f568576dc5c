from odoo import api, fields, models

from ..const import DONE_STATES


class PylotComplaintStage(models.Model):
    """Stages that an outside provider may set."""

    _inherit = "pylot.complaint.stage"

    provider_allowed = fields.Boolean(
        string="Providers Set It",
        compute="_compute_provider_allowed",
        store=True,
        readonly=False,
        help="Outside providers may move complaints here. Solving and closing stays with you "
        "unless you tick it.",
    )

    @api.depends("state")
    def _compute_provider_allowed(self):
        for stage in self:
            stage.provider_allowed = stage.state not in ("new", *DONE_STATES)
