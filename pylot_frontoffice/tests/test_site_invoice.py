from datetime import timedelta

from lxml import etree

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .cash_common import CashCommon


@tagged("post_install", "-at_install")
class TestSiteInvoice(CashCommon):
    """From a finished visit to its invoice in one tap."""

    def _invoice(self, visit):
        return visit.with_user(self.technician_user)._invoice_visit()

    def _add(self, visit, product, quantity=1, signed=True):
        """As the technician does on the phone."""
        visit = visit.sudo()
        vals = visit._prepare_part_vals(product, quantity)
        part = self.env["pylot.visit.part"].create(
            {
                "event_id": visit.id,
                "product_id": product.id,
                "counted_at": visit.start,
                **vals,
            }
        )
        if signed:
            visit._order_parts(part, "Frieda")
        return part.sale_line_id

    def test_posted_and_sent(self):
        visit = self._do_visit()
        invoice = self._invoice(visit)
        self.assertRecordValues(
            invoice, [{"state": "posted", "amount_total": 238.0, "partner_id": self.customer.id}]
        )
        self.assertTrue(invoice.sending_data, "in core's queue")
        self.assertEqual(visit.visit_invoice_id, invoice)
        self.assertEqual(visit.sale_order_id.auto_invoice_state, "made")

    def test_twice_is_one(self):
        visit = self._do_visit()
        invoice = self._invoice(visit)
        self.assertEqual(self._invoice(visit), invoice)
        self.assertEqual(visit.sale_order_id.invoice_ids, invoice)
        self._run()
        self.assertEqual(visit.sale_order_id.invoice_ids, invoice)

    def test_office_finds_it(self):
        """In the form of the visit, for whoever may see invoices."""
        visit = self._do_visit()
        invoice = self._invoice(visit)
        view = self.env.ref("pylot_frontoffice.calendar_event_view_form")
        button = ".//button[@name='action_view_visit_invoice']"
        for groups, is_shown in (
            ("pylot_frontoffice.group_dispatcher", False),
            ("pylot_frontoffice.group_dispatcher,account.group_account_invoice", True),
        ):
            user = new_test_user(self.env, f"office_{is_shown}", groups)
            arch = visit.with_user(user).get_view(view.id, "form")["arch"]
            with self.subTest(groups=groups):
                self.assertEqual(etree.fromstring(arch).find(button) is not None, is_shown)
        action = visit.with_user(user).action_view_visit_invoice()
        self.assertEqual((action["res_model"], action["res_id"]), ("account.move", invoice.id))

    def test_says_what_the_law_asks_for(self):
        """EStG 35a and UStG 14b, as on every other invoice to a household."""
        invoice = self._invoice(self._do_visit((self.service, 1), (self.travel, 1), (self.pump, 1)))
        self.assertEqual(invoice._get_labour_share(), (273.7, 43.7))
        html = self.env["ir.actions.report"]._render_qweb_html(
            "account.account_invoices", invoice.ids
        )[0]
        self.assertIn(b"labour_share", html)
        self.assertIn(b"labour_amount", html)

    def test_not_before_it_is_finished(self):
        order = self._sell((self.service, 1))
        with self.assertRaisesRegex(UserError, "Finish the visit first"):
            self._invoice(order.visit_ids)
        self.assertFalse(order.invoice_ids)

    # === DRAFT OR POSTED ===

    def test_added_on_site(self):
        visit = self._do_visit()
        self.pump.invoice_policy = "delivery"
        line = self._add(visit, self.pump, 2)
        invoice = self._invoice(visit)
        self.assertEqual(line.qty_delivered, 2)
        self.assertRecordValues(invoice, [{"state": "draft", "amount_total": 476.0}])
        self.assertIn("added on site", str(invoice.activity_ids.note))
        self.assertEqual(invoice.activity_ids.user_id, self.seller)
        self.assertEqual(self._invoice(visit), invoice, "the draft is the invoice")

    def test_always_posted(self):
        self.company.pylot_site_invoice = "posted"
        visit = self._do_visit()
        self._add(visit, self.pump)
        self.assertEqual(self._invoice(visit).state, "posted")

    def test_never_posted(self):
        self.company.pylot_site_invoice = "draft"
        invoice = self._invoice(self._do_visit())
        self.assertEqual(invoice.state, "draft")
        self.assertTrue(invoice.activity_ids)

    def test_not_signed(self):
        self.company.pylot_site_invoice = "posted"
        visit = self._do_visit()
        self._add(visit, self.pump, signed=False)
        invoice = self._invoice(visit)
        self.assertRecordValues(invoice, [{"state": "draft", "amount_total": 238}])
        self.assertIn("has not signed it: Pump", str(invoice.activity_ids.note))

    # === PARTS IN A FURTHER ORDER ===

    def test_further_order(self):
        """The order of the visit takes nothing more: both stand on one invoice."""
        self.company.pylot_site_invoice = "posted"
        visit = self._do_visit()
        visit.sale_order_id.locked = True
        further = self._add(visit, self.pump).order_id
        self.assertNotEqual(further, visit.sale_order_id)
        invoice = self._invoice(visit)
        self.assertRecordValues(invoice, [{"state": "posted", "amount_total": 357}])
        self.assertEqual(invoice.line_ids.sale_line_ids.order_id, further | visit.sale_order_id)
        self.assertEqual(self._invoice(visit), invoice, "twice is one")
        self.assertEqual(further.auto_invoice_state, "made")

    def test_further_order_after_the_invoice_of_the_first(self):
        visit = self._do_visit()
        order = visit.sale_order_id
        order._create_invoices().action_post()
        order.locked = True
        further = self._add(visit, self.pump).order_id
        self.assertEqual(visit._get_money()["state"], "to_invoice")
        invoice = self._invoice(visit)
        self.assertEqual(invoice.line_ids.sale_line_ids.order_id, further)
        self.assertEqual(invoice.amount_total, 119)

    def test_further_order_of_somebody_else(self):
        """One invoice has one customer: core writes two, and both go out."""
        self.company.pylot_site_invoice = "posted"
        visit = self._do_visit()
        visit.sale_order_id.locked = True
        further = self._add(visit, self.pump).order_id
        further.partner_invoice_id = self.customer.copy({"name": "Landlord"})
        invoice = self._invoice(visit)
        self.assertEqual(invoice.line_ids.sale_line_ids.order_id, visit.sale_order_id)
        self.assertEqual(further.invoice_ids.mapped("state"), ["posted"])

    def test_further_order_has_the_terms_of_the_first(self):
        """What was signed is a price of its price list, in its currency."""
        dollar, euro = self.env.ref("base.USD"), self.env.ref("base.EUR")
        (dollar | euro).active = True
        other = euro if self.company.currency_id == dollar else dollar
        prices = self.env["product.pricelist"].create({"name": "Own", "currency_id": other.id})
        visit = self._do_visit(pricelist_id=prices.id)
        visit.sale_order_id.locked = True
        line = self._add(visit, self.pump)
        self.assertNotEqual(line.order_id, visit.sale_order_id)
        self.assertEqual(line.order_id.pricelist_id, prices)
        self.assertEqual(line.currency_id, visit.part_ids.currency_id)

    # === WHICH ORDER ===

    def test_without_an_order(self):
        """What the type sells is charged, for the hours it takes."""
        self.type.product_id = self.service
        visit = self._create_visit(
            self.anna, appointment_type_id=self.type.id, customer_id=self.customer.id
        )
        visit.action_finish_visit()
        invoice = self._invoice(visit)
        order = visit.sale_order_id
        self.assertEqual((order.state, order.visit_ids), ("sale", visit))
        self.assertRecordValues(invoice, [{"state": "posted", "amount_total": 238.0}])
        self.assertFalse(order.auto_invoice_reason)

    def test_without_an_order_by_the_hour(self):
        self.service.uom_id = self.env.ref("uom.product_uom_hour")
        self.type.write({"product_id": self.service.id, "duration": 1.5})
        visit = self._create_visit(
            self.anna, hours=1.5, appointment_type_id=self.type.id, customer_id=self.customer.id
        )
        visit.action_finish_visit()
        self.assertEqual(self._invoice(visit).amount_total, 357.0)
        self.assertEqual(visit.sale_order_id.visit_ids, visit, "no second visit")

    def test_hours_that_were_worked(self):
        self.service.uom_id = self.env.ref("uom.product_uom_hour")
        self.type.product_id = self.service
        visit = self._create_visit(
            self.anna, appointment_type_id=self.type.id, customer_id=self.customer.id
        )
        for kind, start, minutes in (("travel", 8, 30), ("work", 9, 30), ("work", 10, 105)):
            self.env["pylot.visit.time"].create(
                {
                    "event_id": visit.id,
                    "resource_id": self.anna.id,
                    "kind": kind,
                    "start": self._at(start),
                    "stop": self._at(start) + timedelta(minutes=minutes),
                }
            )
        visit.action_finish_visit()
        self.assertEqual(self._invoice(visit).amount_total, 535.5)
        self.assertEqual(visit.sale_order_id.order_line.product_uom_qty, 2.25)
        self.assertEqual(visit.sale_order_id.visit_ids, visit, "no second visit")

    def test_only_parts_were_ordered(self):
        """The work is charged as well, as the type says."""
        self.type.product_id = self.service
        visit = self._create_visit(
            self.anna, appointment_type_id=self.type.id, customer_id=self.customer.id
        )
        visit.action_finish_visit()
        self._add(visit, self.pump)
        self.assertTrue(visit.sale_order_id)
        self.assertRecordValues(self._invoice(visit), [{"state": "draft", "amount_total": 357}])
        self.assertEqual(visit.sale_order_id.visit_ids, visit)

    def test_what_is_missing(self):
        kind = {"appointment_type_id": self.type.id}
        customer = {"customer_id": self.customer.id}
        free = self._create_type("Free", product_id=self._create_goods("Gift", 0).id)
        cases = (
            (kind, "no customer"),
            (customer, "neither an order nor an appointment type"),
            ({**kind, **customer}, "“Maintenance” has no product"),
            ({"appointment_type_id": free.id, **customer}, "costs nothing"),
        )
        for number, (values, words) in enumerate(cases):
            visit = self._create_visit(self.anna, 8 + number, **values)
            visit.action_finish_visit()
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self._invoice(visit)
            self.assertFalse(visit.sale_order_id)

    def test_order_that_cannot_be_invoiced(self):
        visit = self._do_visit()
        order = visit.sale_order_id
        for state, words in (("draft", "not confirmed"), ("cancel", "cancelled")):
            self.env.cr.execute("UPDATE sale_order SET state = %s", [state])
            order.invalidate_recordset(["state"])
            with self.subTest(state), self.assertRaisesRegex(UserError, words):
                self._invoice(visit)

    def test_down_payment(self):
        """What was paid in advance is deducted, and is not the invoice of the visit."""
        order = self._sell((self.service, 1))
        self._down_pay(order, 119)
        order.visit_ids.write({"technician_id": self.anna.id, "start": self._at(9)})
        order.visit_ids.action_finish_visit()
        self.assertEqual(self._invoice(order.visit_ids).amount_total, 119)

    def test_made_by_the_job(self):
        self.company.pylot_invoice_when = "visits"
        visit = self._do_visit()
        self._run()
        invoice = visit.sale_order_id.invoice_ids
        self.assertEqual(invoice.state, "posted")
        self.assertEqual(self._invoice(visit), invoice)

    def test_credited(self):
        visit = self._do_visit()
        self._credit(self._invoice(visit))
        visit.visit_invoice_id = False
        with self.assertRaisesRegex(UserError, "credited or cancelled before"):
            self._invoice(visit)

    def test_visits_that_are_invoiced_one_by_one(self):
        self.service.invoice_policy = "delivery"
        order = self._sell((self.service, 2))
        for number, visit in enumerate(order.visit_ids):
            visit.write({"technician_id": self.anna.id, "start": self._at(9 + number)})
            visit.action_finish_visit()
            self.assertEqual(self._invoice(visit).amount_total, 238)
        self.assertEqual(len(order.invoice_ids), 2)

    def test_draft_of_the_office(self):
        visit = self._do_visit()
        draft = visit.sale_order_id._create_invoices()
        self.assertEqual(self._invoice(visit), draft)
        self.assertEqual(draft.state, "draft")

    def test_other_lines_stay(self):
        """Only what was delivered, where that is how it is invoiced."""
        self.pump.invoice_policy = "delivery"
        visit = self._do_visit((self.service, 1), (self.pump, 1))
        self.assertEqual(self._invoice(visit).amount_total, 238)

    def test_section(self):
        visit = self._do_visit()
        visit.sale_order_id.order_line = [
            Command.create({"display_type": "line_section", "name": "Work", "sequence": 1})
        ]
        self.assertEqual(self._invoice(visit).amount_total, 238)
