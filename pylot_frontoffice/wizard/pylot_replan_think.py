from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.pylot_plan import MOST_DAYS
from ..tools.wall_time import to_day

# Somebody waits for it.
SECONDS = 10


class PylotReplan(models.TransientModel):
    """When it is worth to move others a little: a run of the planner, with least change. It takes
    some seconds, never in a request; what it proposes is accepted and taken back there."""

    _inherit = "pylot.replan"

    def action_think(self):
        self.ensure_one()
        self._check_may_replan()
        self._check_open()
        self._check_question()
        if self.kind == "overrun":
            raise UserError(
                self.env._("The planner cannot move a visit that takes longer. Use “Propose”.")
            )
        plan = self.env["pylot.plan"].create(self._prepare_plan_vals())
        plan.action_run()
        self.state = "done"
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_plan_action"
        )
        return {**action, "res_id": plan.id, "views": [(False, "form")]}

    def _prepare_plan_vals(self):
        first, last, visits = self._get_plan_scope()
        if (last - first).days >= MOST_DAYS:
            raise UserError(
                self.env._("The planner looks at %(days)s days at most.", days=MOST_DAYS)
            )
        return {
            "kind": "replan",
            "company_id": self._get_company().id,
            "date_from": first,
            "date_to": last,
            "scope": "open",
            "move": "told",
            "visit_ids": [Command.set(visits.ids)],
            "seconds": SECONDS,
            "is_telling": self.inform_customers,
        }

    def _get_company(self):
        technician = self.technician_id.sudo()
        return technician.company_id or self.visit_id.visit_company_id or self.env.company

    def _get_plan_scope(self):
        """What has happened is noted at once, the plan takes it as it is.

        :return: (first day, last day, concerned visits)"""
        if self.kind == "urgent":
            self.visit_id.visit_priority = "1"
            day = to_day(self.start or fields.Datetime.now(), self.visit_id._get_customer_zone())
            return day, day, self.visit_id
        start, stop = self._get_absence_span()
        visits = self._find_visits(self.technician_id, start, stop)
        self._enter_absence()
        tz = self.technician_id.sudo().tz or "UTC"
        if self.absence == "now":
            return to_day(start, tz), to_day(start, tz), visits
        return self.date_from, self.date_to, visits
