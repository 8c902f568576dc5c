from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.wall_time import to_day


class PylotReplan(models.TransientModel):
    """What was applied is kept as a plan that was accepted, and is taken back as one."""

    _inherit = "pylot.replan"

    plan_id = fields.Many2one("pylot.plan", readonly=True)
    plan_state = fields.Selection(related="plan_id.state", string="State of the Plan")

    def action_undo(self):
        """Everything goes back to where it was before "Apply", as far as that is possible."""
        self.ensure_one()
        self._check_may_replan()
        if not self.plan_id:
            raise UserError(self.env._("Nothing has been applied yet."))
        return self.plan_id.action_undo()

    def action_open_plan(self):
        self.ensure_one()
        return self.plan_id._open()

    def _note_before(self, visits):
        """:return: dict of visit to the values of its line in the plan that say how it was"""
        before = {}
        for visit in visits:
            prefix = "draft" if visit.visit_state == "draft" else "old"
            before[visit] = {
                "event_id": visit.id,
                "old_state": visit.visit_state,
                "old_helper_ids": [Command.set(visit.helper_ids.ids)],
                f"{prefix}_resource_id": visit.technician_id.id,
                f"{prefix}_start": visit.start,
                f"{prefix}_stop": visit.stop,
            }
        return before

    def _record(self, before, leave):
        """:param before: see :meth:`_note_before`
        :param leave: the absence that was entered, elevated
        :return: ``pylot.plan``, elevated"""
        plan = self.env["pylot.plan"].sudo().create(self._prepare_record_vals(leave))
        vals_list = [
            self._prepare_record_line(line.visit_id, line.outcome, before, line.reasons)
            for line in self.line_ids
        ]
        if self.kind == "overrun":
            vals_list.append(self._prepare_record_line(self.visit_id, "longer", before))
        plan.line_ids.create([{**vals, "plan_id": plan.id} for vals in vals_list])
        return plan

    def _prepare_record_vals(self, leave):
        first, last = self._get_record_days()
        return {
            "kind": "hand",
            "state": "applied",
            "applied_at": fields.Datetime.now(),
            "company_id": self._get_company().id,
            "date_from": first,
            "date_to": last,
            "is_telling": self.inform_customers,
            "leave_id": leave.id,
            "message": self._describe_cause(leave),
        }

    def _get_record_days(self):
        tz = self.env["pylot.plan"].with_company(self._get_company())._get_default_tz()
        if self.kind == "absence":
            start, stop = self._get_absence_span()
            return to_day(start, tz), to_day(stop - timedelta(seconds=1), tz)
        day = to_day(self.visit_id.start, tz)
        return day, day

    def _describe_cause(self, leave):
        subject = self.technician_id.name if self.kind == "absence" else self.visit_id.display_name
        text = f"{self.display_name}: {subject}"
        if leave:
            taken = self.env._("The absence was entered, and goes when this is taken back.")
            text = f"{text}\n{taken}"
        return text

    def _prepare_record_line(self, visit, outcome, before, reasons=""):
        """:return: values of the line of a visit as it is now"""
        was = before[visit]
        if outcome == "keep":
            reason = " · ".join((reasons or "").splitlines())
            return {**was, "kind": "left_out", "is_accepted": False, "reason": reason}
        vals = {**was, "kind": "change", "state": "applied", "outcome": outcome}
        if outcome == "tray":
            return vals
        return {
            **vals,
            "resource_id": visit.technician_id.id,
            "helper_ids": [Command.set(visit.helper_ids.ids)],
            "start": visit.start,
            "stop": visit.stop,
        }
