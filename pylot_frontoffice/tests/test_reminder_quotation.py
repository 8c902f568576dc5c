from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .orders_common import OrdersCommon

NOW = fields.Datetime.to_datetime("2026-11-03 10:00:00")  # Tuesday
DUE = NOW + timedelta(days=6)  # the fifth day is a Sunday


@tagged("post_install", "-at_install")
class TestReminderQuotation(OrdersCommon):
    """A customer is asked once about a quotation that is still open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("pylot_frontoffice.pylot_reminder_policy_quotation")
        cls.customer.email = "frieda@example.com"

    def setUp(self):
        super().setUp()
        self.assertEqual(self.policy.state, "off", "the owner decides")
        self.policy.state = "on"
        clock = freeze_time(NOW)
        self.clock = clock.start()
        self.addCleanup(clock.stop)
        self.order = self._create_order(product=self.goods, confirm=False)
        self.order.action_quotation_sent()

    def _get_reminders(self):
        domain = [("res_model", "=", "sale.order"), ("res_id", "=", self.order.id)]
        found = self.env["pylot.reminder"].search(domain, order="id")
        return found.filtered(lambda one: one.policy_id == self.policy)

    def _send(self, moment=DUE):
        """:return: the e-mails the job sends at this moment"""
        self.clock.move_to(moment)
        mails = self.env["mail.mail"]
        last = mails.search([], order="id desc", limit=1).id or 0
        reminders = self.env["pylot.reminder"]
        reminders.search(reminders._get_due_domain())._get_ready()._deliver_all()
        return mails.search([("id", ">", last)])

    def test_asked_once(self):
        self.assertEqual(self.order.pylot_sent_at, NOW)
        # not on a Sunday, but when the company opens on Monday
        self.assertEqual(self._get_reminders().due_at, NOW + timedelta(days=5, hours=21))
        self.assertFalse(self._send(NOW + timedelta(days=5)))
        mail = self._send()
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertIn(self.order.name, mail.subject)
        self.assertIn(self.order.access_token, mail.body_html)
        self.assertIn("November 3, 2026", mail.body_html)
        self.assertTrue(mail.reply_to)
        self.policy._plan()
        self.assertFalse(self._send(DUE + timedelta(days=30)))

    def test_sent_by_mail_and_once_more(self):
        order = self._create_order(product=self.goods, confirm=False)
        self.assertFalse(order.pylot_sent_at)
        order.with_context(mark_so_as_sent=True).message_post(body="Here it is")
        self.assertEqual((order.state, order.pylot_sent_at), ("sent", NOW))
        self.order = order
        later = NOW + timedelta(days=2)
        self.clock.move_to(later)
        order.with_context(mark_so_as_sent=True).message_post(body="With a discount")
        self.assertEqual(self._get_reminders().anchor_at, later)
        self.assertEqual(len(self._get_reminders()), 1)

    def test_made_as_sent(self):
        old = NOW - timedelta(days=60)
        self.order = self._create_orders(1, product=self.goods, state="sent", date_order=old)
        self.assertEqual(self.order.pylot_sent_at, old)
        self.assertFalse(self._get_reminders(), "old ones stay quiet")

    def test_no_longer_to_be_asked(self):
        def confirm():
            self.order.action_confirm()

        def cancel():
            self.order._action_cancel()

        def expire():
            self.order.validity_date = fields.Date.today() + timedelta(days=2)

        def answer():
            self.order.message_post(
                body="Too much", author_id=self.customer.id, message_type="comment"
            )

        def answer_from_another_address():
            self.order.message_post(
                body="Hm", email_from="Frieda <frieda@example.com>", message_type="email"
            )

        def send_newer():
            self._create_order(product=self.goods, confirm=False).action_quotation_sent()

        def pay():
            self.order.transaction_ids = self._create_transaction()

        for change, reason in (
            (confirm, "accepted"),
            (cancel, "not open"),
            (expire, "expired"),
            (answer, "has answered"),
            (answer_from_another_address, "has answered"),
            (send_newer, "newer quotation"),
            (pay, "payment is on its way"),
        ):
            with self.subTest(change=change.__name__), self.cr.savepoint() as savepoint:
                self.clock.move_to(NOW + timedelta(days=1))
                change()
                mails = self._send().filtered(lambda mail: mail.res_id == self.order.id)
                self.assertFalse(mails.filtered(lambda mail: "questions" in mail.subject))
                reminder = self._get_reminders()
                self.assertIn(reminder.state, ("cancelled", "skipped"))
                self.assertIn(reason, reminder.reason)
                savepoint.rollback()
                self.env.invalidate_all()

    def _create_transaction(self):
        provider = self.env["payment.provider"].create({"name": "Bank", "code": "none"})
        return self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env.ref("payment.payment_method_unknown").id,
                "amount": 1,
                "currency_id": self.order.currency_id.id,
                "partner_id": self.customer.id,
                "reference": "pending",
                "state": "pending",
            }
        )

    def test_our_own_words_are_no_answer(self):
        self.clock.move_to(NOW + timedelta(days=1))
        self.order.message_post(body="Called, was out", author_id=self.env.user.partner_id.id)
        self.assertTrue(self._send())
