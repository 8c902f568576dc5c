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
        if not action.voucher:
            return self.env._("You receive a voucher of %(amount)s.", amount=amount)
        return self.env._(
            "You receive a voucher of %(amount)s. Its code is %(code)s.",
            amount=amount,
            code=action.voucher,
        )
