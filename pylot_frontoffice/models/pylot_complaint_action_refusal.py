from odoo import api, fields, models
from odoo.exceptions import UserError


class PylotComplaintAction(models.Model):
    """Refusal: with a reason, and with what the customer can do about it (ISO 10002, 7.9)."""

    _inherit = "pylot.complaint.action"

    recourse_text = fields.Text(
        string="What the Customer Can Do",
        compute="_compute_recourse_text",
        store=True,
        readonly=False,
        precompute=True,
        help="Whom else the customer may turn to, in the company and outside.",
    )

    @api.depends("kind")
    def _compute_recourse_text(self):
        for action in self:
            if action.kind == "refusal" and not action.recourse_text:
                lang = action.complaint_id._get_customer_lang()
                company = action.company_id.with_context(lang=lang)
                action.recourse_text = company.pylot_recourse_text
            else:
                action.recourse_text = action.recourse_text

    def _check_refusal(self):
        if not (self.note or "").strip():
            raise UserError(self.env._("Say why: the customer has a right to the reason."))
        if not (self.recourse_text or "").strip():
            raise UserError(
                self.env._(
                    "Say whom the customer may turn to. A text for all refusals can be set in the "
                    "settings."
                )
            )

    def _check_other(self):
        if not (self.note or "").strip():
            raise UserError(self.env._("Say what has been done for the customer."))

    def _get_other_cost(self):
        return self.currency_id._convert(
            self.amount, self.company_id.currency_id, self.company_id, fields.Date.today()
        )
