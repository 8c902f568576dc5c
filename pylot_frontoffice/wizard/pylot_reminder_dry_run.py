from odoo import api, fields, models
from odoo.fields import Command

# Documents on one screen.
ROWS = 80


class PylotReminderDryRun(models.TransientModel):
    """The page "Who Gets What?": what would be sent, what would not, and why."""

    _name = "pylot.reminder.dry.run"
    _description = "Try Out Reminders"
    _rec_name = "policy_id"

    policy_id = fields.Many2one("pylot.reminder.policy", required=True, ondelete="cascade")
    state = fields.Selection(related="policy_id.state", string="Status")
    line_ids = fields.One2many("pylot.reminder.dry.run.line", "run_id", string="Messages")
    summary = fields.Char(readonly=True)

    @api.model
    def _open(self, policy):
        """:return: action that shows the page, on a saved record: the buttons in its rows need
        rows that exist"""
        self.check_access("create")
        candidates = policy._get_candidates(ROWS)
        lines = policy._explain_candidates(candidates)
        run = self.create(
            {
                "policy_id": policy.id,
                "line_ids": [Command.create(line) for line in lines],
                "summary": self._summarise(policy, candidates, lines),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Gets What: %s", policy.name),
            "res_model": self._name,
            "res_id": run.id,
            "views": [(False, "form")],
            # no dialog: a preview would take its place
            "target": "current",
        }

    def _summarise(self, policy, candidates, lines):
        sent = sum(line["is_sent"] for line in lines)
        more = candidates[0]["total"] - len(candidates) if candidates else 0
        hidden, quiet = len(candidates) - len(lines), policy._count_quiet()
        return " ".join(
            text
            for count, text in (
                (True, self.env._("Would be sent: %s.", sent)),
                (True, self.env._("Not sent: %s.", len(lines) - sent)),
                (more, self.env._("And %s more.", more)),
                (hidden, self.env._("About documents you may not open: %s.", hidden)),
                (quiet, self.env._("Documents that are too old and stay quiet: %s.", quiet)),
            )
            if count
        )

    def action_switch_on(self):
        """From now on they are sent. They are planned at once, so that one sees what is coming."""
        self.ensure_one()
        self.policy_id.state = "on"
        self.policy_id._plan()
        return self.policy_id.action_view_reminders()
