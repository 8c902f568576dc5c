from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .pylot_complaint_action import OPEN_ACTION_STATES


class PylotComplaintAction(models.Model):
    """Carrying a remedy out: once, whoever presses how often in how many windows."""

    _inherit = "pylot.complaint.action"

    def action_do(self):
        """Carry these remedies out, or ask somebody to approve them. Twice is once."""
        for action in self:
            action._run()
        return self._get_next_step()

    def _get_next_step(self):
        """Hook: the window to open afterwards, False: none."""
        return False

    def _run(self):
        self.ensure_one()
        self.check_access("write")
        self._lock()
        if self.state != "draft" or self._get_result():
            return  # a second click, or a colleague
        self._call("check")
        self._write_result_sudo(
            {"asked_by_id": self.env.uid, "asked_at": fields.Datetime.now(), "approved_at": False}
        )
        self._call("draft")
        if self._needs_approval():
            self._ask_approval()
        else:
            self._carry_out()

    def _call(self, what):
        """Do ``what`` in the way of the kind, if it has one."""
        method = getattr(self, f"_{what}_{self.kind}", None)
        return method() if method else None

    def _lock(self):
        """Whoever presses at the same time has to wait; Odoo repeats their request, which then
        finds it done."""
        self.ensure_one()
        self.flush_recordset()
        self.env.cr.execute(
            SQL("SELECT id FROM pylot_complaint_action WHERE id = %s FOR UPDATE", self.id),
            log_exceptions=False,
        )
        self.invalidate_recordset()

    def _carry_out(self):
        self._call("do")
        self._sync_state()

    def action_cancel(self):
        """Give up what is not done yet, and what has been prepared for it."""
        for action in self:
            action.check_access("write")
            action._lock()
            if action.state == "cancelled":
                continue
            if action.state not in OPEN_ACTION_STATES:
                raise UserError(
                    self.env._(
                        "“%(remedy)s” is done and stays as it is.", remedy=action.display_name
                    )
                )
            action._call("cancel")
            if action.state != "cancelled":
                action._set_result_state("cancelled")

    # === WHAT CAME OF IT ===

    def _sync_state(self):
        """Bring the state in line with the document that came of it."""
        for action in self:
            state = action._get_result_state()
            if state != action.state:
                action._set_result_state(state)

    def _get_result_state(self):
        """Hook: the state that follows from the document; without one it is done once done."""
        return "done"

    def _set_result_state(self, state):
        self.ensure_one()
        values = {"state": state, "done_by_id": False, "done_at": False, "cost": 0.0}
        if state == "done":
            values.update(done_by_id=self.env.uid, done_at=fields.Datetime.now())
            values["cost"] = self._get_cost_sudo()
        was = self.state
        self._write_result_sudo(values)
        if state not in OPEN_ACTION_STATES:
            self._close_approval()
            self._log_result()
        if state != was:
            self.sudo().complaint_id._resume_after_remedy()

    def _get_cost_sudo(self):
        """:return: what it cost, in the currency of the company"""
        action = self.sudo()
        method = getattr(action, f"_get_{self.kind}_cost", None)
        return action.company_id.currency_id.round(method()) if method else 0.0

    def _log_result(self):
        """What came of it stands in the history of the complaint."""
        complaint = self.sudo().complaint_id
        if self.state == "done":
            text = complaint.env._("%(remedy)s: done.", remedy=self._describe())
        else:
            text = complaint.env._("%(remedy)s: cancelled.", remedy=self._describe())
        complaint._message_log(body=text)

    def _describe(self):
        """:return: the remedy in a few words, in the language of the context"""
        action = self.sudo()
        parts = [action._get_label()]
        if action.amount:
            parts.append(action.currency_id.format(action.amount))
        result = action._get_result()
        if result:
            parts.append(result if isinstance(result, str) else result.display_name)
        return ", ".join(parts)

    def action_view_result(self):
        """Open the credit note, the order or the visit."""
        self.ensure_one()
        result = self._get_result()
        if not result or isinstance(result, str):
            return False
        result.with_env(self.env).check_access("read")
        return result.with_env(self.env).get_formview_action()

    def action_open(self):
        """:return: action that shows the remedy in a dialog"""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_complaint_action_action_dialog"
        )
        return {**action, "res_id": self.id, "name": self._get_label()}
