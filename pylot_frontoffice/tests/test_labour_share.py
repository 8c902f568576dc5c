from random import Random

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .invoicing_common import InvoicingCommon

REPORT = "account.account_invoices"


class LabourCommon(InvoicingCommon):
    """A German business that repairs houses."""

    @classmethod
    def _load_accounts(cls):
        result = super()._load_accounts()
        cls.germany = cls.env.ref("base.de")
        cls.company.write(
            {
                "country_id": cls.germany.id,
                "account_fiscal_country_id": cls.germany.id,
                "currency_id": cls.env.ref("base.EUR").id,
            }
        )
        cls.env["account.tax.group"].create(
            {"name": "VAT", "country_id": cls.germany.id, "company_id": cls.company.id}
        )
        return result

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.country_id = cls.germany
        cls.service.is_property_work = True
        cls.travel = cls._create_goods("Way", 30.0, labour_kind="travel")
        cls.planning = cls._create_goods("Drawing", 80.0, type="service", labour_kind="material")

    def _bill(self, *lines, kind="out_invoice", **values):
        """:param lines: tuples of product, price and maybe more values
        :return: an invoice, or a credit note, that is posted"""
        move = self.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": self.customer.id,
                "invoice_date": "2026-01-15",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "price_unit": price,
                            "tax_ids": [Command.set(self.vat.ids)],
                            **(more[0] if more else {}),
                        }
                    )
                    for product, price, *more in lines
                ],
                **values,
            }
        )
        move.action_post()
        return move


