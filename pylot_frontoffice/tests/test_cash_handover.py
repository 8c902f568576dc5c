from decimal import Decimal

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .cash_common import CashCommon


@tagged("post_install", "-at_install")
class TestCashHandover(CashCommon):
    """What is in a technician's pocket, counted by somebody of the office."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._do_visit()
        cls.visit._invoice_visit()
        cls.entries = cls._take(cls.visit, 100) | cls._take(cls.visit, "38.50")

    def _open(self, counted=138.5, user=None, **values):
        handovers = self.env["pylot.cash.handover"].with_user(user or self.accountant_user)
        return handovers.create({"resource_id": self.anna.id, "counted": counted, **values})

    def _hand_over(self, counted=138.5, user=None, **values):
        handover = self._open(counted, user, **values)
        handover.action_confirm()
        return handover.sudo()

    def _get_balance(self, account):
        lines = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        return round(sum(lines.mapped("balance")), 2)

    def assertPocket(self, amount, technician=None):
        technician = (technician or self.anna).with_company(self.company)
        technician.invalidate_recordset()
        self.assertEqual(technician.cash_float, amount)

    def test_float(self):
        self.assertPocket(138.5)
        self.assertPocket(0, self.bert)
        self._hand_over()
        self.assertPocket(0)

    def test_exact(self):
        handover = self._hand_over()
        self.assertRecordValues(
            handover,
            [
                {
                    "state": "done",
                    "expected": 138.5,
                    "counted": 138.5,
                    "difference": 0,
                    "received_by_id": self.accountant_user.id,
                    "account_move_id": False,
                }
            ],
        )
        self.assertFalse(handover.account_move_id, "nothing has moved")
        self.assertRegex(handover.name, r"^H\d\d-00001$")
        self.assertEqual(handover.entry_ids, self.entries)
        self.assertEqual(self._get_balance(self.cash_account), 138.5)

    def test_missing(self):
        handover = self._hand_over(130, note="Change given wrong")
        self.assertEqual(handover.difference, -8.5)
        self.assertEqual(handover.account_move_id.state, "posted")
        self.assertEqual(self._get_balance(self.cash_account), 130)
        self.assertEqual(self._get_balance(self.cash_journal.loss_account_id), 8.5)

    def test_too_much(self):
        self.assertEqual(self._hand_over(140).difference, 1.5)
        self.assertEqual(self._get_balance(self.cash_account), 140)
        self.assertEqual(self._get_balance(self.cash_journal.profit_account_id), -1.5)

    def test_accounts_of_the_settings(self):
        loss = self.cash_journal.loss_account_id.copy()
        self.company.pylot_cash_loss_account_id = loss
        self._hand_over(138)
        self.assertEqual(self._get_balance(loss), 0.5)

    def test_no_account_for_the_difference(self):
        self.cash_journal.loss_account_id = False
        self.company.default_cash_difference_expense_account_id = False
        with self.assertRaisesRegex(UserError, "no account for the difference"):
            self._hand_over(1)
        self.assertPocket(138.5)

    def test_cash_box_of_the_office(self):
        box = self.env["account.journal"].create(
            {"name": "Office", "code": "BOX", "type": "cash", "company_id": self.company.id}
        )
        self.company.pylot_cash_office_journal_id = box
        for counted in (130, 145):
            with self.subTest(counted), self.env.cr.savepoint() as savepoint:
                self._hand_over(counted)
                self.assertEqual(self._get_balance(self.cash_account), 0)
                self.assertEqual(self._get_balance(box.default_account_id), counted)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_journal_that_was_changed_meanwhile(self):
        new = self.cash_journal.copy({"name": "Vans", "code": "VAN"})
        new.default_account_id = self.cash_account.copy()
        self.company.pylot_cash_journal_id = new
        self._take(self.visit, 50)
        self._hand_over(180)
        self.assertEqual(self._get_balance(self.cash_account), 0)
        self.assertEqual(self._get_balance(new.default_account_id), 180)

    def test_only_of_this_technician(self):
        visit = self._do_visit(technician=self.bert)
        visit._invoice_visit()
        other = self._take(visit, 20, technician=self.bert)
        self.assertNotIn(other, self._hand_over().entry_ids)
        self.assertPocket(20, self.bert)

    def test_nothing_to_hand_over(self):
        self._hand_over()
        with self.assertRaisesRegex(UserError, "has no cash"):
            self._hand_over(0)

    def test_what_was_taken_back_counts(self):
        self.entries[0]._take_back("Wrong")
        self.assertPocket(38.5)
        self.assertEqual(self._hand_over(38.5).difference, 0)

    def test_wrong_counts(self):
        handover = self._open(0)
        for counted in (-0.01, -1, 1e308, float("inf"), float("nan"), 1_000_000.01, "1,5"):
            with self.subTest(counted):
                with self.assertRaises(ValidationError):
                    self._open(counted)
                with self.assertRaises(ValidationError):
                    handover.counted = counted

    # === WHO ===

    def test_announced_on_the_phone(self):
        handovers = self.env["pylot.cash.handover"].with_user(self.technician_user)
        waiting = handovers._announce(self.anna, self.company, Decimal("138.00"))
        self.assertRecordValues(waiting, [{"declared": 138, "state": "draft", "expected": 138.5}])
        again = handovers._announce(self.anna, self.company, Decimal("138.50"))
        self.assertEqual((again, again.declared), (waiting, 138.5))
        action = self.anna.with_user(self.accountant_user).action_hand_over_cash()
        self.assertEqual(action["res_id"], waiting.id)
        waiting = waiting.with_user(self.accountant_user).sudo(False)
        waiting.counted = 138.5
        waiting.action_confirm()
        self.assertEqual(waiting.state, "done")

    @mute_logger("odoo.sql_db")
    def test_waits_once(self):
        self._open()
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self._open()

    def test_form(self):
        for user in (self.accountant_user, self.manager_user):
            with self.subTest(user.login), self.env.cr.savepoint() as savepoint:
                form = Form(self.env["pylot.cash.handover"].with_user(user))
                form.resource_id = self.anna
                self.assertEqual(form.expected, 138.5)
                form.counted = 138
                self.assertEqual(form.difference, -0.5)
                form.save().action_confirm()
                savepoint.rollback()
            self.env.invalidate_all()

    def test_not_by_the_technicians(self):
        handover = self._open()
        for user in (self.technician_user, self.agent_user, self.dispatcher_user):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    handover.with_user(user).action_confirm()
                with self.assertRaises(AccessError):
                    self._open(user=user)

    def test_not_ones_own(self):
        self.anna.user_id = self.accountant_user
        handover = self._open()
        with self.assertRaisesRegex(UserError, "Somebody else has to count"):
            handover.action_confirm()
        self.anna.user_id = self.manager_user
        handover.with_user(self.manager_user).action_confirm()

    def test_nothing_but_the_count_is_typed(self):
        for vals in (
            {"state": "done"},
            {"received_by_id": self.manager_user.id},
            {"declared": 5},
            {"name": "H1"},
            {"entry_ids": [(6, 0, self.entries.ids)]},
        ):
            with self.subTest(vals):
                with self.assertRaises(AccessError):
                    self._open(**vals)
                handover = self._open()
                with self.assertRaises(AccessError):
                    handover.write(vals)
                handover.unlink()
        smuggled = self.env["pylot.cash.handover"].with_user(self.accountant_user)
        smuggled = smuggled.with_context(default_state="done", default_name="H1")
        handover = smuggled.create({"resource_id": self.anna.id, "counted": 1})
        self.assertEqual((handover.state, handover.name), ("draft", False))

    # === NEVER CHANGED ===

    def test_fixed_over_the_orm(self):
        handover = self._hand_over(138)
        for user in (self.manager_user, self.accountant_user, self.env.user):
            for vals in ({"counted": 1}, {"note": "x"}, {"state": "draft"}, {"entry_ids": []}):
                with self.subTest(user=user.login, vals=vals), self.assertRaises(UserError):
                    handover.with_user(user).sudo(user == self.env.user).write(vals)
            for act in ("unlink", "copy", "action_confirm"):
                with self.subTest(user=user.login, act=act), self.assertRaises(UserError):
                    getattr(handover.with_user(user), act)()
        entry = handover.entry_ids[0]
        for vals in ({"handover_id": False}, {"amount": 1}, {"handover_id": handover.id}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "handed over"):
                entry.sudo().write(vals)
        with self.assertRaisesRegex(UserError, "handed over"):
            entry.with_user(self.manager_user)._take_back("Too late")
        with self.assertRaisesRegex(UserError, "cannot be changed any more"):
            handover.account_move_id.button_draft()
        with self.assertRaisesRegex(UserError, "handed over"):
            entry.payment_id.action_draft()

    def test_fixed_over_import(self):
        handover = self._hand_over(138)
        for model, record, row in (
            ("pylot.cash.handover", handover, {"counted": "1"}),
            ("pylot.cash.entry", handover.entry_ids[0], {"amount": "1"}),
        ):
            xmlid = f"__export__.{model.replace('.', '_')}"
            self.env["ir.model.data"].create(
                {
                    "module": "__export__",
                    "name": model.replace(".", "_"),
                    "model": model,
                    "res_id": record.id,
                }
            )
            for user in (self.manager_user, self.accountant_user, self.env.user):
                with self.subTest(model=model, user=user.login):
                    result = (
                        self.env[model].with_user(user).load(["id", *row], [[xmlid, *row.values()]])
                    )
                    self.assertFalse(result["ids"])
        self.env.invalidate_all()
        self.assertEqual(handover.counted, 138)
        self.assertEqual(handover.entry_ids[0].amount, handover.entry_ids[0].payment_id.amount)

    # === HOW MUCH WORK IT IS ===

    def test_queries_of_the_floats(self):
        technicians = self.anna | self.bert | self.carla
        company = self.company
        technicians._get_cash_floats(company)
        with self.assertQueryCount(1):
            technicians._get_cash_floats(company)
