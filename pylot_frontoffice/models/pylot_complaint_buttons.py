from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

STEP = Markup('<li><i class="fa fa-fw %s me-2" role="presentation"></i>%s</li>')


class PylotComplaint(models.Model):
    """What agents press to bring a complaint to its end, and what they see is missing."""

    _inherit = "pylot.complaint"

    closing_steps = fields.Html(
        string="Until It Is Solved", compute="_compute_closing_steps", sanitize=False
    )

    @api.depends("decided_at", "decision_told_at", "dismissal", "stage_id")
    def _compute_closing_steps(self):
        for complaint in self:
            complaint.closing_steps = Markup('<ul class="list-unstyled mb-0">%s</ul>') % Markup(
                ""
            ).join(
                STEP % ("fa-check text-success" if is_done else "fa-circle-o text-muted", text)
                for is_done, text in complaint._get_steps()
            )

    def action_decide(self):
        self.ensure_one()
        return self._open_dialog(
            "pylot.complaint.decide", self.env._("Tell the Decision"), default_complaint_id=self.id
        )

    def action_dismiss(self):
        return self._open_dialog(
            "pylot.complaint.dismiss",
            self.env._("No Complaint"),
            default_complaint_ids=self.ids,
        )

    def _open_dialog(self, model, name, **context):
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": context,
        }

    def action_solve(self):
        """Solve these now, or as soon as the message that is on its way has been sent."""
        self.check_access("write")
        on_their_way = self.filtered(lambda complaint: complaint._is_being_told())
        (self - on_their_way)._move_to("solved")
        if not on_their_way:
            return None
        on_their_way.solve_when_ready = True
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "The decision is just being sent. The complaint is solved as soon as it is."
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _is_being_told(self):
        """:return: whether nothing is missing but that a planned message is sent"""
        return len(self._get_missing()) == 1 and self._get_decision_notice().state == "planned"

    def action_close(self):
        self._move_to("closed")

    def action_reopen(self):
        self._move_to("working")

    def action_wait(self):
        self._move_to("waiting_customer")

    # === NO COMPLAINT AT ALL ===

    def _dismiss(self, reason, note=None):
        """End these without a decision, and without a word to anybody.

        :param str reason: key of ``DISMISSALS``
        :param str note: what whoever looks at it later should know
        :raise UserError: a remedy is open
        """
        self.check_access("write")
        if any(complaint._has_open_actions() for complaint in self):
            raise UserError(self.env._("A remedy is still open. Finish or cancel it first."))
        self.sudo().write({"dismissal": reason, "solve_when_ready": False})
        self._move_to("closed")
        if note:
            self._message_log_batch(bodies=dict.fromkeys(self.ids, note))
