import doctest

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..tools import price_reduction
from .remedies_common import RemedyCommon


@tagged("post_install", "-at_install")
class TestReduction(RemedyCommon):
    """The customer keeps it and pays less (§ 441 BGB)."""

    def test_formula(self):
        outcome = doctest.testmod(price_reduction)
        self.assertEqual(outcome.failed, 0)
        self.assertGreater(outcome.attempted, 4)

    def test_the_difference_is_credited(self):
        """What cost 1000, is worth 1200 in order and 900 as it is, costs 750."""
        self.company.pylot_refund_limit = 250
        invoice = self._create_invoice((840.34, 1, self.vat))
        self.assertEqual(invoice.amount_total, 1000)
        reduction = self._add_remedy(
            self._complain(invoice), "reduction", sound_value=1200, actual_value=900
        )
        self.assertRecordValues(
            reduction, [{"price": 1000, "amount": 250, "reduced_price": 750, "state": "draft"}]
        )
        reduction.action_do()
        self.assertEqual(reduction.state, "done")
        self.assertEqual(reduction.sudo().refund_move_id.amount_total, 250)
        self.assertEqual(invoice.amount_residual, 750)

    def test_price_of_the_product_complained_about(self):
        tap = self._create_goods("Tap", 50)
        invoice = self._create_invoice((100, 1, self.vat), (50, 2, self.vat))
        invoice.button_draft()
        invoice.invoice_line_ids[1].write({"product_id": tap.id, "price_unit": 50})
        invoice.action_post()
        complaint = self._complain(invoice, product_id=tap.id)
        reduction = self._add_remedy(complaint, "reduction", sound_value=3, actual_value=1)
        self.assertEqual((reduction.price, reduction.amount), (119, 79.33))

    def test_values_that_do_not_fit(self):
        invoice = self._create_invoice()
        for sound, actual in ((0, 0), (100, 120), (100, -1)):
            with self.subTest(sound=sound, actual=actual):
                reduction = self._add_remedy(
                    self._complain(invoice), "reduction", sound_value=sound, actual_value=actual
                )
                with self.assertRefused("worth without the defect", UserError):
                    reduction.action_do()

    def test_it_counts_as_refunded(self):
        invoice = self._create_invoice()
        complaint = self._complain(invoice)
        values = {"sound_value": 100, "actual_value": 50}
        self._add_remedy(complaint, "reduction", **values).action_do()
        self.assertEqual(invoice._get_refundable_amount(), 59.5)
        with self.assertRefused("can still be refunded", UserError):
            self._add_remedy(complaint, "refund", quantities=(1,)).action_do()
