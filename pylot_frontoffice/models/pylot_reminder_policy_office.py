from odoo import api, fields, models
from odoo.fields import Domain


class PylotReminderPolicy(models.Model):
    """What its owner reads and presses."""

    _inherit = "pylot.reminder.policy"

    summary = fields.Char(
        string="What It Does",
        compute="_compute_summary",
        help="The levels in the order in which they are sent.",
    )
    planned_count = fields.Integer(string="Next Messages", compute="_compute_counts")
    failed_count = fields.Integer(string="Failed", compute="_compute_counts")

    @api.depends("anchor", "level_ids.when", "level_ids.name", "level_ids.channel")
    @api.depends_context("lang")
    def _compute_summary(self):
        anchors = dict(self._fields["anchor"]._description_selection(self.env))
        channels = dict(self.level_ids._fields["channel"]._description_selection(self.env))
        for policy in self:
            levels = [
                self.env._(
                    "%(when)s: %(name)s (%(channel)s)",
                    when=level.when,
                    name=level.name or "",
                    channel=channels.get(level.channel, ""),
                )
                for level in policy.level_ids
            ]
            policy.summary = " · ".join([anchors.get(policy.anchor, ""), *levels])

    def _compute_counts(self):
        self.planned_count = self.failed_count = 0
        groups = self.env["pylot.reminder"]._read_group(
            Domain("policy_id", "in", self.ids) & Domain("state", "in", ("planned", "failed")),
            ["policy_id", "state"],
            ["__count"],
        )
        for policy, state, count in groups:
            policy[f"{state}_count"] = count

    def action_dry_run(self):
        """Who would get what and when, who would not, and why; nothing is sent."""
        self.ensure_one()
        return self.env["pylot.reminder.dry.run"]._open(self)

    def action_view_reminders(self):
        """Its messages, planned and sent."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_reminder_action"
        )
        action["domain"] = [("policy_id", "=", self.id)]
        action["context"] = {}
        return action
