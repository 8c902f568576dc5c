from odoo import models

# Told apart from activities that people make.
ACTIVITY_TYPE = "pylot_frontoffice.mail_activity_type_target"
# Values that say which target it is; they never change.
FIXED = ("complaint_id", "policy_id", "company_id", "kind")


class PylotSlaStatus(models.Model):
    """A target takes over how it stands, and remembers why."""

    _inherit = "pylot.sla.status"

    def _follow(self, vals):
        """:param vals: as the complaint says it stands now
        :return: the target, if anything has changed"""
        self.ensure_one()
        changed = {
            name: value for name, value in vals.items() if name not in FIXED and self[name] != value
        }
        if not changed:
            return self.browse()
        text = self._describe_change(changed)
        self.write({**changed, **(self._note(text) if text else {})})
        return self

    def _drop(self, rule):
        """Another policy applies, or none.

        :return: the target, if it was not dropped before"""
        self.ensure_one()
        if self.state == "dropped":
            return self.browse()
        text = self.env._("No target applies any more.")
        if rule:
            other = self.policy_id.browse(rule.id).display_name
            text = self.env._("“%(target)s” applies instead.", target=other)
        self.write({"state": "dropped", "next_at": False, "paused_at": False, **self._note(text)})
        return self

    def _describe_change(self, changed):
        """:return: what has happened, "" for what is not worth a word"""
        if self.state == "dropped":
            return self.env._("Applies again.")
        if changed.get("reached_at"):
            is_late = changed.get("state", self.state) == "broken"
            return self.env._("Reached too late.") if is_late else self.env._("Reached in time.")
        if "reached_at" in changed:
            return self.env._("Opened again; the remaining time goes on.")
        if changed.get("state") == "paused":
            return self.env._("Stands still while we wait for the customer.")
        if changed.get("state") == "broken":
            return self.env._("Missed.")
        if self.state == "paused" and "state" in changed:
            return self.env._("Goes on; the customer has answered.")
        if "hours" in changed:
            return self.env._("Promised anew: %(hours)s h.", hours=f"{changed['hours']:g}")
        if "deadline" in changed:
            return self.env._("Moved: working hours, team or receipt have changed.")
        return ""

    def _clear_warnings(self):
        """Who was warned need not do anything any more once the target is reached or dropped."""
        over = self.filtered(lambda row: row.level and (row.reached_at or row.state == "dropped"))
        complaints = over.complaint_id
        waiting = complaints.sla_status_ids.filtered(
            lambda row: row.level and not row.reached_at and row.state != "dropped"
        )
        (complaints - waiting.complaint_id).activity_unlink([ACTIVITY_TYPE])
