from odoo import models
from odoo.exceptions import UserError


class PylotPlan(models.Model):
    """What was accepted is taken back, as far as the places of before are still free."""

    _inherit = "pylot.plan"

    def action_undo(self):
        """Put every visit back to where it was before the plan was accepted. What has been
        changed since stays, and says why."""
        self.ensure_one()
        self._check_may_plan()
        self._take_proposal("applied")
        lines = self.line_ids.filtered(lambda line: line.state == "applied")
        refused = {}
        for line in lines:
            if reason := line._get_change_since():
                refused[line] = reason
        undone = self._move(lines, refused, "undo")
        if (lines and not undone) or not (self._undo_cause() or undone):
            raise UserError(
                self.env._("Nothing can be taken back any more: everything was changed since.")
            )
        self.state = "undone"
        return self._show_result(len(undone), len(lines - undone))

    def _undo_cause(self):
        """Hook: take back what was done besides moving visits.

        :return: whether there was something"""
        return False
