from odoo import fields, models
from odoo.exceptions import UserError

from .pylot_plan import MOST_DAYS


class PylotPlan(models.Model):
    """What a dispatcher has decided without the planner when a day changed, kept as a plan that
    was accepted, so that it is taken back as one."""

    _inherit = "pylot.plan"

    kind = fields.Selection(
        selection_add=[("hand", "Decided by Hand")], ondelete={"hand": "cascade"}
    )
    # Deleted when the plan is taken back, so nobody may point it at the time off of others.
    leave_id = fields.Many2one(
        "resource.calendar.leaves",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=fields.NO_ACCESS,
    )

    # Whoever is ill for a month has a plan of a month; nothing is computed for it.
    _days_sane = models.Constraint(
        f"""CHECK(date_to >= date_from
                  AND (kind = 'hand' OR date_to < date_from + {MOST_DAYS}))""",
        f"A plan ends after it begins, and is about at most {MOST_DAYS} days.",
    )

    def action_run(self):
        if any(plan.kind == "hand" for plan in self):
            raise UserError(
                self.env._("This was decided by hand. Make a new plan to let the planner think.")
            )
        return super().action_run()

    def action_undo(self):
        if self.kind != "hand":
            return super().action_undo()
        lines = self.line_ids.filtered(lambda line: line.state == "applied")
        crews = {visit: visit.technician_ids for visit in lines.event_id}
        action = super().action_undo()
        undone = lines.filtered(lambda line: line.state == "undone")
        undone.event_id._tell_crews(crews)
        return action

    def _undo_cause(self):
        """Whoever was entered as absent by mistake is at work again."""
        leave = self.sudo().leave_id
        if not leave:
            return super()._undo_cause()
        leave.unlink()
        return True

    def _tells_changes(self):
        return self.is_telling if self.kind == "hand" else super()._tells_changes()
