from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

APPROVERS = "pylot_frontoffice.group_dispatcher"


class PylotComplaintAction(models.Model):
    """Four eyes: what costs more than the company's limit is approved by somebody else than who
    asked for it."""

    _inherit = "pylot.complaint.action"

    approval_activity_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    def _get_result_fields(self):
        return super()._get_result_fields() | {"approval_activity_id"}

    def _get_money(self):
        """Hook: what the customer is given, in the currency of the company, taxes included."""
        self.ensure_one()
        if self.kind not in ("refund", "reduction", "voucher"):
            return 0.0
        return self.currency_id._convert(
            self.amount, self.company_id.currency_id, self.company_id, fields.Date.today()
        )

    def _needs_approval(self):
        """Several small sums for one complaint are one big one."""
        self.ensure_one()
        money = self._get_money()
        if not money or self.approved_at:
            return False
        others = self.complaint_id.sudo().action_ids.filtered(
            lambda other: other != self.sudo() and other.asked_at and other.state != "cancelled"
        )
        alone = sum(other._get_money() for other in others if not other.approved_at)
        currency = self.company_id.currency_id
        limit = self.sudo().company_id.pylot_refund_limit
        return currency.compare_amounts(money + alone, limit) > 0

    def _ask_approval(self):
        """Wait for somebody who may approve, and put it on their list."""
        self._write_result_sudo({"state": "approval"})
        user = self._get_approver()
        worded = self.with_context(lang=user.lang)
        complaint = self.complaint_id.sudo()
        activity = complaint.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=worded.env._("Approve: %(remedy)s", remedy=worded._describe()),
            note=Markup("<p>%s</p>") % (self.note or ""),
        )
        self._write_result_sudo({"approval_activity_id": activity.id})

    def _get_approver(self):
        """:return: the team leader, else a dispatcher of the company; never who asks"""
        action = self.sudo()
        company, asker = action.company_id, action.asked_by_id
        leader = action.complaint_id.team_id.user_id
        possible = leader | action.env.ref(APPROVERS).all_user_ids.sorted("id")
        possible = possible.filtered(
            lambda user: (
                user.active
                and not user.share
                and user != asker
                and company in user.company_ids
                and user.has_group(APPROVERS)
            )
        )
        return possible[:1] or action.env.ref("base.user_admin")

    def action_approve(self):
        """Somebody else agrees: carry it out. Twice is once."""
        for action in self:
            action._approve()
        return False

    def _approve(self):
        self.ensure_one()
        self.check_access("write")
        self._lock()
        if self.state != "approval":
            return
        self._check_may_approve()
        self._call("recheck")
        self._write_result_sudo(
            {
                "approved_by_id": self.env.uid,
                "approved_at": fields.Datetime.now(),
                "state": "draft",
            }
        )
        self._close_approval()
        self._carry_out()

    def _check_may_approve(self):
        if not self.env.user.has_group(APPROVERS):
            raise AccessError(self.env._("Dispatchers and managers approve remedies."))
        if self.env.user == self.sudo().asked_by_id:
            raise UserError(
                self.env._(
                    "You have asked for it yourself: somebody else has to approve “%(remedy)s”.",
                    remedy=self.display_name,
                )
            )

    def _close_approval(self):
        """Nobody need decide any more."""
        self.sudo().approval_activity_id.unlink()