@tagged("post_install", "-at_install")
class TestLabourShare(LabourCommon):
    """EStG 35a (5): what of an invoice to a private customer is labour, to the cent."""

    # === HOW MUCH ===

    def test_kinds(self):
        move = self._bill(
            (self.service, 200), (self.travel, 30), (self.planning, 80), (self.pump, 100)
        )
        self.assertEqual(move._get_labour_share(), (273.7, 43.7))
        self.pump.labour_kind = "machine"
        self.assertEqual(move._get_labour_share(), (392.7, 62.7))

    def test_line_without_product_is_material(self):
        move = self._bill(
            (self.service, 100), (self.env["product.product"], 50, {"name": "Something"})
        )
        self.assertEqual(move._get_labour_share(), (119.0, 19.0))

    def test_rates_discounts_and_prices_with_tax(self):
        included = self._create_tax(19, name="In it", price_include_override="tax_included")
        move = self._bill(
            (self.service, 100, {"discount": 10}),
            (self.service, 100, {"tax_ids": [Command.set(self.reduced_vat.ids)]}),
            (self.service, 119, {"tax_ids": [Command.set(included.ids)]}),
            (self.service, 50, {"tax_ids": [Command.clear()]}),
            (self.pump, 100),
        )
        self.assertEqual(move._get_labour_share(), (107.1 + 107 + 119 + 50, 17.1 + 7 + 19))

    def test_adds_up_to_the_cent(self):
        """Labour and material are the whole invoice, however its taxes are rounded."""
        dice = Random(5)
        for method in ("round_globally", "round_per_line"):
            self.company.tax_calculation_rounding_method = method
            for number in range(10):
                move = self._bill(
                    *(
                        (
                            dice.choice((self.service, self.pump)),
                            dice.randrange(1, 9999) / 100,
                            {
                                "quantity": dice.choice((1, 3, 0.37)),
                                "discount": dice.choice((0, 0, 12.5)),
                                "tax_ids": dice.choice((self.vat, self.reduced_vat)).ids,
                            },
                        )
                        for _line in range(dice.randrange(1, 9))
                    ),
                    (self.service, 0.01),
                )
                with self.subTest(method=method, number=number):
                    labour = move._get_labour_share()
                    self.service.labour_kind, self.pump.labour_kind = "material", "labour"
                    rest = move._get_labour_share()
                    self.service.labour_kind, self.pump.labour_kind = False, False
                    self.assertAlmostEqual(labour[0] + rest[0], move.amount_total, 9)
                    self.assertAlmostEqual(labour[1] + rest[1], move.amount_tax, 9)

    def test_foreign_currency(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {
                "name": "2026-01-01",
                "currency_id": dollar.id,
                "company_id": self.company.id,
                "rate": 1.25,
            }
        )
        move = self._bill((self.service, 100), (self.pump, 100), currency_id=dollar.id)
        self.assertEqual(move.amount_total, 238.0)
        self.assertEqual(move._get_labour_share(), (95.2, 15.2))

    def test_credit_note(self):
        invoice = self._bill((self.service, 200), (self.pump, 100))
        credit = self._credit(invoice)
        self.assertEqual(credit.move_type, "out_refund")
        self.assertEqual(credit._get_labour_share(), (238.0, 38.0))

    def test_discount_of_the_whole_order_is_shared(self):
        order = self._sell((self.service, 1), (self.pump, 2))
        wizard = self.env["sale.order.discount"].create(
            {"sale_order_id": order.id, "discount_type": "so_discount", "discount_percentage": 0.1}
        )
        wizard.action_apply_discount()
        move = order._create_invoices()
        self.assertEqual(move.amount_total, 428.4)
        self.assertEqual(move._get_labour_share(), (214.2, 34.2))

    def test_down_payment_and_the_rest_are_the_whole(self):
        order = self._sell((self.service, 1), (self.pump, 1))
        down = self._down_pay(order, 100)
        rest = order._create_invoices(final=True)
        self.assertAlmostEqual(down._get_labour_share()[0], 66.67)
        self.assertAlmostEqual(rest._get_labour_share()[0], 238 - 66.67)
        self.assertAlmostEqual(down._get_labour_share()[1] + rest._get_labour_share()[1], 38)

    # === FOR WHOM ===

    def test_only_private_customers_of_german_companies_for_property(self):
        move = self._bill((self.service, 100))
        self.assertTrue(move._concerns_private_property())
        switzerland = self.env.ref("base.ch")
        for record, name, value in (
            (self.company, "pylot_household_notes", False),
            (self.company, "account_fiscal_country_id", switzerland.id),
            (self.customer, "is_company", True),
            (self.customer, "vat", "DE136695976"),
            (self.customer, "country_id", switzerland.id),
            (self.service, "is_property_work", False),
        ):
            with self.subTest(name):
                before = record[name]
                record[name] = value
                self.assertFalse(move._concerns_private_property())
                self.assertEqual(move._get_labour_share(), (0, 0))
                record[name] = before
        self.assertTrue(move._concerns_private_property())

    def test_contact_of_a_company_is_no_private_customer(self):
        house = self.env["res.partner"].create({"name": "House Ltd", "is_company": True})
        self.customer.parent_id = house
        self.assertFalse(self._bill((self.service, 100))._concerns_private_property())

    def test_bill_of_a_vendor(self):
        move = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.customer.id,
                "invoice_line_ids": [
                    Command.create({"product_id": self.service.id, "tax_ids": [Command.clear()]})
                ],
            }
        )
        self.assertFalse(move._concerns_private_property())

    # === WHAT IS PRINTED ===

    def _print(self, move):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(REPORT, move.ids)
        return " ".join(html.decode().split())

    def test_printed(self):
        invoice = self._bill((self.service, 200), (self.pump, 100))
        page = self._print(invoice)
        self.assertRegex(page, r"Labour, travel and machines in this invoice.*238\.00")
        self.assertIn("not in cash", page)
        self.assertIn("two years", page)
        page = self._print(self._credit(invoice))
        self.assertRegex(page, r"Labour, travel and machines credited.*238\.00")
        self.assertNotIn("not in cash", page)
        self.assertNotIn("two years", page)

    def test_only_material(self):
        self.pump.is_property_work = True
        page = self._print(self._bill((self.pump, 100)))
        self.assertNotIn("Labour, travel", page)
        self.assertIn("two years", page)

    def test_nothing_for_businesses(self):
        self.customer.is_company = True
        page = self._print(self._bill((self.service, 200)))
        self.assertNotIn("Labour, travel", page)
        self.assertNotIn("two years", page)


@tagged("post_install", "-at_install")
class TestLabourShareInPortal(LabourCommon, HttpCase):
    def test_portal(self):
        invoice = self._bill((self.service, 200), (self.pump, 100))
        page = self.url_open(invoice.get_portal_url(report_type="html")).text
        self.assertIn("238.00", page)
        self.assertIn("not in cash", page)
