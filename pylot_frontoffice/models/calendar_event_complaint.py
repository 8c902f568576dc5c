from odoo import fields, models


class CalendarEvent(models.Model):
    """Visits that repair what somebody has complained about."""

    _inherit = "calendar.event"

    complaint_id = fields.Many2one(
        "pylot.complaint",
        string="Repairs Complaint",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="pylot_frontoffice.group_technician",
        help="What went wrong before this visit.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "visit_state" in vals or "active" in vals:
            self._sync_remedies_sudo()
        return result

    def unlink(self):
        """A visit that is gone repairs nothing."""
        remedies = self._get_remedies_sudo()
        result = super().unlink()
        for remedy in remedies.filtered(lambda each: each.state == "draft"):
            remedy._set_result_state("cancelled")
        return result

    def _get_remedies_sudo(self):
        """:return: remedies that these visits are the result of; technicians need not see them"""
        repairing = self.sudo().filtered("complaint_id")
        remedies = repairing.env["pylot.complaint.action"]
        if not repairing:
            return remedies
        return remedies.search([("event_id", "in", repairing.ids)])

    def _sync_remedies_sudo(self):
        """A repair is done, put off or given up with its visit."""
        self._get_remedies_sudo()._sync_state()
