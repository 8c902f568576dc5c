import threading
from unittest.mock import patch

from odoo import fields
from odoo.service.model import retrying
from odoo.tests import tagged

from .dunning_common import DAY, DunningRecords
from .race_case import PATIENCE, RaceCase


@tagged("post_install", "-at_install")
class TestDunningRace(RaceCase):
    """Something happens in another transaction while a reminder is about to leave."""

    @classmethod
    def _prepare(cls):
        records = type("Records", (DunningRecords,), {"env": cls.common.env})
        records._prepare_dunning()
        cls.policy_id = records.policy.id
        records.company.write({"pylot_send_from": 0, "pylot_send_until": 24})
        records.company.pylot_send_weekends = True
        # no clock is frozen here: several days late whenever this runs
        cls.ids, customers = {}, {}
        names = "paid underway credited complaint promise quiet first twice planned invoice"
        for name in [*names.split(), "planned again", "invoice again"]:
            customer = customers.setdefault(
                name.split()[0], records._create_customer(f"{name} Customer")
            )
            due = cls._get_today(records.env) - DAY * 5
            invoice = records._create_invoice(
                100,
                partner_id=customer.id,
                invoice_date=due - DAY * 14,
                invoice_date_due=due,
            )
            cls.ids[name] = invoice.id
        records.policy._plan()

    @classmethod
    def _get_today(cls, env):
        return fields.Date.context_today(env["account.move"])

    # === WHAT OTHERS DO ===

    def _pay(self, env, move):
        records = type("Records", (DunningRecords,), {"env": env})
        records._pay(move, day=self._get_today(env))

    def _pay_without_entry(self, env, move):
        """In no journal yet, and for no invoice: nothing of the invoice changes."""
        records = type("Records", (DunningRecords,), {"env": env, "company": move.company_id})
        payment = records._create_payment(
            100, partner=move.partner_id, post=False, date=self._get_today(env)
        )
        payment.state = "in_process"

    def _credit(self, env, move):
        """A credit note of the customer that is matched with nothing."""
        today = self._get_today(env)
        records = type("Records", (DunningRecords,), {"env": env, "customer": move.partner_id})
        records._create_credit_note(100, invoice_date=today, invoice_date_due=today)

    def _complain(self, env, move):
        env["pylot.complaint"].create(
            {"name": "Leaks", "partner_id": move.partner_id.id, "move_id": move.id}
        )

    def _promise(self, env, move):
        env["pylot.payment.promise"]._promise(move, 100, self._get_today(env) + DAY * 7)

    def _exclude(self, env, move):
        move.no_followup = True

    # === SENDING ===

    def _get_reminder(self, env, name):
        return env["pylot.reminder"].search(
            [("res_model", "=", "account.move"), ("res_id", "=", self.ids[name])]
        )

    def _send(self, name):
        with self._transaction() as env:
            self._get_reminder(env, name)._send_batch()

    def _count(self, name):
        with self._transaction() as env:
            return env["pylot.dunning"].search_count([("line_ids.move_id", "=", self.ids[name])])

    def _act(self, name, action):
        with self._transaction() as env:
            action(env, env["account.move"].browse(self.ids[name]))

    def test_between_reading_and_locking(self):
        """Committed after the snapshot of the sender, before it has a lock."""
        for name, action in (
            ("paid", self._pay),
            ("underway", self._pay_without_entry),
            ("credited", self._credit),
            ("complaint", self._complain),
            ("promise", self._promise),
            ("quiet", self._exclude),
        ):
            with self.subTest(name=name):
                self._send_after(name, action)
                self.assertEqual(self._count(name), 0)
                self._send(name)
                self.assertEqual(self._count(name), 0)

    def _send_after(self, name, action):
        """Send with the eyes of a moment before ``action``."""
        outcomes = []
        lock = type(self.common.env["pylot.reminder"])._lock_bundles

        def act_first(reminders):
            locked = lock(reminders)
            if not outcomes:
                # what fails here would be taken for a failure of the sender
                outcomes.append(self._try(lambda: self._act(name, action)))
            return locked

        with self._transaction() as env:
            reminder = self._get_reminder(env, name)
            with patch.object(type(reminder), "_lock_bundles", act_first):
                reminder._send_batch()
        self.assertEqual(outcomes, [None])

    def _try(self, call):
        try:
            return call()
        except Exception as error:
            return error

    def test_while_it_is_written(self):
        """Who comes second waits until the message has left, and finds it."""
        started = threading.Event()
        with self._transaction() as env:
            reminder = self._get_reminder(env, "first")
            reminder._get_ready()._deliver_all()

            def pay():
                started.set()
                with self._transaction() as other:
                    retrying(
                        lambda: self._pay(other, other["account.move"].browse(self.ids["first"])),
                        other,
                    )

            thread = threading.Thread(target=pay, daemon=True)
            thread.start()
            started.wait(PATIENCE)
            thread.join(0.5)
            self.assertTrue(thread.is_alive(), "waits for the sender")
            env.cr.commit()
            thread.join(PATIENCE)
        self.assertFalse(thread.is_alive())
        with self._transaction() as env:
            self.assertEqual(env["account.move"].browse(self.ids["first"]).amount_residual, 0)
            self.assertEqual(self._get_reminder(env, "first").state, "sent")

    def test_one_of_two_is_locked(self):
        """Whoever plans or changes an invoice at this moment keeps a part of the message: it
        leaves later, whole, or the other part would be a second one."""
        for name, lock in (
            ("planned", lambda env: self._get_reminder(env, "planned again")),
            ("invoice", lambda env: env["account.move"].browse(self.ids["invoice again"])),
        ):
            with self.subTest(name):
                with self._transaction() as other:
                    lock(other).lock_for_update()
                    self._send(name)
                    self.assertEqual(self._count(name), 0)
                self._send(name)
                for each in (name, f"{name} again"):
                    self.assertEqual(self._count(each), 1, each)
                    with self._transaction() as env:
                        self.assertEqual(self._get_reminder(env, each).state, "sent")

    def test_two_senders(self):
        outcomes = self._run_at_once(
            *[lambda env: self._get_reminder(env, "twice")._get_ready()._deliver_all()] * 2,
            look=lambda env: self._get_reminder(env, "twice").read(),
        )
        self.assertEqual(self._count("twice"), 1, outcomes)
