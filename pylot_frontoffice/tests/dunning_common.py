"""What tests of dunning start from: accounting, customers with overdue invoices, a policy that is
on, and a day."""

from datetime import date, datetime, timedelta

from odoo.fields import Command
from odoo.tests import TransactionCase, freeze_time

# Tuesday; the company sends from 8 to 20 o'clock, UTC
NOW = datetime(2026, 11, 3, 10)
TODAY = date(2026, 11, 3)
DAY = timedelta(days=1)


class DunningRecords:
    """Helpers that need nothing but ``env``."""

    @classmethod
    def _prepare_dunning(cls):
        cls.company = cls.env.company
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=cls.company, install_demo=False
        )
        cls.company.write(
            {
                "pylot_send_from": 8,
                "pylot_send_until": 20,
                "pylot_send_weekends": True,
                "pylot_undo_minutes": 0,
                "pylot_dunning_tolerance": 5,
                "email": "office@example.com",
            }
        )
        cls.company.resource_calendar_id.tz = "UTC"
        cls.env["pylot.reminder.policy"].search([("state", "=", "on")]).state = "off"
        cls.policy = cls.env.ref("pylot_frontoffice.pylot_reminder_policy_dunning")
        cls.policy.state = "on"
        cls.friendly, cls.first, cls.last, cls.call, cls.handover = cls.policy.level_ids
        cls.customer = cls._create_customer("Frieda Fink")

    @classmethod
    def _create_customer(cls, name, **values):
        email = f"{name.split()[0].lower()}@example.com"
        return cls.env["res.partner"].create({"name": name, "email": email, **values})

    @classmethod
    def _create_invoice(cls, amount=100.0, days_late=4, post=True, **values):
        """:return: an invoice without taxes that has been overdue for so many days on ``TODAY``"""
        due = TODAY - DAY * days_late
        line = {"name": "Work", "price_unit": amount, "tax_ids": [Command.clear()]}
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_date": due - DAY * 14,
                "invoice_date_due": due,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [Command.create(line)],
                **values,
            }
        )
        if post:
            move.action_post()
        return move

    @classmethod
    def _create_credit_note(cls, amount, **values):
        return cls._create_invoice(amount, move_type="out_refund", **values)

    @classmethod
    def _create_payment(cls, amount, partner=None, post=True, **values):
        """:return: money that belongs to no invoice, in the journals or not yet"""
        journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        account = journal.default_account_id
        journal.inbound_payment_method_line_ids.payment_account_id = account
        payment = cls.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": (partner or cls.customer).id,
                "journal_id": journal.id,
                "amount": amount,
                "date": TODAY,
                **values,
            }
        )
        if post:
            payment.action_post()
        return payment

    @classmethod
    def _pay(cls, move, amount=None, day=TODAY):
        """Pay by a journal entry that is matched with the invoice at once."""
        journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", move.company_id.id)], limit=1
        )
        return (
            cls.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=move.ids)
            .create(
                {
                    "journal_id": journal.id,
                    "payment_date": day,
                    "group_payment": False,
                    **({"amount": amount} if amount else {}),
                }
            )
            ._create_payments()
        )

    @classmethod
    def _create_bank_line(cls, amount, text="", **values):
        journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        return cls.env["account.bank.statement.line"].create(
            {
                "journal_id": journal.id,
                "date": TODAY,
                "payment_ref": text,
                "amount": amount,
                **values,
            }
        )


class DunningCommon(DunningRecords, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time(NOW)
        clock.start()
        cls.addClassCleanup(clock.stop)
        cls._prepare_dunning()

    def setUp(self):
        super().setUp()
        clock = freeze_time(NOW)
        self.clock = clock.start()
        self.addCleanup(clock.stop)

    def _get_reminders(self, moves):
        return self.env["pylot.reminder"].search(
            [("res_model", "=", "account.move"), ("res_id", "in", moves.ids)]
        )

    def _get_dunnings(self, partner=None):
        partner = partner or self.customer
        return self.env["pylot.dunning"].search([("partner_id", "=", partner.id)], order="id")

    def _run(self, days=0):
        """Plan and send, ``days`` after the moment it is now."""
        if days:
            self.clock.tick(timedelta(days=days))
        self.policy._plan()
        with self.enter_registry_test_mode():
            self.env.ref("pylot_frontoffice.ir_cron_pylot_reminder_send").method_direct_trigger()
        self.env.invalidate_all()
