from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import DONE_STATES, PRIORITIES, SEVERITIES, TARGET_KINDS


class PylotSlaPolicy(models.Model):
    """A target that is promised: within so many working hours complaints of this sort have a first
    answer, or a solution. Of each kind, the first policy in the list that fits a complaint is the
    one that counts."""

    _name = "pylot.sla.policy"
    _description = "Target"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        default=10, help="Of each kind, the first target that fits a complaint counts."
    )
    kind = fields.Selection(TARGET_KINDS, string="Promise", required=True, default="response")
    hours = fields.Float(
        string="Within", required=True, default=8, help="Working hours of the team."
    )
    # === FOR WHICH COMPLAINTS ===
    company_id = fields.Many2one("res.company", index=True, help="Empty: of all companies.")
    team_ids = fields.Many2many(
        "pylot.team",
        string="Teams",
        domain="[('company_id', '=?', company_id)]",
        help="Empty: of all teams.",
    )
    type_ids = fields.Many2many(
        "pylot.complaint.type",
        string="Causes",
        domain="['|', ('company_id', '=', False), ('company_id', '=?', company_id)]",
        help="With all finer causes. Empty: whatever it is about.",
    )
    priority = fields.Selection(
        PRIORITIES, string="From Priority", help="This one or a higher one. Empty: any."
    )
    severity = fields.Selection(
        SEVERITIES, string="From Severity", help="This one or a worse one. Empty: any."
    )
    is_for_safety = fields.Boolean(
        string="Whenever Safety Is at Stake",
        help="Complaints in which somebody may come to harm fit, whatever their priority and "
        "severity.",
    )
    # === WHO HEARS ===
    warn_hours = fields.Float(
        string="Warn Before",
        default=1,
        help="Working hours before the end, at which the responsible person is warned; the team "
        "leader, if nobody is responsible. 0: not at all.",
    )
    leader_hours = fields.Float(
        string="Tell the Leader Before",
        help="Working hours before the end, at which the team leader is told, too. 0: when the "
        "target is missed.",
    )

    _hours_positive = models.Constraint("CHECK(hours > 0)", "A target takes some time.")
    _warning_before_end = models.Constraint(
        "CHECK(warn_hours >= 0 AND warn_hours < hours AND leader_hours >= 0"
        " AND leader_hours < hours)",
        "Nobody can be warned before the clock has started.",
    )

    @api.depends("name", "hours", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for policy in self:
            hours = f"{policy.hours:g}"
            policy.display_name = self.env._(
                "%(policy)s (%(hours)s h)", policy=policy.name or "", hours=hours
            )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_promised(self):
        if (
            self.env["pylot.sla.status"]
            .sudo()
            .search_count([("policy_id", "in", self.ids)], limit=1)
        ):
            raise UserError(
                self.env._("Complaints have been promised this target. Archive it instead.")
            )

    def action_apply_to_open(self):
        """What is open is measured by the targets as they are now. By itself a change counts for
        what comes in later: a promise that was made is kept."""
        self.check_access("write")
        open_ones = self.env["pylot.complaint"].search(
            [("state", "not in", DONE_STATES), ("company_id", "in", self.env.companies.ids)]
        )
        open_ones._refresh_targets(renew=True)
