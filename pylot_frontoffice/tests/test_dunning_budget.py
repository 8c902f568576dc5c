from datetime import timedelta

from odoo.tests import tagged

from .dunning_common import NOW, DunningCommon


@tagged("post_install", "-at_install")
class TestDunningBudget(DunningCommon):
    """What it costs."""

    def _create_many(self, count):
        """:return: overdue invoices of as many customers"""
        customers = self.env["res.partner"].create(
            [
                {"name": f"Customer {number}", "email": f"c{number}@example.com"}
                for number in range(count)
            ]
        )
        moves = self.env["account.move"].browse()
        for customer in customers:
            moves |= self._create_invoice(partner_id=customer.id, post=False)
        moves.action_post()
        self.env.flush_all()
        return moves

    def test_planning(self):
        """Constant, in a new transaction of a process that has planned before."""
        self.company.pylot_undo_minutes = 2  # as companies have it
        self.policy._plan()
        for count in (10, 100):
            moves = self._create_many(count)
            self.env.invalidate_all()
            with self.subTest(count=count), self.assertQueryCount(__system__=5):
                self.policy._plan()
            self.assertEqual(len(self._get_reminders(moves)), count)

    def test_sending(self):
        moves = self._create_many(20)
        warm_up = self._create_invoice()
        self.policy._plan()
        self.clock.move_to(NOW + timedelta(minutes=10))
        self._get_reminders(warm_up)._get_ready()._deliver_all()
        reminders = self._get_reminders(moves)
        # the limit is 12 for each message; most is done for all of a batch
        with self.assertQueryCount(__system__=40):
            reminders._get_ready()._deliver_all()
        self.assertEqual(set(reminders.mapped("state")), {"sent"})
        self.assertEqual(len(reminders.mail_id), 20)

    def test_other_entries_pay_nothing(self):
        """Bills, and invoices that cannot be overdue yet."""
        self.policy.state = "off"
        counts = []
        for state in ("off", "on"):
            self.policy.state = state
            bill = self._create_invoice(move_type="in_invoice", post=False)
            fresh = self._create_invoice(days_late=-30, post=False)
            fresh.invoice_date = NOW.date()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            (bill | fresh)._post()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
