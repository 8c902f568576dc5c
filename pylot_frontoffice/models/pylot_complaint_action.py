from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..const import REMEDIES

# What is still to be done, and keeps a complaint open.
OPEN_ACTION_STATES = ("draft", "approval")


class PylotComplaintAction(models.Model):
    """A remedy, and what came of it: a credit note, an order, a visit, a voucher.

    What is promised is written by people, what came of it only by the remedy itself; once there
    is something, or somebody has to approve it, the promise cannot be changed any more. Each kind
    has a file of its own with ``_check_<kind>`` (may it be done?), ``_draft_<kind>`` (what is made
    before somebody approves), ``_do_<kind>`` (carry it out) and ``_get_<kind>_cost``."""

    _name = "pylot.complaint.action"
    _description = "Remedy"
    _order = "id"
    _check_company_auto = True

    complaint_id = fields.Many2one(
        "pylot.complaint", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        "res.company",
        related="complaint_id.company_id",
        store=True,
        index=True,
        precompute=True,
    )
    kind = fields.Selection(REMEDIES, string="Remedy", required=True, default="other")
    state = fields.Selection(
        [
            ("draft", "Open"),
            ("approval", "Waits for Approval"),
            ("done", "Done"),
            ("cancelled", "Given Up"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    note = fields.Text(string="Reason", help="Why this remedy, in words a customer may read.")
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="Taxes included.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency",
        store=True,
        precompute=True,
    )
    line_ids = fields.One2many("pylot.complaint.action.line", "action_id", string="Items")
    has_chosen_lines = fields.Boolean(compute="_compute_has_chosen_lines")
    asked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    asked_at = fields.Datetime(string="Asked On", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_at = fields.Datetime(string="Approved On", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    done_at = fields.Datetime(string="Done On", readonly=True, copy=False)
    company_currency_id = fields.Many2one(
        "res.currency", string="Currency of the Company", related="company_id.currency_id"
    )
    cost = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
        help="What it cost the company: the refund without taxes, the hours of the visit, the "
        "goods at their cost price.",
    )

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for action in self:
            if chosen := action._get_chosen_lines():
                action.amount = sum(chosen.mapped("amount"))
            else:
                action.amount = action.amount or 0.0

    @api.depends("line_ids.quantity")
    def _compute_has_chosen_lines(self):
        for action in self:
            action.has_chosen_lines = bool(action._get_chosen_lines())

    @api.depends("complaint_id")
    def _compute_currency(self):
        for action in self:
            action.currency_id = action.company_id.currency_id

    @api.depends("kind", "complaint_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for action in self:
            action.display_name = f"{action._get_label()} – {action.complaint_id.number or ''}"

    def _get_label(self):
        """:return: what the kind is called in the language of the context"""
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return labels.get(self.kind, "")

    def _get_chosen_lines(self):
        return self.line_ids.filtered("quantity")

    # === WHO WRITES WHAT ===

    @api.model
    def _get_result_fields(self):
        """Hook: names of fields that only the remedy itself writes."""
        return {
            "state",
            "asked_by_id",
            "asked_at",
            "approved_by_id",
            "approved_at",
            "done_by_id",
            "done_at",
            "cost",
        }

    def _get_result(self):
        """Hook: the document that came of it, of whatever model; False when there is none."""
        return False

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        if not self.env.su:
            names = self._get_result_fields() - {"state"}
            if any(
                action.state != "draft" or any(action[name] for name in names)
                for action in actions.sudo()
            ):
                raise AccessError(self._get_result_refusal())
        return actions

    def write(self, vals):
        if not self.env.su:
            if self._get_result_fields() & vals.keys():
                raise AccessError(self._get_result_refusal())
            self._check_editable()
        return super().write(vals)

    def _get_result_refusal(self):
        return self.env._("What came of a remedy is written down by the remedy itself.")

    def _check_editable(self):
        """:raise UserError: when one of these has been carried out, or is about to be"""
        for action in self:
            if action.state != "draft" or action._get_result():
                raise UserError(
                    self.env._(
                        "“%(remedy)s” is on its way or over and cannot be changed any more. What "
                        "is not done yet can be cancelled; then add another remedy.",
                        remedy=action.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        self.filtered(lambda action: action.state != "cancelled")._check_editable()

    def _write_result_sudo(self, vals):
        """The one place where results are written; callers have checked that it may be so."""
        self.sudo().write(vals)
