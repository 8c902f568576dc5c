import random

from odoo.fields import Command
from odoo.tests import tagged

from .remedies_common import RemedyCommon

PRICES = (0.07, 3.33, 9.99, 12.34, 49.9, 100, 1234.56)


@tagged("post_install", "-at_install")
class TestRefundProperty(RemedyCommon):
    """Whatever is on the invoice: an amount is credited to the cent, and all parts come to the
    whole."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.pylot_refund_limit = 10**9
        cls.gross = cls._create_tax(
            19, name="VAT 19 % included", price_include_override="tax_included"
        )

    def _create_random_invoice(self, dice):
        taxes = [self.vat, self.reduced_vat, self.gross, self.env["account.tax"]]
        lines = [
            (dice.choice(PRICES), dice.choice((1, 2, 3, 7)), dice.choice(taxes))
            for _line in range(dice.randint(1, 4))
        ]
        invoice = self._create_invoice(*lines, post=False)
        for line in invoice.invoice_line_ids:
            line.discount = dice.choice((0, 0, 10, 33.3))
        invoice.action_post()
        return invoice

    def test_any_amount_to_the_cent(self):
        dice = random.Random(441)
        for method in ("round_per_line", "round_globally"):
            self.company.tax_calculation_rounding_method = method
            for number in range(2):
                invoice = self._create_random_invoice(dice)
                complaint = self._complain(invoice)
                left = round(invoice.amount_total * 100)
                for amount in (dice.randint(1, left), None):
                    cents = amount if amount else left
                    if not cents:
                        continue
                    with self.subTest(method=method, number=number, cents=cents):
                        refund = self._add_remedy(complaint, "refund", amount=cents / 100)
                        refund.action_do()
                        credit = refund.sudo().refund_move_id
                        self.assertEqual(round(credit.amount_total * 100), cents)
                        self.assertEqual(credit.state, "posted")
                    left -= cents
                self.assertEqual(invoice.amount_residual, 0)

    def test_all_parts_are_the_whole(self):
        dice = random.Random(437)
        for method in ("round_per_line", "round_globally"):
            self.company.tax_calculation_rounding_method = method
            for number in range(1):
                invoice = self._create_random_invoice(dice)
                complaint = self._complain(invoice)
                while any(invoice._get_refundable_quantities().values()):
                    refund = self._add_remedy(complaint, "refund")
                    for line in refund.line_ids:
                        line.quantity = dice.randint(0, int(line.max_quantity))
                    if refund.has_chosen_lines:
                        refund.action_do()
                        self.assertEqual(refund.state, "done")
                    else:
                        refund.action_cancel()
                with self.subTest(method=method, number=number):
                    self.assertEqual(invoice.amount_residual, 0)
                    credits = invoice.reversal_move_ids
                    self.assertAlmostEqual(
                        sum(credits.mapped("amount_total")), invoice.amount_total
                    )

    def test_parts_without_taxes(self):
        """Each part is rounded up by half a cent, or down."""
        for price, expected in ((0.125, [0.13, 0.13, 0.12]), (9.993, [9.99, 9.99, 10.0])):
            invoice = self._create_invoice((price, 3, self.env["account.tax"]), post=False)
            self.env["decimal.precision"].search([("name", "=", "Product Price")]).digits = 3
            invoice.invoice_line_ids.price_unit = price
            invoice.action_post()
            complaint = self._complain(invoice)
            refunds = [self._add_remedy(complaint, "refund", quantities=(1,)) for _ in range(3)]
            for refund in refunds:
                refund.action_do()
            with self.subTest(price=price):
                self.assertEqual([refund.amount for refund in refunds], expected)
                self.assertEqual(invoice.amount_residual, 0)

    def test_a_discount_of_the_whole_invoice(self):
        """Lines of their own for a discount are no items; nothing above what was paid."""
        invoice = self._create_invoice((100, 1, self.vat), post=False)
        discount = {"name": "Discount", "price_unit": -20, "tax_ids": [Command.set(self.vat.ids)]}
        invoice.invoice_line_ids = [Command.create(discount)]
        invoice.action_post()
        self.assertEqual(invoice.amount_total, 95.2)
        complaint = self._complain(invoice)
        refund = self._add_remedy(complaint, "refund", amount=95.2)
        refund.action_do()
        self.assertEqual(refund.sudo().refund_move_id.amount_total, 95.2)
        self.assertEqual(invoice.amount_residual, 0)
