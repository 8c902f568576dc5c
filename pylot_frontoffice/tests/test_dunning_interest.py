from datetime import date

from odoo.tests import tagged

from .dunning_common import DAY, TODAY, DunningCommon


@tagged("post_install", "-at_install")
class TestDunningInterest(DunningCommon):
    """What late payment costs. The figures of the tools have tests of their own; here is which
    days, payments and amounts they are given."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "pylot_dunning_profile": "DE",
                "pylot_dunning_interest": True,
                "currency_id": cls.env.ref("base.EUR").id,
            }
        )
        cls.firm = cls._create_customer("Firm Ltd", is_company=True)

    def _climb(self, partner=None):
        """:return: the last reminder, after the two before it"""
        for days in (0, 11, 14):
            self._run(days)
        dunning = self._get_dunnings(partner or self.firm)[-1]
        reasons = self.env["pylot.reminder"].search([]).mapped("reason")
        self.assertEqual(dunning.level_id, self.last, reasons)
        return dunning

    def test_off_by_default(self):
        self.env["res.company"].create({"name": "New"})
        self.assertFalse(self.env["res.company"].create({"name": "Two"}).pylot_dunning_interest)
        self.company.pylot_dunning_interest = False
        self._create_invoice(1000, partner_id=self.firm.id)
        dunning = self._climb()
        self.assertEqual(
            (dunning.amount_interest, dunning.amount_lump_sum, dunning.amount_total), (0, 0, 1000)
        )

    def test_business(self):
        """Reminded on 3 November, in default from the 4th; on 28 November that is 25 days at
        1.52 + 9 %: 1000 * 0.1052 * 25 / 365 = 7.21."""
        invoice = self._create_invoice(1000, partner_id=self.firm.id)
        dunning = self._climb()
        self.assertRecordValues(
            dunning,
            [
                {
                    "is_consumer": False,
                    "date": date(2026, 11, 28),
                    "amount_interest": 7.21,
                    "amount_lump_sum": 40,
                    "amount_fee": 0,
                    "amount_total": 1047.21,
                }
            ],
        )
        line = dunning.line_ids
        self.assertEqual(line.date_default, date(2026, 11, 4))
        self.assertEqual(len(line.interest_segments), 1)
        for text in ("7.21", "40.00", "10.52", "1,047.21", "25 days"):
            self.assertIn(text, dunning.mail_id.body_html)
        self.assertEqual(
            invoice.line_ids.filtered("pylot_lump_sum_date").pylot_lump_sum_date, dunning.date
        )
        first = self._get_dunnings(self.firm)[:2]
        self.assertEqual(first.mapped("amount_interest"), [0, 0])

    def test_consumer(self):
        """1000 * (1.52 + 5) % * 25 / 365 = 4.47, no lump sum."""
        self._create_invoice(1000)
        dunning = self._climb(self.customer)
        self.assertRecordValues(
            dunning, [{"is_consumer": True, "amount_interest": 4.47, "amount_lump_sum": 0}]
        )

    def test_lump_sum_once(self):
        invoice = self._create_invoice(1000, partner_id=self.firm.id)
        first = self._climb()
        complaint = self.env["pylot.complaint"].create({"name": "X", "move_id": invoice.id})
        complaint._dismiss("mistake")
        self._run(3)
        second = self._climb()
        self.assertNotEqual(first, second)
        self.assertEqual(second.amount_lump_sum, 40, "the one that is still open, not a second")
        line = invoice.line_ids.filtered("date_maturity")
        self.assertEqual(line.pylot_lump_sum_date, first.date)
        self.assertEqual(line.pylot_lump_sum, 40)

    def test_two_invoices_payment_and_rate_change(self):
        """The second half-year of 2026 has 1.52, the next one is not known yet."""
        self.firm.vat = False
        one = self._create_invoice(1000, days_late=60, partner_id=self.firm.id)
        self._create_invoice(500, days_late=4, partner_id=self.firm.id)
        self._run()
        self._pay(one, 300, day=date(2026, 11, 10))
        self._run(11)
        self._run(60)
        dunning = self._get_dunnings(self.firm)[-1]
        self.assertEqual(dunning.level_id, self.last)
        self.assertEqual(dunning.date, date(2027, 1, 13))
        first, second = dunning._get_claims()
        # § 286 (3): due on 4 September, thirty days later is a Sunday, so 5 October
        self.assertEqual(first.date_default, date(2026, 10, 6))
        self.assertEqual(second.date_default, date(2026, 11, 4))
        # 1000: 36 days to 10 November; then what 300 left of it: 300 - 10.38 interest
        self.assertEqual(
            [
                (each["first_day"], each["days"], each["principal"], each["is_rate_missing"])
                for each in first.interest_segments
            ],
            [
                ("2026-10-06", 36, 1000, False),
                ("2026-11-11", 51, 710.38, False),
                ("2027-01-01", 13, 710.38, True),
            ],
        )
        # 10.38 + 710.38 * 10.52 % * 51/365 = 10.44, + 13/365 = 2.66
        self.assertAlmostEqual(first.amount_interest, 23.48, delta=0.011)
        self.assertEqual(first.amount_open, 700)
        # 500 * 10.52 % * 71/365 = 10.23
        self.assertAlmostEqual(second.amount_interest, 10.23, delta=0.011)
        self.assertEqual(dunning.amount_lump_sum, 80, "for each claim")
        self.assertAlmostEqual(
            dunning.amount_total, 700 + 500 + 80 + dunning.amount_interest, places=2
        )
        self.assertIn("not known yet", dunning.mail_id.body_html)

    def test_credits_bear_no_interest(self):
        """A credit note lowers what was owed; a payment without an invoice pays the oldest."""
        self._create_invoice(1000, partner_id=self.firm.id)
        self._create_credit_note(200, partner_id=self.firm.id)
        dunning = self._climb()
        self.assertEqual(dunning.line_ids[0].interest_segments[0]["principal"], 800)
        self.assertEqual(dunning.amount_interest, 5.76)
        self.assertAlmostEqual(dunning.amount_total, 800 + 40 + 5.76, places=2)

    def test_fee(self):
        self.company.pylot_dunning_interest = False
        self.policy.level_ids.write({"fee": 5, "consumer_fee": 1})
        self._create_invoice(1000, partner_id=self.firm.id)
        self._create_invoice(1000)
        self._run()
        self.assertEqual(self._get_dunnings(self.firm).amount_fee, 0, "the first is free")
        self._run(11)
        self.assertEqual(self._get_dunnings(self.firm)[-1].amount_total, 1005)
        self.assertEqual(self._get_dunnings()[-1].amount_total, 1001)
        self.company.pylot_dunning_fees = False
        self._run(14)
        self.assertEqual(self._get_dunnings()[-1].amount_total, 1000)

    def test_profiles(self):
        for code, interest, lump_sum in (
            ("AT", 8.53, 40),  # due on 30 October, so 29 days at 1.53 + 9.2 %
            ("CH", 3.47, 0),  # reminded on 3 November, so 25 days of 360 at 5 %
            ("other", 0, 0),
        ):
            with self.subTest(code=code):
                firm = self.firm.copy({"name": f"Firm {code}", "email": "f@example.com"})
                self.company.pylot_dunning_profile = code
                self.clock.move_to("2026-11-03 10:00:00")
                self._create_invoice(1000, partner_id=firm.id)
                dunning = self._climb(firm)
                self.assertEqual(dunning.amount_interest, interest)
                self.assertEqual(dunning.amount_lump_sum, lump_sum)

    def test_booked_once(self):
        self.company.pylot_dunning_booking = "claim"
        invoice = self._create_invoice(1000, partner_id=self.firm.id)
        dunning = self._climb()
        claim = dunning.claim_move_id
        self.assertRecordValues(
            claim, [{"state": "posted", "amount_total": 47.21, "amount_tax": 0}]
        )
        self.assertEqual(claim.pylot_dunning_id, dunning)
        self.assertEqual(dunning._get_page().total, 1047.21)
        complaint = self.env["pylot.complaint"].create({"name": "X", "move_id": invoice.id})
        complaint._dismiss("mistake")
        self._run(3)
        second = self._climb()
        self.assertEqual(second._get_claims().move_id, invoice | claim)
        self.assertEqual(second.amount_lump_sum, 0)
        # 53 days have passed, 25 of them are booked
        self.assertAlmostEqual(second.amount_interest, 1000 * 0.1052 * 28 / 365, delta=0.02)
        self.assertFalse(second.line_ids.filtered(lambda each: each.move_id == claim).date_default)

    def test_open_now(self):
        one = self._create_invoice(1000, partner_id=self.firm.id)
        two = self._create_invoice(500, partner_id=self.firm.id)
        dunning = self._climb()
        self._pay(one, day=TODAY + DAY * 26)
        now = dunning._get_page()
        self.assertEqual([item.amount for item in now.items], [0, 500])
        self.assertEqual(now.amount_open, 500)
        charges = sum(amount for _name, amount in now.charges)
        self.assertEqual(charges, dunning.amount_interest + 80)
        self.assertEqual(dunning.state, "open")
        self._pay(two, day=TODAY + DAY * 26)
        self.env.invalidate_all()
        self.assertEqual(dunning._get_page().total, 0)
        self.assertEqual(dunning.state, "settled")
        found = self.env["pylot.dunning"].search([("state", "=", "settled")])
        self.assertEqual(found & self._get_dunnings(self.firm), self._get_dunnings(self.firm))
