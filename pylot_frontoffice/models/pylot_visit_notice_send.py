from odoo import models


class PylotVisitNotice(models.Model):
    """How notices are sent."""

    _inherit = "pylot.visit.notice"

    def _send_before_unlink(self):
        """The visits are about to be deleted, and their notices with them."""
