from odoo.exceptions import UserError
from odoo.tests import tagged

from .remedies_common import RemedyCommon


@tagged("post_install", "-at_install")
class TestRefusal(RemedyCommon):
    """Refusal with reason and recourse; vouchers where there are any."""

    def test_reason_and_recourse(self):
        refusal = self._add_remedy(self._complain(), "refusal")
        self.assertFalse(refusal.recourse_text)
        with self.assertRefused("Say why", UserError):
            refusal.action_do()
        refusal.note = "It is in order."
        with self.assertRefused("whom the customer may turn to", UserError):
            refusal.action_do()
        refusal.recourse_text = "Write to our management."
        refusal.action_do()
        self.assertEqual((refusal.state, refusal.cost), ("done", 0))

    def test_text_of_the_company_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.company.pylot_recourse_text = "Write to us."
        self.company.with_context(lang="de_DE").pylot_recourse_text = "Schreiben Sie uns."
        self.customer.lang = "de_DE"
        self.assertEqual(
            self._add_remedy(self._complain(), "refusal").recourse_text, "Schreiben Sie uns."
        )

    def test_something_else_has_a_reason(self):
        other = self._add_remedy(self._complain(), "other")
        with self.assertRefused("what has been done", UserError):
            other.action_do()

    def test_no_vouchers_without_loyalty(self):
        if "loyalty.card" in self.env:
            self.skipTest("loyalty programs are installed")
        complaint = self._complain()
        self.assertFalse(complaint.has_vouchers)
        voucher = self._add_remedy(complaint, "voucher", amount=20)
        with self.assertRefused("not installed", UserError):
            voucher.action_do()
        self.assertEqual(voucher.state, "draft")
        voucher.action_cancel()
        self.assertFalse(complaint._has_open_actions())
