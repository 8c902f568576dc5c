from odoo import api, fields, models
from odoo.tools import formatLang

from ..const import DONE_STATES, OPEN_STATES
from ..wording import describe_period

SHOWN = 5
AGENT = "pylot_frontoffice.group_agent"


class PylotComplaint(models.Model):
    """What else is open with this customer, to be known before one says a word."""

    _inherit = "pylot.complaint"

    open_matters = fields.Json(
        compute="_compute_open_matters",
        help="List of label, detail, model, id and level.",
    )

    @api.depends("partner_id")
    @api.depends_context("uid", "lang", "tz", "allowed_company_ids")
    def _compute_open_matters(self):
        may_see = self.env.user.has_group(AGENT)
        for complaint in self:
            family = complaint.partner_id.sudo().commercial_partner_id
            complaint.open_matters = (
                may_see
                and family
                and [
                    *complaint._get_next_visits(family),
                    *complaint._get_unpaid(family),
                ]
            ) or False

    def _get_next_visits(self, family):
        visits = self.env["calendar.event"].search(
            [
                ("customer_id", "child_of", family.id),
                ("visit_state", "in", OPEN_STATES),
                "|",
                ("visit_state", "=", "draft"),
                ("start", ">=", fields.Datetime.now()),
            ],
            order="start, id",
            limit=SHOWN,
        )
        return [
            {
                "model": "calendar.event",
                "id": visit.id,
                "icon": "fa-wrench",
                "label": visit.appointment_type_id.name or visit.name,
                "detail": self.env._("still to plan")
                if visit.visit_state == "draft"
                else describe_period(self.env, visit.start),
                "level": "info",
            }
            for visit in visits
        ]

    def _get_unpaid(self, family):
        """Overdue invoices, for those who may see invoices."""
        moves = self.env["account.move"]
        if not moves.has_access("read"):
            return []
        unpaid = moves.search(
            [
                ("commercial_partner_id", "=", family.id),
                ("move_type", "=", "out_invoice"),
                ("state", "=", "posted"),
                ("payment_state", "in", ("not_paid", "partial")),
                ("invoice_date_due", "<", fields.Date.context_today(self)),
            ],
            order="invoice_date_due, id",
            limit=SHOWN,
        )
        return [
            {
                "model": "account.move",
                "id": move.id,
                "icon": "fa-money",
                "label": move.name,
                "detail": self.env._(
                    "overdue: %(amount)s",
                    amount=formatLang(
                        self.env, move.amount_residual, currency_obj=move.currency_id
                    ),
                ),
                "level": "warning",
            }
            for move in unpaid
        ]

    @api.model
    def _get_open_domain(self):
        return [("state", "not in", DONE_STATES)]
