from unittest.mock import patch

from odoo.tests import tagged

from .dunning_common import DAY, NOW, TODAY, DunningCommon
from .payment_common import PaymentRecords


@tagged("post_install", "-at_install")
class TestDunningHold(DunningCommon):
    """When nobody is reminded, and why."""

    def assertHeld(self, invoice, reason, state="skipped"):
        self._run()
        self.assertFalse(self._get_dunnings(invoice.commercial_partner_id))
        reminder = self._get_reminders(invoice)
        self.assertEqual(reminder.state, state)
        self.assertIn(reason, reminder.reason)

    def test_excluded_and_blocked(self):
        for change, reason in (
            (lambda move: move.write({"no_followup": True}), "excluded"),
            (lambda move: move.action_toggle_block_payment(), "blocked"),
            (lambda move: move.button_draft(), "not posted"),
            (lambda move: self._pay(move), "settled"),
        ):
            with self.subTest(reason=reason):
                invoice = self._create_invoice()
                self.policy._plan()
                self.assertEqual(self._get_reminders(invoice).state, "planned")
                change(invoice)
                reminder = self._get_reminders(invoice)
                self.assertEqual(reminder.state, "cancelled", "at once")
                self.assertIn(reason, reminder.reason)
                self.assertHeld(invoice, reason, "cancelled")

    def test_taken_back(self):
        invoice = self._create_invoice()
        self.policy._plan()
        self._pay(invoice)
        self.assertEqual(self._get_reminders(invoice).state, "cancelled")
        invoice.line_ids.remove_move_reconcile()
        self.assertEqual(self._get_reminders(invoice).state, "planned", "owed once more")

    def test_changed_behind_our_back(self):
        """Whatever nobody told us of is seen under the lock."""
        invoice = self._create_invoice()
        self.policy._plan()
        self.env.flush_all()
        for column, value, reason in (
            ("payment_state", "in_payment", "In Payment"),
            ("state", "cancel", "not posted"),
            ("no_followup", True, "excluded"),
        ):
            with self.subTest(column=column):
                changed = invoice
                if column == "no_followup":
                    changed = invoice.line_ids.filtered("date_maturity")
                before = changed[column]
                self._set(changed, column, value)
                self._send_now()
                self.assertIn(reason, self._get_reminders(invoice).reason)
                self._set(changed, column, before)
                self._get_reminders(invoice).action_retry()
        self._send_now()
        self.assertEqual(len(self._get_dunnings()), 1)

    def test_promised_behind_our_back(self):
        """Though it was planned, and nothing was planned anew."""
        invoice = self._create_invoice()
        self.policy._plan()
        with patch.object(type(invoice), "_refresh_reminders", lambda _moves: None):
            self.env["pylot.payment.promise"]._promise(invoice, 100, TODAY + DAY * 3)
        self.assertEqual(self._get_reminders(invoice).state, "planned")
        self._send_now()
        self.assertIn("promised to pay", self._get_reminders(invoice).reason)
        self.assertFalse(self._get_dunnings())

    def _set(self, record, column, value):
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {record._table} SET {column} = %s WHERE id = %s", [value, record.id]
        )
        self.env.invalidate_all()

    def _send_now(self):
        with self.enter_registry_test_mode():
            self.env.ref("pylot_frontoffice.ir_cron_pylot_reminder_send").method_direct_trigger()
        self.env.invalidate_all()

    def test_no_email_and_blacklist(self):
        self.policy.level_ids.letter_without_email = False
        self.customer.email = False
        self.assertHeld(self._create_invoice(), "no e-mail")
        self.customer.email = "frieda@example.com"
        self.env["mail.blacklist"]._add("frieda@example.com")
        self.policy._plan()
        self.assertHeld(self._create_invoice(), "blacklist")

    def test_email_of_the_company(self):
        firm = self._create_customer("Firm Ltd", is_company=True)
        person = self._create_customer("Ann A", parent_id=firm.id, email=False)
        self._create_invoice(partner_id=person.id)
        self._run()
        self.assertEqual(self._get_dunnings(firm).recipient_id, firm)

    def test_merged_customer(self):
        twin = self._create_customer("Frieda Twin")
        invoices = self._create_invoice() | self._create_invoice(50, partner_id=twin.id)
        self.policy._plan()
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | twin).ids, self.customer
        )
        self.env.invalidate_all()
        self._send_now()
        self._run(1)
        last = self._get_dunnings()[-1]
        self.assertEqual(last.line_ids.move_id, invoices)
        sent = self._get_dunnings().line_ids.filtered("level_id")
        self.assertEqual(len(sent), 2, "each is reminded of once")

    # === MONEY UNDERWAY ===

    def test_bank(self):
        for number, (amount, text, values) in enumerate(
            (
                (70, "thanks", {"partner_id": self.customer.id}),
                (1, "Rechnung {name}", {}),
                (1, "invoice {digits} of May", {}),
                (100, "transfer", {"partner_name": "FINK, FRIEDA FINK"}),
            )
        ):
            with self.subTest(number=number):
                customer = self.customer.copy({"name": "Frieda Fink", "email": "f@example.com"})
                invoice = self._create_invoice(partner_id=customer.id)
                if "partner_id" in values:
                    values["partner_id"] = customer.id
                digits = "".join(filter(str.isdigit, invoice.name))
                line = self._create_bank_line(
                    amount, text.format(name=invoice.name.lower(), digits=digits), **values
                )
                self.assertHeld(invoice, "looks like a payment")
                line.unlink()
                self._run(1)
                self.assertEqual(len(self._get_dunnings(customer)), 1, "goes on by itself")

    def test_money_of_others(self):
        invoice = self._create_invoice()
        self._create_bank_line(100, "transfer", partner_name="Otto Other")
        self._create_bank_line(100, "of a customer", partner_id=self._create_customer("Ot O").id)
        self._create_bank_line(-100, invoice.name)
        self._create_bank_line(100, invoice.name, date=invoice.invoice_date - DAY)
        self._run()
        self.assertEqual(len(self._get_dunnings()), 1)

    def test_payment_without_entry(self):
        invoice = self._create_invoice()
        payment = self._create_payment(100, post=False)
        self._set(payment, "state", "in_process")
        self.assertFalse(payment.move_id)
        self.assertHeld(invoice, "in process")

    def test_online_payment(self):
        provider = PaymentRecords.__dict__["_create_provider"].__func__(type(self))
        invoice = self._create_invoice()
        payment = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": provider.payment_method_ids.id,
                "reference": "T1",
                "amount": 100,
                "currency_id": invoice.currency_id.id,
                "partner_id": self.customer.id,
                "operation": "online_redirect",
                "state": "pending",
                "invoice_ids": invoice.ids,
            }
        )
        self.assertHeld(invoice, "Online payment")
        payment.state = "error"
        self._run(1)
        self.assertEqual(len(self._get_dunnings()), 1)

    # === COMPLAINTS ===

    def test_complaint_pauses_and_resumes(self):
        disputed = self._create_invoice(100, days_late=10)
        other = self._create_invoice(50, days_late=10)
        self.policy._plan()
        complaint = self.env["pylot.complaint"].create(
            {"name": "Leaks", "partner_id": self.customer.id, "move_id": disputed.id}
        )
        reminder = self._get_reminders(disputed)
        self.assertEqual(reminder.state, "cancelled", "at once")
        self.assertIn(complaint.number, reminder.reason)
        self._run()
        self.assertEqual(self._get_dunnings().line_ids.move_id, other)
        self._run(30)
        self.assertNotIn(disputed, self._get_dunnings().line_ids.move_id)
        complaint._dismiss("mistake")
        self.assertEqual(disputed.pylot_dunning_cycle, 1)
        self._run(2)
        self.assertNotIn(disputed, self._get_dunnings().line_ids.move_id, "fresh dates")
        self._run(1)
        line = self._get_dunnings().line_ids.filtered(lambda each: each.move_id == disputed)
        self.assertEqual(line.level_id, self.friendly)
        complaint._set_state("working")
        self._run(11)
        self.assertEqual(
            self._get_dunnings().line_ids.filtered(lambda each: each.move_id == disputed), line
        )

    def test_part_is_disputed(self):
        invoice = self._create_invoice(100)
        complaint = self.env["pylot.complaint"].create(
            {
                "name": "Too much",
                "partner_id": self.customer.id,
                "move_id": invoice.id,
                "disputed_amount": 30,
            }
        )
        self._run()
        self.assertEqual(self._get_dunnings().amount_total, 70)
        complaint.disputed_amount = 100
        self._run(11)
        self.assertEqual(len(self._get_dunnings()), 1)
        complaint.is_dispute = False
        self._run(3)
        self.assertEqual(self._get_dunnings()[-1].amount_total, 100)

    # === PROMISES ===

    def _promise(self, moves, amount, days, origin="agent"):
        return self.env["pylot.payment.promise"]._promise(moves, amount, TODAY + DAY * days, origin)

    def test_promise_pauses_and_resumes(self):
        invoice = self._create_invoice()
        self.policy._plan()
        promise = self._promise(invoice, 100, 7)
        self.assertEqual(self._get_reminders(invoice).state, "cancelled")
        for days in (0, 7, 1):
            self._run(days)
            self.assertFalse(self._get_dunnings())
        self._run(1)
        self.assertEqual(len(self._get_dunnings()), 1)
        promise._close_overdue()
        self.assertEqual(promise.state, "broken")
        self.assertEqual(self.customer.promise_broken_count, 1)
        self.assertEqual(self.customer.promise_kept_count, 0)

    def test_promise_kept(self):
        invoice = self._create_invoice()
        promise = self._promise(invoice, 60, 7)
        self._pay(invoice, 40)
        self.assertEqual(promise.state, "open")
        self._pay(invoice, 20)
        self.assertEqual(promise.state, "kept")
        self.assertEqual(self.customer.promise_kept_count, 1)
        self._run()
        self.assertEqual(self._get_dunnings().amount_total, 40, "the rest was not promised")

    def test_promise_is_replaced(self):
        invoice = self._create_invoice()
        old = self._promise(invoice, 100, 2)
        self._promise(invoice, 100, 9)
        self.assertEqual(old.state, "replaced")
        self._run(8)
        self.assertFalse(self._get_dunnings())

    def test_customers_promise_within_limits(self):
        invoice = self._create_invoice()
        for days, amount in ((31, 100), (-1, 100), (5, 0)):
            with self.subTest(days=days), self.assertRaises(Exception) as caught:
                self._promise(invoice, amount, days, "portal")
            self.assertIn(type(caught.exception).__name__, ("UserError", "ValidationError"))
        promise = self._promise(invoice, 100, 5, "portal")
        self.clock.move_to(NOW + DAY * 7)
        promise._close_overdue()
        with self.assertRaisesRegex(Exception, "call us"):
            self.env["pylot.payment.promise"]._promise(invoice, 100, TODAY + DAY * 20, "portal")
