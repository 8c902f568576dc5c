from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .complaint_mail_common import ComplaintMailCommon

BEGIN = fields.Datetime.to_datetime("2026-03-02 09:00:00")


@tagged("post_install", "-at_install")
class TestComplaintRating(ComplaintMailCommon):
    """One question per solution, one vote per solution."""

    def setUp(self):
        super().setUp()
        self.complaint = self._create_complaint()

    def _solve(self, days=0, complaint=None):
        with freeze_time(BEGIN + timedelta(days=days)):
            self._end(complaint or self.complaint)

    def _reopen(self, days):
        with freeze_time(BEGIN + timedelta(days=days)):
            self.complaint._receive_customer_message()

    def _ask(self, days):
        """:return: the e-mails that are sent at that moment"""
        with freeze_time(BEGIN + timedelta(days=days)):
            return self._get_new_mails(self._send_due)

    def test_asked_once_a_day_after(self):
        self._solve()
        self.assertFalse(self._ask(0.99))
        [mail] = self._ask(1)
        self.assertIn(f"/complaint/{self.complaint.access_token}", mail.body_html)
        self.assertEqual(self.complaint.satisfaction_asked_at, BEGIN + timedelta(days=1))
        self.complaint._set_state("closed")
        self.assertFalse(self._ask(9))

    def test_not_again_within_seven_days(self):
        self._solve()
        self.assertEqual(len(self._ask(1)), 1)
        self._reopen(2)
        self._solve(3)
        self.assertFalse(self._ask(30), "asked on day 1, and would be asked on day 4")
        self._reopen(4)
        self._solve(8)
        self.assertEqual(len(self._ask(9)), 1)

    def test_reopened_before_it_was_asked(self):
        self._solve()
        self._reopen(0.5)
        self.assertFalse(self._ask(2))
        self._solve(3)
        self.assertEqual(len(self._ask(4)), 1)

    def test_who_is_not_asked(self):
        def without_address(complaint):
            complaint.write({"partner_id": False, "email_from": False})

        def opted_out(complaint):
            complaint._opt_out_of_questions()

        def switched_off(complaint):
            complaint.company_id.pylot_ask_satisfaction = False

        def voted(complaint):
            complaint._rate(4)

        for prepare in (without_address, opted_out, switched_off):
            complaint = self._create_complaint(partner_id=False, email_from="kim@example.com")
            with self.subTest(prepare.__name__), self.env.cr.savepoint() as savepoint:
                prepare(complaint)
                self._solve(complaint=complaint)
                self.assertFalse(self.notices.search([("complaint_id", "=", complaint.id)]))
                savepoint.rollback()
        for prepare in (opted_out, switched_off, voted):
            with self.subTest(f"later: {prepare.__name__}"), self.env.cr.savepoint() as savepoint:
                complaint = self._create_complaint(partner_id=False, email_from="kim@example.com")
                self._solve(complaint=complaint)
                prepare(complaint)
                self.assertFalse(self._ask(1))
                savepoint.rollback()

    def test_vote(self):
        self._solve()
        first = self.complaint._rate(2, "  Too slow ")
        second = self.complaint._rate(5, "Fine after all")
        self.assertEqual(first, second)
        self.assertEqual((first.rating, first.feedback), (5, "Fine after all"))
        self.assertEqual(first.partner_id, self.customer)
        self.assertTrue(first.consumed)
        self.assertEqual(self.complaint.rating_count, 1)
        self.assertEqual(self.complaint.rating_last_value, 5)

    def test_each_solution_has_its_vote(self):
        self._solve()
        self.complaint._rate(1)
        self._reopen(1)
        with self.assertRefused("nothing to rate", UserError):
            self.complaint._rate(1)
        self._solve(2)
        self.complaint._rate(5)
        self.assertEqual(self.complaint.rating_ids.mapped("rating"), [5, 1])
        self.assertEqual(self.team.rating_count, 2)
        self.assertEqual(self.team.rating_avg, 3)
        action = self.team.action_view_ratings()
        self.assertEqual(
            self.env["rating.rating"].search(action["domain"]), self.complaint.rating_ids
        )

    def test_what_is_no_vote(self):
        with self.assertRefused("nothing to rate", UserError):
            self.complaint._rate(5)
        self._solve()
        for value in (0, 6, 2.5, "5", None):
            with self.subTest(value=value), self.assertRefused("nothing to rate", UserError):
                self.complaint._rate(value)
        dismissed = self._create_complaint()
        dismissed._dismiss("spam")
        with self.assertRefused("nothing to rate", UserError):
            dismissed._rate(5)
