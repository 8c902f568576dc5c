from odoo import api, models
from odoo.tools import format_date

from ..tools import warranty


class PylotComplaint(models.Model):
    """The rights of the customer as sentences, for colleagues and for the customer's page."""

    _inherit = "pylot.complaint"

    @api.depends("warranty_until", "burden_until", "repair_attempts", "is_consumer", "state")
    @api.depends_context("lang")
    def _compute_statutory_text(self):
        for complaint in self:
            complaint.statutory_text = "\n".join(complaint._get_statutory_sentences())

    def _get_statutory_sentences(self, for_customer=False):
        """:param for_customer: only what is said to customers, for their page
        :return: list of plain sentences in the language of the context"""
        self.ensure_one()
        complaint = self.sudo()
        if not complaint.delivered_on:
            return []
        return [
            sentence
            for sentence in (
                complaint._say_warranty(),
                complaint._say_burden(),
                complaint._say_withdrawal(),
                complaint._say_failed_repairs(),
                complaint._say_notice_duty() if not for_customer else None,
            )
            if sentence
        ]

    def _say_warranty(self):
        if not self.warranty_until:
            return None
        words = {"day": format_date(self.env, self.warranty_until)}
        if not self.is_in_warranty:
            return self.env._("The warranty ended on %(day)s.", **words)
        plain = warranty.warranty_end(self.delivered_on, self._get_warranty_months())
        if self.warranty_until != plain:
            return self.env._("In warranty until %(day)s, extended by the repair.", **words)
        return self.env._("In warranty until %(day)s.", **words)

    def _say_burden(self):
        if not (self.burden_until and self.is_in_warranty):
            return None
        return self.env._(
            "A defect that shows until %(day)s is taken to have been there from the beginning "
            "(§ 477 BGB).",
            day=format_date(self.env, self.burden_until),
        )

    def _say_failed_repairs(self):
        if not (self.is_in_warranty and self._has_failed_repairs()):
            return None
        return self.env._(
            "%(count)s repair attempts have failed: withdrawal from the contract or a price "
            "reduction can be claimed now (§ 440 BGB).",
            count=self.repair_attempts,
        )

    def _say_notice_duty(self):
        if self.is_consumer:
            return None
        return self.env._(
            "The customer is a company: it had to inspect the goods and report defects without "
            "delay, or else they count as accepted (§ 377 HGB)."
        )

    def _say_withdrawal(self):
        last_day = self._get_withdrawal_end()
        if not last_day or self._get_received_day() > last_day:
            return None
        return self.env._(
            "Ordered online: the contract can be withdrawn from without a reason until %(day)s "
            "(§ 355 BGB).",
            day=format_date(self.env, last_day),
        )
