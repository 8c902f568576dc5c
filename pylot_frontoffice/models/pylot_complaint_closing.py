from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..const import DONE_STATES


class PylotComplaint(models.Model):
    """A complaint ends when a decision was taken, the customer knows it and every remedy is done,
    whatever door it is pushed through: button, board, import or another program."""

    _inherit = "pylot.complaint"

    @api.constrains("stage_id")
    def _check_end(self):
        for complaint in self:
            if complaint.state in DONE_STATES:
                complaint._check_nothing_missing()

    def _check_nothing_missing(self):
        """:raise ValidationError: says what is missing before it can end"""
        missing = self._get_missing()
        if missing:
            raise ValidationError(
                self.env._(
                    "“%(complaint)s” cannot end yet:\n%(missing)s",
                    complaint=self.display_name,
                    missing="\n".join(f"- {text}" for text in missing),
                )
            )

    def _get_missing(self):
        """:return: list of texts: what has to be done before this complaint can end"""
        return [text for is_done, text in self._get_steps() if not is_done]

    def _get_steps(self):
        """Hook: the way to the end.

        :return: list of (whether it is done, text)
        """
        self.ensure_one()
        steps = [self._get_remedy_step()]
        if not self.dismissal:
            steps = [self._get_decision_step(), self._get_telling_step(), *steps]
        return steps

    def _get_decision_step(self):
        if self.decided_at:
            return True, self.env._("The decision is taken.")
        if self.decision:
            return False, self.env._("The complaint was reopened: decide again.")
        return False, self.env._("There is no decision yet.")

    def _get_telling_step(self):
        if self.decision_told_at:
            return True, self.env._("The customer knows the decision.")
        notice = self._get_decision_notice()
        if notice.state == "planned":
            return False, self.env._(
                "The decision is just being sent to the customer. “Solved” takes effect by itself "
                "as soon as it is."
            )
        if notice.state in ("skipped", "failed"):
            return False, self.env._(
                "The decision could not be sent: %(reason)s Tell it by phone or letter.",
                reason=notice.reason or "",
            )
        return False, self.env._("The customer has not been told the decision.")

    def _get_remedy_step(self):
        if self._has_open_actions():
            return False, self.env._("A remedy is still open.")
        return True, self.env._("No remedy is open.")

    def _get_decision_notice(self):
        """:return: the message that tells what was decided last; none when it was said"""
        notices = self.env["pylot.complaint.notice"].sudo()
        if not self.decided_at or self.decision_channel != "email":
            return notices
        return notices.search(
            [
                ("complaint_id", "=", self.id),
                ("kind", "=", "decision"),
                ("cycle", "=", self._get_notice_cycle("decision")),
            ]
        )

    def _get_notice_cycle(self, kind):
        """:return: what a message of ``kind`` is about: there is one for each decision, each time
        of waiting, and of the others one until it is opened again"""
        if kind == "decision":
            return self.decision_round
        if kind == "close_warning":
            return self.waiting_round
        return self.reopen_count

    def _resume_after_remedy(self):
        result = super()._resume_after_remedy()
        self._solve_when_ready()
        return result

    # === BEGINNING AND END, SEVERAL AT ONCE ===

    def write(self, vals):
        before = {complaint: complaint.state for complaint in self} if "stage_id" in vals else {}
        result = super().write(vals)
        changed = self.filtered(lambda each: each in before and each.state != before[each])
        if changed:
            was_done = changed.filtered(lambda complaint: before[complaint] in DONE_STATES)
            is_done = changed.filtered(lambda complaint: complaint.state in DONE_STATES)
            waiting = changed.filtered(lambda complaint: complaint.state == "waiting_customer")
            for complaints, hook in (
                (is_done - was_done, "_on_end"),
                (was_done - is_done, "_on_reopening"),
                (waiting, "_on_waiting"),
            ):
                if complaints:
                    getattr(complaints, hook)()
        return result

    def _on_end(self):
        """Hook: these are solved or closed."""

    def _on_waiting(self):
        """Hook: these wait for their customers from now on."""

    def _on_reopening(self):
        """Hook: these begin again. What was told is not true any more: it has to be decided and
        told anew. The old text stays as a draft, and in the history."""
        self.sudo().write(
            {
                "active": True,
                "decided_at": False,
                "decided_by_id": False,
                "decision_outcome": False,
                "decision_channel": False,
                "decision_told_at": False,
                "dismissal": False,
                "solve_when_ready": False,
            }
        )

    def _move_to(self, state):
        """Like ``_set_state``, for whoever must not be mistaken.

        :raise UserError: the team has no such stage
        """
        self._set_state(state)
        for complaint in self:
            if complaint.state != state:
                states = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "The team %(team)s has no stage that means “%(state)s”.",
                        team=complaint.team_id.name,
                        state=states[state],
                    )
                )
