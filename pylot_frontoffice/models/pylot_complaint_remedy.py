from odoo import api, fields, models
from odoo.exceptions import UserError

from .pylot_complaint_action import OPEN_ACTION_STATES

AGENT = "pylot_frontoffice.group_agent"


class PylotComplaint(models.Model):
    """What is done for the customer, and what it costs."""

    _inherit = "pylot.complaint"

    action_ids = fields.One2many(
        "pylot.complaint.action", "complaint_id", string="Remedies", groups=AGENT
    )
    action_count = fields.Integer(
        string="Number of Remedies", compute="_compute_action_count", groups=AGENT
    )
    open_action_count = fields.Integer(
        string="Open Remedies", compute="_compute_action_count", groups=AGENT
    )
    company_currency_id = fields.Many2one(
        "res.currency",
        string="Currency",
        related="company_id.currency_id",
        # else it would be looked up complaint by complaint while a thousand are made
        store=True,
        precompute=True,
    )
    cost_total = fields.Monetary(
        string="Cost",
        currency_field="company_currency_id",
        compute="_compute_cost_total",
        store=True,
        precompute=True,
        groups=AGENT,
        help="Of all remedies: refunds without taxes, visits and goods.",
    )
    repair_visit_ids = fields.One2many(
        "calendar.event", "complaint_id", string="Repair Visits", groups=AGENT
    )
    repair_visit_count = fields.Integer(
        string="Number of Repair Visits", compute="_compute_results", compute_sudo=True
    )
    has_refunds = fields.Boolean(compute="_compute_results", compute_sudo=True)
    has_replacements = fields.Boolean(compute="_compute_results", compute_sudo=True)
    has_vouchers = fields.Boolean(compute="_compute_has_vouchers")

    @api.depends("action_ids.state")
    def _compute_action_count(self):
        for complaint in self:
            states = complaint.action_ids.mapped("state")
            complaint.action_count = sum(state != "cancelled" for state in states)
            complaint.open_action_count = sum(state in OPEN_ACTION_STATES for state in states)

    @api.depends("action_ids.refund_move_id", "action_ids.sale_order_id", "action_ids.event_id")
    def _compute_results(self):
        for complaint in self:
            actions = complaint.action_ids
            complaint.repair_visit_count = len(actions.event_id)
            complaint.has_refunds = bool(actions.refund_move_id)
            complaint.has_replacements = bool(actions.sale_order_id)

    @api.depends("action_ids.cost")
    def _compute_cost_total(self):
        with_remedies = self.filtered("action_ids")
        (self - with_remedies).cost_total = 0
        for complaint in with_remedies:
            complaint.cost_total = sum(complaint.action_ids.mapped("cost"))

    def _compute_has_vouchers(self):
        self.has_vouchers = self.env["pylot.complaint.action"]._has_vouchers()

    def _has_open_actions(self):
        """:return: whether something that was promised is not done yet"""
        self.ensure_one()
        return any(action.state in OPEN_ACTION_STATES for action in self.sudo().action_ids)

    def _wait_for_remedy(self):
        self._set_state("waiting_remedy")

    def _resume_after_remedy(self):
        """Nothing is waited for any more: somebody has to look at it and tell the customer."""
        for complaint in self:
            if complaint.state == "waiting_remedy" and not complaint._has_open_actions():
                complaint._set_state("working")

    # === BUTTONS ===

    def _add_remedy(self, kind):
        """:return: action that shows a new remedy of ``kind``, prepared from what the complaint is
        about; one that has been begun is gone on with"""
        self.ensure_one()
        begun = self.action_ids.filtered(
            lambda action: (
                action.kind == kind and action.state == "draft" and not action._get_result()
            )
        )
        remedy = begun[:1] or self.env["pylot.complaint.action"].create(
            self._prepare_action_vals(kind)
        )
        return remedy.action_open()

    def _prepare_action_vals(self, kind):
        complaint = self.sudo()
        order = complaint.sale_order_id or complaint.event_id.sale_order_id
        move = (
            complaint.move_id
            or order.invoice_ids.filtered(
                lambda each: each.move_type == "out_invoice" and each.state == "posted"
            )[:1]
        )
        order = order or move.invoice_line_ids.sale_line_ids.order_id[:1]
        values = {"complaint_id": self.id, "kind": kind}
        if kind in ("refund", "reduction"):
            values["move_id"] = move.id
        if kind == "replacement":
            values["origin_order_id"] = order.id
        return values

    def action_add_refund(self):
        return self._add_remedy("refund")

    def action_add_replacement(self):
        return self._add_remedy("replacement")

    def action_add_reduction(self):
        return self._add_remedy("reduction")

    def action_add_voucher(self):
        return self._add_remedy("voucher")

    def action_add_refusal(self):
        return self._add_remedy("refusal")

    def action_add_other(self):
        return self._add_remedy("other")

    def action_add_repair(self):
        """Open the free times; the remedy is made by booking one."""
        self.ensure_one()
        self.check_access("write")
        return self.env["pylot.phone.booking"]._open_for_complaint(self)

    def _get_repair_type(self):
        """:return: what is proposed for a repair: the type of the visit complained about, or of
        the product"""
        self.ensure_one()
        complaint = self.sudo()
        return complaint.event_id.appointment_type_id or complaint.product_id.appointment_type_id

    def action_view_refunds(self):
        return self._view_results("account.move", "refund_move_id")

    def action_view_replacements(self):
        return self._view_results("sale.order", "sale_order_id")

    def action_view_repairs(self):
        return self._view_results("calendar.event", "event_id")

    def _view_results(self, model, name):
        self.ensure_one()
        self.env[model].check_access("read")
        results = self.action_ids[name]
        if not results:
            raise UserError(self.env._("There is nothing to show yet."))
        if len(results) == 1:
            return results.get_formview_action()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Results"),
            "res_model": model,
            "view_mode": "list,form",
            "domain": [("id", "in", results.ids)],
        }
