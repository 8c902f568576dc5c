from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .cash_common import CashCommon


@tagged("post_install", "-at_install")
class TestCash(CashCommon):
    """Cash at the customer's: taken once, booked, and never more than is owed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._do_visit()
        cls.invoice = cls.visit._invoice_visit()
        cls.technician_env = cls.env(user=cls.technician_user)

    def assertRefused(self, amount, words="Please enter an amount up to"):
        with self.assertRaisesRegex(UserError, words):
            self._take(self.visit, amount)
        self.assertFalse(self.env["pylot.cash.entry"].search([]))

    def test_whole_amount(self):
        entry = self._take(self.visit, 238, env=self.technician_env)
        self.assertEqual(self.invoice.payment_state, "paid")
        self.assertRecordValues(
            entry,
            [
                {
                    "amount": 238,
                    "resource_id": self.anna.id,
                    "user_id": self.technician_user.id,
                    "partner_id": self.customer.id,
                    "invoice_name": self.invoice.name,
                    "handover_id": False,
                }
            ],
        )
        self.assertRegex(entry.name, r"^C\d\d-00001$")
        self.assertRecordValues(
            entry.payment_id, [{"state": "paid", "amount": 238, "is_reconciled": True}]
        )
        debit = entry.payment_id.move_id.line_ids.filtered("debit")
        self.assertEqual((debit.account_id, debit.debit), (self.cash_account, 238))

    def test_in_parts(self):
        first, second = self._take(self.visit, "100.50"), self._take(self.visit, "137.50")
        self.assertEqual(self.invoice.payment_state, "paid")
        self.assertEqual(int(second.name[-5:]) - int(first.name[-5:]), 1, "no gap")
        with self.assertRaisesRegex(UserError, "Nothing is open"):
            self._take(self.visit, 1)

    def test_wrong_amounts(self):
        for amount in (None, 0, -1, "-0.01", "238.01", "1e308", "NaN", "Infinity", "-1e308"):
            with self.subTest(amount):
                self.assertRefused(amount)
        self.assertRefused("10.005", "no such coin")

    def test_numbers_have_no_gap(self):
        """What is refused draws no number."""
        self.assertRefused("999")
        self.assertTrue(self._take(self.visit, 1).name.endswith("00001"))

    def test_limit(self):
        self.company.pylot_cash_limit = 100
        self.assertRefused("100.01", "at most")
        self._take(self.visit, 60)
        with self.assertRaisesRegex(UserError, r"up to .*40\.00.* can be taken now"):
            self._take(self.visit, 41)
        self._take(self.visit, 40)
        with self.assertRaisesRegex(UserError, "that much was taken"):
            self._take(self.visit, 1)
        self.assertEqual(self.invoice.amount_residual, 138)

    def test_no_cash(self):
        self.company.pylot_cash_limit = 0
        self.assertRefused(1, "We take no cash")

    def test_no_journal(self):
        self.cash_journal.active = False
        self.assertFalse(self.company._get_cash_journal())
        self.assertRefused(1, "no cash journal")

    def test_journal_that_was_chosen(self):
        other = self.cash_journal.copy({"name": "Vans", "code": "VAN"})
        self.company.pylot_cash_journal_id = other
        entry = self._take(self.visit, 10)
        self.assertEqual(entry.payment_id.journal_id, other)

    def test_foreign_currency(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        invoice = self._bill((self.service, 100), currency_id=dollar.id)
        self.assertRegex(invoice._get_cash_refusal(), "in EUR only, and this invoice is in USD")
        self.visit.visit_invoice_id = invoice
        self.assertRefused(1, "in EUR only")

    def test_journal_in_foreign_currency(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.cash_journal.currency_id = dollar
        self.assertRefused(1, "in EUR only")

    def test_draft(self):
        self.company.pylot_site_invoice = "draft"
        visit = self._do_visit(hour=14)
        visit._invoice_visit()
        with self.assertRaisesRegex(UserError, "office looks at this invoice first"):
            self._take(visit, 1)

    def test_without_invoice(self):
        with self.assertRaisesRegex(UserError, "Make the invoice first"):
            self._take(self._do_visit(hour=14), 1)

    # === ONCE ===

    def test_replay(self):
        entry = self._take(self.visit, 100, "k" * 32)
        self.assertEqual(self._take(self.visit, 100, "k" * 32), entry)
        self.assertEqual(self.invoice.amount_residual, 138)
        self.assertEqual(len(self.env["pylot.cash.entry"].search([])), 1)

    def test_replay_after_all_is_paid(self):
        entry = self._take(self.visit, 238, "k" * 32)
        self.assertEqual(self._take(self.visit, 238, "k" * 32), entry)

    def test_same_form_with_something_else(self):
        self._take(self.visit, 100, "k" * 32)
        with self.assertRaisesRegex(UserError, "was taken with this form already"):
            self._take(self.visit, 50, "k" * 32)
        other = self._do_visit(hour=14)
        other._invoice_visit()
        with self.assertRaisesRegex(UserError, "was taken with this form already"):
            self._take(other, 100, "k" * 32)
        self.assertEqual(len(self.env["pylot.cash.entry"].search([])), 1)

    @mute_logger("odoo.sql_db")
    def test_key_is_unique_in_the_database(self):
        entry = self._take(self.visit, 100)
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            entry.create(
                {
                    **entry._prepare_entry_vals(self.invoice, self.anna, entry.key),
                    "amount": 1,
                }
            )

    # === WRITTEN ONCE ===

    def test_nobody_changes_it(self):
        entry = self._take(self.visit, 100)
        for user in (self.technician_user, self.manager_user, self.accountant_user, self.env.user):
            for vals in ({"amount": 1}, {"taken_at": False}, {"handover_id": False}, {"key": "x"}):
                with self.subTest(user=user.login, vals=vals), self.assertRaises(UserError):
                    entry.with_user(user).sudo(user == self.env.user).write(vals)
            with self.subTest(user=user.login), self.assertRaises(UserError):
                entry.with_user(user).sudo(user == self.env.user).unlink()
            with self.subTest(user=user.login), self.assertRaises(UserError):
                entry.with_user(user).sudo(user == self.env.user).copy()

    def test_nobody_changes_its_booking(self):
        entry = self._take(self.visit, 100)
        payment, move = entry.payment_id, entry.payment_id.move_id
        for act in (
            payment.action_draft,
            payment.action_cancel,
            payment.action_reject,
            payment.unlink,
            move.button_draft,
            move.button_cancel,
            move.unlink,
        ):
            with self.subTest(act), self.assertRaisesRegex(UserError, "Take Back"):
                act()

    def test_other_bookings_change_as_ever(self):
        other = self._bill((self.pump, 10))
        other.button_draft()
        self.assertEqual(other.state, "draft")

    # === TAKEN BACK ===

    def test_take_back(self):
        entry = self._take(self.visit, 238, env=self.technician_env)
        back = entry.with_user(self.manager_user)._take_back("Typed wrong")
        self.assertRecordValues(
            back, [{"amount": -238, "reversed_id": entry.id, "reason": "Typed wrong"}]
        )
        self.assertEqual(
            (self.invoice.payment_state, self.invoice.amount_residual), ("not_paid", 238)
        )
        self.assertEqual(self.anna.with_company(self.company).cash_float, 0)
        lines = self.env["account.move.line"].search([("account_id", "=", self.cash_account.id)])
        self.assertEqual(sum(lines.mapped("balance")), 0)
        for each in (entry, back):
            with self.assertRaisesRegex(UserError, "taken back already"):
                each.with_user(self.manager_user)._take_back("Again")
        self._take(self.visit, 200)
        self.assertEqual(self.invoice.amount_residual, 38)

    def test_only_the_office_takes_back(self):
        entry = self._take(self.visit, 238)
        for user in (self.technician_user, self.agent_user, self.dispatcher_user):
            with self.subTest(user.login), self.assertRaises(UserError):
                entry.with_user(user)._take_back("Mine")
        entry.with_user(self.accountant_user)._take_back("Wrong")

    def test_limit_counts_what_was_taken_back(self):
        self.company.pylot_cash_limit = 100
        self._take(self.visit, 100)._take_back("Wrong")
        self._take(self.visit, 100)

    # === RECEIPT ===

    def _get_mail(self, entry):
        return self.env["mail.mail"].search(
            [("model", "=", entry._name), ("res_id", "=", entry.id)]
        )

    def test_receipt(self):
        entry = self._take(self.visit, 238)
        mail = self._get_mail(entry)
        self.assertEqual(mail.recipient_ids, self.customer)
        for words in (entry.name, self.invoice.name, "238.00", "Anna", "not in cash", "238.00"):
            self.assertIn(words, str(mail.body_html).replace("\xa0", " "))
        html = self.env["ir.actions.report"]._render_qweb_html(
            "pylot_frontoffice.action_report_pylot_cash_receipt", entry.ids
        )[0]
        self.assertIn(entry.name.encode(), html)

    def test_receipt_without_labour(self):
        visit = self._do_visit((self.pump, 1), (self.service, 1), hour=14)
        self.service.is_property_work = False
        visit._invoice_visit()
        self.assertNotIn("not in cash", str(self._get_mail(self._take(visit, 10)).body_html))

    def test_receipt_without_address(self):
        self.customer.email = False
        self.assertFalse(self._get_mail(self._take(self.visit, 238)))

    @mute_logger("odoo.addons.pylot_frontoffice.models.pylot_cash_entry_receipt")
    def test_receipt_that_cannot_be_written(self):
        """The money is here, whatever becomes of the message."""

        def stumble(self, *args, **kwargs):
            raise ValueError("Broken")

        with patch.object(type(self.env["mail.template"]), "send_mail", stumble):
            self.assertTrue(self._take(self.visit, 238))
        self.assertEqual(self.invoice.payment_state, "paid")

    # === DUNNING ===

    def test_open_rest_is_reminded_of_by_itself(self):
        policy = self.env.ref("pylot_frontoffice.pylot_reminder_policy_dunning")
        policy.state = "on"
        self._take(self.visit, 200)
        with freeze_time(self.invoice.invoice_date_due + timedelta(days=30)):
            policy._plan()
            reminders = self.env["pylot.reminder"].search(
                [("res_model", "=", "account.move"), ("res_id", "=", self.invoice.id)]
            )
            self.assertEqual(set(reminders.mapped("state")), {"planned"})
            self._take(self.visit, 38)
            policy._plan()
            self.assertEqual(set(reminders.exists().mapped("state")) - {"cancelled"}, set())
