from odoo import api, fields, models


class PylotReminderLevel(models.Model):
    """A level as a sentence."""

    _inherit = "pylot.reminder.level"

    when = fields.Char(compute="_compute_when")

    @api.depends("offset", "unit", "moment")
    @api.depends_context("lang")
    def _compute_when(self):
        for level in self:
            level.when = level._describe_when()

    def _describe_when(self):
        """:return: "24 hours before" """
        if not self.offset:
            return self.env._("at once") if self.moment == "after" else self.env._("at the time")
        texts = {
            ("hours", "before"): self.env._("%s h before", self.offset),
            ("hours", "after"): self.env._("%s h after", self.offset),
            ("days", "before"): self.env._("%s days before", self.offset),
            ("days", "after"): self.env._("%s days after", self.offset),
            ("working_days", "before"): self.env._("%s working days before", self.offset),
            ("working_days", "after"): self.env._("%s working days after", self.offset),
        }
        return texts[self.unit, self.moment]

    def action_preview(self):
        """Its words, with the data of the documents it would be about."""
        self.ensure_one()
        return self.env["pylot.reminder.preview"]._open(self)
