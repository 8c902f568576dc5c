from odoo import api, fields, models

from ..const import DONE_STATES

# What may change which targets apply, or how they stand.
TRIGGERS = {
    "active",
    "dismissal",
    "first_response_at",
    "is_safety",
    "priority",
    "received_at",
    "severity",
    "stage_id",
    "team_id",
    "type_id",
}

STORED_FOR_LISTS = (
    "deadline_response",
    "deadline_resolution",
    "target_risk_at",
    "target_broken_at",
)


class PylotComplaint(models.Model):
    """Targets follow the complaint. Each kind has one that applies; when another comes to apply,
    the old one is dropped and the new one is counted from the receipt, less what was waited."""

    _inherit = "pylot.complaint"

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        # before they were stored, deadlines were computed from the same
        known = complaints.filtered(lambda each: each._get_pause_kind() is None)
        lists = [self._fields[name] for name in STORED_FOR_LISTS]
        with self.env.protecting(lists, known):
            complaints._refresh_targets()
        return complaints

    def write(self, vals):
        result = super().write(vals)
        if not TRIGGERS.isdisjoint(vals):
            self._refresh_targets()
        return result

    def _is_promised(self):
        """Hook: whether anything is promised at all. What was over when it was made is history,
        and nobody is promised anything about spam."""
        if self.dismissal and self.dismissal != "silent":
            return False
        return self.active and bool(self.solved_at or self.state not in DONE_STATES)

    def _refresh_targets(self, renew=False):
        """Bring the targets in line with the complaints as they are now. Doing it twice changes
        nothing; of solved and closed ones nothing changes ever.

        :param renew: what is running is measured by the policy as it is now, and not as it was
            when it was promised
        """
        now = fields.Datetime.now()
        complaints = self.sudo().filtered(lambda each: not each._is_target_frozen())
        complaints._note_pauses(now)
        statuses = self.env["pylot.sla.status"].sudo()
        vals_list, changed = [], statuses
        fresh = complaints.filtered(lambda each: not each.sla_status_ids)
        for alike, targets in fresh._iterate_first_targets():
            vals_list += [{**vals, "complaint_id": each.id} for each in alike for vals in targets]
        for complaint in complaints - fresh:
            rows = {row.policy_id.id: row for row in complaint.sla_status_ids}
            rules = complaint._find_open_rules(rows.values())
            for row in rows.values():
                rule = rules.get(row.kind)
                if row.kind in rules and row.policy_id.id != (rule and rule.id):
                    changed |= row._drop(rule)
            work = complaint._get_target_work()
            for rule in filter(None, rules.values()):
                row = rows.get(rule.id, statuses)
                vals = complaint._prepare_target(rule, work, now, row, renew)
                if row:
                    changed |= row._follow(vals)
                else:
                    vals_list.append(vals)
        changed |= statuses.create(vals_list)
        changed._clear_warnings()
        changed._wake_up()

    def _find_open_rules(self, rows):
        """:return: dict of a kind to the rule that applies, None when none does. A first answer
        that was given is not judged again, and is not in there."""
        rules = self.env["pylot.sla.policy"]._find_rules(self) if self._is_promised() else {}
        found = {kind: rules.get(kind) for kind in ("response", "resolution")}
        if any(row.kind == "response" and row.reached_at for row in rows):
            del found["response"]
        return found
