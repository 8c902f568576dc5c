from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .orders_common import OrdersCommon
from .payment_common import PaymentRecords

MIXIN = "odoo.addons.pylot_frontoffice.models.pylot_notice_mixin"


class ConfirmationCommon(PaymentRecords, OrdersCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("pylot_frontoffice.pylot_reminder_policy_order")
        cls.customer.email = "frieda@example.com"
        cls.company.email = "office@example.com"
        cls.order = cls._create_order(product=cls.goods, confirm=False)

    def _get_reminders(self, orders, *states):
        domain = [("res_model", "=", "sale.order"), ("res_id", "in", orders.ids)]
        found = self.env["pylot.reminder"].search(domain, order="id")
        return found.filtered(lambda one: not states or one.state in states)

    def _send(self, orders=None):
        """Let the undo time pass and the job run, without its commits."""
        reminders = self._get_reminders(orders or self.order, "planned")
        reminders.due_at = fields.Datetime.now()
        for reminder in reminders._get_ready():
            reminder._deliver_safely()

    def _get_mails(self, order=None):
        """:return: e-mails that confirm, whoever made them"""
        mails = self.env["mail.mail"].search(
            [("model", "=", "sale.order"), ("res_id", "in", (order or self.order).ids)]
        )
        notified = self.env["mail.message"].search(
            [
                ("model", "=", "sale.order"),
                ("res_id", "in", (order or self.order).ids),
                ("message_type", "not in", ("notification", "user_notification")),
                ("notification_ids.notification_type", "=", "email"),
            ]
        )
        return mails.mail_message_id | notified

    def assertConfirmedOnce(self, order=None):
        order = order or self.order
        self.assertEqual(order.state, "sale")
        self._send(order)
        self._send(order)
        self.assertEqual(len(self._get_mails(order)), 1)
        self.assertEqual(self._get_reminders(order).mapped("state"), ["sent"])


@tagged("post_install", "-at_install")
class TestOrderConfirmation(ConfirmationCommon):
    """However an order becomes binding, its customer hears of it once."""

    # === EVERY DOOR ===

    def test_button(self):
        self.order.action_confirm()
        reminder = self._get_reminders(self.order)
        self.assertEqual(reminder.policy_id, self.policy)
        self.assertGreater(reminder.due_at, fields.Datetime.now(), "can be taken back")
        self.assertConfirmedOnce()

    def test_signed_or_paid(self):
        """The customer waits for it, and there is nothing to take back."""
        self.order._validate_order()
        self.assertEqual(self._get_reminders(self.order).state, "sent")
        self.assertConfirmedOnce()

    def test_from_the_queue_of_odoo(self):
        self.env["ir.config_parameter"].set_param("sale.async_emails", "True")
        self.order._validate_order()
        with self.enter_registry_test_mode():
            self.env.ref("sale.send_pending_emails_cron").method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(self.order.pending_email_template_id)
        self.assertConfirmedOnce()

    def test_api(self):
        self.order.write({"state": "sale"})
        created = self._create_orders(1, product=self.goods, state="sale")
        self.assertConfirmedOnce(self.order)
        self.assertConfirmedOnce(created)

    def test_payment_called_back_twice(self):
        self._create_provider()
        payment = self._create_payment(self.order, self.order.amount_total)
        # no journal is set up for the provider: the booking of money is core's affair
        self.patch(type(payment), "_create_payment", lambda self, **extra: None)
        payment._post_process()
        payment._post_process()
        self.assertEqual(self.order.state, "sale")
        self.assertEqual(len(self._get_reminders(self.order, "sent")), 1)
        about = self._get_mails().filtered(
            lambda one: one.subject == f"Your order {self.order.name}"
        )
        self.assertEqual(len(about), 1)

    def test_batch(self):
        orders = self._create_orders(100, product=self.goods)
        orders.action_confirm()
        self._send(orders)
        mails = self._get_mails(orders)
        self.assertEqual(sorted(mails.mapped("res_id")), sorted(orders.ids))

    def test_second_click(self):
        self.order.action_confirm()
        with self.assertRefused("not in a state requiring confirmation", Exception):
            self.order.action_confirm()
        self.assertConfirmedOnce()

    def test_own_words_of_a_quotation_template(self):
        """What somebody has written for this kind of order is sent, and nothing else."""
        template = self.env["mail.template"].create(
            {
                "name": "Heat pump",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "subject": "How to prepare for {{ object.name }}",
                "partner_to": "{{ object.partner_id.id }}",
                "body_html": "<p>Clear the cellar.</p>",
            }
        )
        self.order.sale_order_template_id = self.env["sale.order.template"].create(
            {"name": "Heat pump", "mail_template_id": template.id}
        )
        self.order.action_confirm()
        self.assertConfirmedOnce()
        self.assertIn("How to prepare", self._get_mails().subject)

    # === NOT ===

    def test_import(self):
        line = [Command.create({"product_id": self.goods.id})]
        vals = {"partner_id": self.customer.id, "order_line": line, "state": "sale"}
        imported = self.env["sale.order"].with_context(import_file=True)
        orders = imported.create([vals] * 250)
        old = {"date_order": fields.Datetime.now() - timedelta(days=30)}
        orders |= self.env["sale.order"].create([{**vals, **old}] * 250)
        self.policy._plan()
        self.assertEqual(len(orders), 500)
        self.assertFalse(self._get_reminders(orders))

    def test_customer_does_not_want_it(self):
        self.customer.pylot_no_messages = True
        self.order._validate_order()
        self._send()
        self.assertFalse(self._get_mails())
        self.assertIn("no automatic messages", self._get_reminders(self.order).reason)

    def test_cancelled_within_the_undo_time(self):
        self.order.action_confirm()
        self.order._action_cancel()
        self._send()
        self.assertFalse(self._get_mails())
        self.assertEqual(self._get_reminders(self.order).reason, "The order has been cancelled.")

    def test_taken_back(self):
        self.order.action_confirm()
        self._get_reminders(self.order).with_user(self.agent_user).action_take_back()
        self._send()
        self.order._send_order_confirmation_mail()
        self.assertFalse(self._get_mails())

    def test_cancelled_behind_our_back(self):
        self.order.action_confirm()
        with patch.object(type(self.order), "_refresh_reminders", lambda self: None):
            self.order._action_cancel()
        self._send()
        self.assertFalse(self._get_mails())
        self.assertEqual(self._get_reminders(self.order).state, "skipped")

    # === AGAIN ===

    def _confirm_again(self, change=None):
        self.order._action_cancel()
        self.order.action_draft()
        if change:
            self.order.order_line.write(change)
        self.order.action_confirm()
        self._send()

    def test_confirmed_again_unchanged(self):
        """The customer knows all of it."""
        self.order.action_confirm()
        self._send()
        self._confirm_again()
        self.assertConfirmedOnce()

    def test_confirmed_again_with_other_contents(self):
        self.order.action_confirm()
        self._send()
        self._confirm_again({"product_uom_qty": 7})
        self.assertEqual(self.order.pylot_confirmation_round, 1)
        self.assertEqual(self._get_reminders(self.order).mapped("state"), ["sent", "sent"])
        self._confirm_again()
        self.assertEqual(len(self._get_mails()), 2)

    def test_confirmed_again_before_it_was_told(self):
        self.order.action_confirm()
        self._confirm_again({"product_uom_qty": 7})
        self.assertConfirmedOnce()

    # === POLICIES ===

    def test_switched_off(self):
        """Odoo confirms as it does without us; switched on, nobody is told twice."""
        self.policy.state = "off"
        self.order.action_confirm()
        self.assertFalse(self._get_reminders(self.order))
        self.assertFalse(self._get_mails())
        signed = self._create_orders(1, product=self.goods)
        signed._validate_order()
        self.assertEqual(len(self._get_mails(signed)), 1)
        self.policy.state = "on"
        self.policy._plan()
        self._send(signed)
        self.assertEqual(len(self._get_mails(signed)), 1)
        self.assertIn("already", self._get_reminders(signed, "skipped").reason)

    def _create_team_policy(self, **values):
        self.team = self.env["crm.team"].create({"name": "Garden"})
        template = self.policy.level_ids.mail_template_id.copy({"subject": "Garden order"})
        return self.policy.copy(
            {
                "name": "Garden orders",
                "sequence": 1,
                "state": "on",
                "domain": f"[('team_id', '=', {self.team.id})]",
                "level_ids": [
                    Command.create(
                        {
                            "name": "Garden",
                            "offset": 0,
                            "unit": "hours",
                            "keeps_quiet": False,
                            "mail_template_id": template.id,
                        }
                    )
                ],
                **values,
            }
        )

    def test_policy_of_a_team(self):
        policy = self._create_team_policy()
        garden = self._create_orders(1, product=self.goods, team_id=self.team.id)
        (garden | self.order).action_confirm()
        self.assertConfirmedOnce(garden)
        self.assertConfirmedOnce(self.order)
        self.assertEqual(self._get_reminders(garden).policy_id, policy)
        self.assertEqual(self._get_mails(garden).subject, "Garden order")

    def test_moved_to_a_team(self):
        """Also when it was planned and told by the policy it belonged to before."""
        policy = self._create_team_policy()
        self.order.action_confirm()
        self.order.team_id = self.team
        self.assertEqual(self._get_reminders(self.order, "planned").policy_id, policy)
        self._send()
        self.order.team_id = False
        self._send()
        self.assertEqual(len(self._get_mails()), 1)

    def test_two_policies_planned_it(self):
        """A policy becomes wider while a row of another one waits."""
        policy = self._create_team_policy()
        self.order.action_confirm()
        policy.domain = "[]"
        policy._plan(self.order)
        self.assertEqual(len(self._get_reminders(self.order, "planned")), 2)
        self._send()
        self.assertEqual(len(self._get_mails()), 1)
        self.assertIn("Garden orders", self._get_reminders(self.order, "skipped").reason)

    def test_later_message_of_another_policy(self):
        """A policy that speaks days later confirms nothing, and replaces nothing."""
        self.policy.state = "off"
        later = self._create_team_policy(domain="[]")
        later.level_ids.write({"offset": 3, "unit": "days"})
        self.order._validate_order()
        self.assertEqual(len(self._get_mails()), 1)
        self.assertEqual(self._get_reminders(self.order).state, "planned")
        self._send()
        self.assertEqual(len(self._get_mails()), 2)

    # === WHAT IS SENT ===

    def test_mail(self):
        self.order.action_confirm()
        self._send()
        mail = self._get_reminders(self.order).mail_id
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertIn(self.order.access_token, mail.body_html)
        self.assertIn("Pump", mail.body_html)
        self.assertIn(mail.mail_message_id, self.order.message_ids)
        self.assertIn("Auto-Submitted", mail.headers)
        self.assertTrue(mail.reply_to)

    def test_file_where_it_can_be_printed(self):
        for state, files in (("ok", 1), ("install", 0), ("broken", 0)):
            with self.subTest(state=state):
                order = self._create_orders(1, product=self.goods)
                order.action_confirm()
                reports = type(self.env["ir.actions.report"])
                with patch.object(reports, "get_wkhtmltopdf_state", lambda self, is_=state: is_):
                    self._send(order)
                mail = self._get_reminders(order, "sent").mail_id
                self.assertEqual(len(mail.attachment_ids), files)
                self.assertEqual("as a file" in mail.body_html, bool(files))
                self.assertIn(order.access_token, mail.body_html)

    @mute_logger(MIXIN)
    def test_one_that_cannot_be_printed(self):
        """The others are told; it waits in the work list for somebody."""
        orders = self._create_orders(3, product=self.goods)
        orders.action_confirm()
        reports = type(self.env["ir.actions.report"])
        render = reports._render_qweb_pdf

        def fail(report, report_ref, res_ids=None, data=None):
            if res_ids == orders[1].ids:
                raise ValueError("no paper")
            return render(report, report_ref, res_ids, data)

        with (
            patch.object(reports, "get_wkhtmltopdf_state", lambda self: "ok"),
            patch.object(reports, "_render_qweb_pdf", fail),
        ):
            self._send(orders)
        self.assertEqual(self._get_reminders(orders).mapped("state"), ["sent", "failed", "sent"])
        failed = self._get_reminders(orders, "failed")
        self.assertEqual(failed.reason, "no paper")
        self.assertFalse(orders[1].pylot_told)
        failed.action_retry()
        self._send(orders)
        self.assertEqual(len(self._get_mails(orders)), 3)

    def test_merged_contact(self):
        self.order.action_confirm()
        other = self.env["res.partner"].create({"name": "Frieda K.", "email": "f@example.com"})
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | other).ids, dst_partner=other
        )
        self._send()
        self.assertEqual(self._get_reminders(self.order).partner_id, other)
        self.assertEqual(self._get_reminders(self.order).mail_id.recipient_ids, other)

    def test_who_cannot_be_reached(self):
        self.customer.email = False
        self.order._validate_order()
        self.assertIn("no e-mail address", self._get_reminders(self.order, "skipped").reason)
        self.customer.email = "frieda@example.com"
        self._get_reminders(self.order).action_retry()
        self.assertConfirmedOnce()

    # === COST ===

    def _count(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_cost(self):
        """Of planning a batch as for one, of sending at most twelve for each."""
        costs, sending = [], []
        for number in (1, 5, 50):
            orders = self._create_orders(number, product=self.goods)
            costs.append(self._count(orders.action_confirm))
            reminders = self._get_reminders(orders, "planned")
            reminders.due_at = fields.Datetime.now()
            sending.append(self._count(lambda due=reminders: due._get_ready()._deliver_all()))
            self.assertEqual(len(self._get_mails(orders)), number)
        # one UPDATE more when the second changes in between
        self.assertLessEqual(costs[2], costs[1] + 1)
        self.assertLessEqual((sending[2] - sending[1]) / 45, 12)

    def test_drafts_cost_nothing(self):
        def measure():
            self._count(lambda: self._create_orders(3, product=self.goods))
            return self._count(lambda: self._create_orders(3, product=self.goods))

        with_reminders = measure()
        self.patch(type(self.order), "_refresh_reminders", lambda self: None)
        self.assertEqual(with_reminders, measure())
