from odoo import models
from odoo.tools import formatLang


class PylotComplaint(models.Model):
    """What agents need not write themselves, in the customer's language."""

    _inherit = "pylot.complaint"

    def _suggest_decision(self):
        """:return: text that tells the customer what the remedies have come to; "" without any"""
        self.ensure_one()
        localized = self.with_context(lang=self._get_customer_lang())
        actions = localized.action_ids.filtered(lambda action: action.state != "cancelled")
        return "\n".join(
            sentence for action in actions if (sentence := localized._describe_remedy(action))
        )

    def _describe_remedy(self, action):
        """Hook: one sentence about a row of ``action_ids``; "" when there is nothing to say."""
        amount = formatLang(self.env, action.amount or 0, currency_obj=action.currency_id)
        describe = getattr(self, f"_describe_{action.kind}", None)
        return describe(action, amount) if describe else ""

    def _describe_refund(self, action, amount):
        if not action.amount:
            return self.env._("We refund what you have paid.")
        return self.env._("We refund %(amount)s.", amount=amount)

    def _describe_reduction(self, action, amount):
        return self.env._("We reduce the price by %(amount)s.", amount=amount)

    def _describe_replacement(self, action, amount):
        return self.env._("We send you a replacement free of charge.")

    def _describe_repair(self, action, amount):
        if action.event_id.visit_state in (False, "draft", "cancelled"):
            return self.env._("We come and repair it free of charge.")
        return self.env._(
            "We come and repair it free of charge: %(time)s.",
            time=action.event_id._describe_customer_time()["text"],
        )

    def _describe_voucher(self, action, amount):
        worth = f"{action.voucher_percent:g} %" if action.voucher_percent else amount
        if not action.voucher_code:
            return self.env._("You receive a voucher of %(worth)s.", worth=worth)
        return self.env._(
            "You receive a voucher of %(worth)s. Its code is %(code)s.",
            worth=worth,
            code=action.voucher_code,
        )

    def _describe_refusal(self, action, amount):
        return action.note or ""

    def _describe_other(self, action, amount):
        return action.note or ""

    def _suggest_outcome(self):
        """:return: what the remedies come to: key of ``OUTCOMES``"""
        kinds = set(
            self.action_ids.filtered(lambda action: action.state != "cancelled").mapped("kind")
        )
        if kinds == {"refusal"}:
            return "rejected"
        return "partly" if "refusal" in kinds else "accepted"

    def _suggest_recourse(self):
        """:return: where to turn: as the refusal says, or as the company always says"""
        refusals = self.action_ids.filtered(
            lambda action: action.kind == "refusal" and action.state != "cancelled"
        )
        company = self.company_id.sudo().with_context(lang=self._get_customer_lang())
        return refusals[:1].recourse_text or company.pylot_recourse_text
