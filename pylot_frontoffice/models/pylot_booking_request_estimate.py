from odoo import fields, models
from odoo.fields import Command


class PylotBookingRequest(models.Model):
    """An estimate that a visitor has worked out goes with what they book."""

    _inherit = "pylot.booking.request"

    estimate_id = fields.Many2one(
        "pylot.estimate", index="btree_not_null", ondelete="set null", readonly=True
    )
    estimate_summary = fields.Char(readonly=True)

    def _prepare_visit_vals(self, contact, customer, crew):
        vals = super()._prepare_visit_vals(contact, customer, crew)
        if self.estimate_summary:
            vals["estimate_id"] = self.estimate_id.id
            vals["estimate_summary"] = self.estimate_summary
        return vals

    def _prepare_estimate_vals(self, carried, vals):
        """:param carried: :class:`Carried`
        :param dict vals: of a booking request
        :return: the same with the estimate in the words of the office, and what the visitor has
            answered among the answers"""
        estimate = carried.estimate
        company = estimate.company_id or self.env.company
        lang = company.partner_id.lang or self.env.lang
        answers = [
            Command.create({"name": question, "value": answer})
            for question, answer in carried.answers
        ]
        return {
            **vals,
            "answer_ids": [*vals.get("answer_ids", ()), *answers],
            "estimate_id": estimate.id,
            "estimate_summary": estimate._get_summary(carried, lang),
        }
