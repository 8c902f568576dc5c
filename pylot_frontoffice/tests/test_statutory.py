import doctest
from datetime import date

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..tools import warranty
from .remedies_common import RemedyCommon


@tagged("post_install", "-at_install")
class TestStatutory(RemedyCommon):
    """What the law gives, and until when."""

    def test_days(self):
        outcome = doctest.testmod(warranty)
        self.assertEqual(outcome.failed, 0)
        self.assertGreater(outcome.attempted, 7)

    def _get_dates(self, delivered, received, **values):
        complaint = self._create_complaint(
            delivered_on=delivered, received_at=f"{received} 10:00:00", **values
        )
        return complaint.warranty_until, complaint.burden_until, complaint.is_in_warranty

    def test_two_years_and_one(self):
        end, burden = date(2027, 3, 15), date(2026, 3, 15)
        self.assertEqual(self._get_dates("2025-03-15", "2027-03-15"), (end, burden, True))
        self.assertEqual(self._get_dates("2025-03-15", "2027-03-16"), (end, burden, False))
        leap = (date(2030, 2, 28), date(2029, 2, 28), True)
        self.assertEqual(self._get_dates("2028-02-29", "2028-03-01"), leap)

    def test_received_on_the_clock_of_the_business(self):
        """Half past eleven at night in UTC is tomorrow in Berlin."""
        complaint = self._create_complaint(
            delivered_on="2025-03-15", received_at="2027-03-15 23:30:00"
        )
        self.assertFalse(complaint.is_in_warranty)

    def test_of_the_product(self):
        self.pump.pylot_warranty_months = 60
        dates = self._get_dates("2025-03-15", "2026-01-01", product_id=self.pump.id)
        self.assertEqual(dates[0], date(2030, 3, 15))
        self.pump.pylot_warranty_months = 0
        dates = self._get_dates("2025-03-15", "2026-01-01", product_id=self.pump.id)
        self.assertEqual(dates, (False, False, False))

    def test_nothing_known_nothing_said(self):
        complaint = self._create_complaint()
        self.assertFalse(complaint.delivered_on)
        self.assertFalse(complaint.statutory_text)

    def test_delivered_on(self):
        invoice = self._create_invoice()
        visit = self._create_visit(self.anna, 23, hours=2)
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "date_order": "2025-05-05 23:00:00"}
        )
        complaint = self._create_complaint(sale_order_id=order.id)
        self.assertEqual(complaint.delivered_on, date(2025, 5, 6), "on the clock of Berlin")
        complaint.move_id = invoice
        self.assertEqual(complaint.delivered_on, date(2026, 1, 15))
        complaint.event_id = visit
        self.assertEqual(complaint.delivered_on, self._at(1, days=1).date())
        complaint.delivered_on = "2025-12-24"
        self.assertEqual(complaint.delivered_on, date(2025, 12, 24), "people know better")
        given = self._create_complaint(move_id=invoice.id, delivered_on="2025-12-24")
        self.assertEqual(given.delivered_on, date(2025, 12, 24))

    # === REPAIRS ===

    def _repair(self, complaint, hour=9):
        visit = self._create_visit(self.anna, hour, complaint_id=complaint.id)
        self.env["pylot.complaint.action"]._create_repair(complaint, visit)
        visit.action_finish_visit()

    def test_longer_after_a_repair(self):
        """The vector of the directive: delivered 2026-09-01, three years with a repair."""
        complaint = self._create_complaint(
            delivered_on="2026-09-01", received_at="2027-01-01 10:00:00"
        )
        self.assertEqual(complaint.warranty_until, date(2028, 9, 1))
        self._repair(complaint, 9)
        self.assertEqual(complaint.warranty_until, date(2029, 9, 1))
        self._repair(complaint, 11)
        self.assertEqual(complaint.warranty_until, date(2029, 9, 1), "once")
        self.company.pylot_repair_extension_months = 0
        complaint.invalidate_recordset()
        self.assertEqual(complaint.warranty_until, date(2028, 9, 1))

    def test_not_longer_for_companies_nor_out_of_grace(self):
        late = self._create_complaint(delivered_on="2020-01-01", received_at="2026-01-01 10:00:00")
        self._repair(late)
        self.assertEqual(late.warranty_until, date(2022, 1, 1))
        self.customer.is_company = True
        complaint = self._create_complaint(
            delivered_on="2026-09-01", received_at="2027-01-01 10:00:00"
        )
        self._repair(complaint, 11)
        self.assertEqual(complaint.warranty_until, date(2028, 9, 1))

    def test_second_failed_attempt(self):
        complaint = self._create_complaint(
            delivered_on="2026-09-01", received_at="2027-01-01 10:00:00"
        )
        self._repair(complaint, 9)
        self.assertNotIn("§ 440", complaint.statutory_text)
        again = self._create_complaint(
            previous_id=complaint.id, delivered_on="2026-09-01", received_at="2027-02-01 10:00:00"
        )
        self._repair(again, 11)
        self.assertEqual(again.repair_attempts, 2)
        self.assertIn("2 repair attempts have failed", again.statutory_text)
        self.assertIn("§ 440", "".join(again._get_statutory_sentences(for_customer=True)))
        self._end(again, "closed")
        self.assertNotIn("§ 440", again.statutory_text)

    # === WORDS ===

    def test_sentences(self):
        complaint = self._create_complaint(
            delivered_on="2025-03-15", received_at="2026-01-01 10:00:00"
        )
        consumer = complaint._get_statutory_sentences(for_customer=True)
        self.assertEqual(len(consumer), 2)
        self.assertEqual(consumer[0], "In warranty until 03/15/2027.")
        self.assertIn("03/15/2026", consumer[1])
        self.customer.is_company = True
        for_us = complaint._get_statutory_sentences()
        self.assertEqual(len(for_us), 2)
        self.assertIn("§ 377 HGB", for_us[1])
        self.assertEqual(len(complaint._get_statutory_sentences(for_customer=True)), 1)
        complaint.delivered_on = "2020-03-15"
        self.assertEqual(
            complaint._get_statutory_sentences()[0], "The warranty ended on 03/15/2022."
        )

    @freeze_time("2026-12-07 10:00:00")
    def test_withdrawal_from_what_was_ordered_online(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.pump.id})],
            }
        )
        values = {"sale_order_id": order.id, "delivered_on": "2026-12-05"}
        complaint = self._create_complaint(**values)
        self.assertIsNone(complaint._get_withdrawal_end(), "in the shop there is none")
        order.signed_on = "2026-12-01 10:00:00"
        self.assertEqual(complaint._get_withdrawal_end(), date(2026, 12, 21))
        self.assertIn("12/21/2026", complaint._get_statutory_sentences(True)[-1])
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Closed",
                "date_from": "2026-12-20 23:00:00",
                "date_to": "2026-12-22 22:59:59",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
            }
        )
        self.assertEqual(complaint._get_withdrawal_end(), date(2026, 12, 23))
        self.pump.type = "service"
        order.date_order = "2026-12-01 10:00:00"
        self.assertEqual(complaint._get_withdrawal_end(), date(2026, 12, 15), "from the order")
