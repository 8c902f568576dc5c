from uuid import uuid4

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .cash_common import CashCommon


@tagged("post_install", "-at_install")
class TestCashFloat(CashCommon):
    """Change money that the office gives to a technician."""

    def _give(self, amount=50, key=None, user=None):
        entries = self.env["pylot.cash.entry"].with_user(user or self.accountant_user)
        return entries._give(self.anna, self.company, amount, key or uuid4().hex)

    def _create_box(self):
        box = self.env["account.journal"].create(
            {"name": "Office", "code": "BOX", "type": "cash", "company_id": self.company.id}
        )
        self.company.pylot_cash_office_journal_id = box
        return box.default_account_id

    def _get_balance(self, account):
        lines = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        return round(sum(lines.mapped("balance")), 2)

    def _count(self, counted):
        handovers = self.env["pylot.cash.handover"].with_user(self.accountant_user)
        handover = handovers.create({"resource_id": self.anna.id, "counted": counted})
        handover.action_confirm()
        return handover.sudo()

    def _get_pocket(self):
        technician = self.anna.with_company(self.company)
        technician.invalidate_recordset()
        return technician.cash_float

    def test_in_the_pocket(self):
        entry = self._give()
        self.assertRecordValues(
            entry,
            [
                {
                    "kind": "float",
                    "amount": 50,
                    "move_id": False,
                    "partner_id": False,
                    "user_id": self.accountant_user.id,
                }
            ],
        )
        self.assertRegex(entry.name, r"^C\d\d-\d{5}$")
        self.assertEqual(self._get_pocket(), 50)
        self.assertEqual(entry._get_receipt()["customer"], "Change money")

    def test_counted_with_the_rest(self):
        box = self._create_box()
        self._give()
        visit = self._do_visit()
        visit._invoice_visit()
        self._take(visit, 100)
        self.assertEqual(self._get_balance(box), -50, "it is not in the box any more")
        self.assertEqual(self._get_balance(self.cash_account), 150)
        handover = self._count(148)
        self.assertRecordValues(handover, [{"expected": 150, "difference": -2}])
        self.assertEqual(self._get_balance(self.cash_account), 0)
        self.assertEqual(self._get_balance(box), 98, "less what was in it")
        self.assertEqual(self._get_pocket(), 0)

    def test_box_and_pocket_are_one(self):
        self.assertFalse(self._give().account_move_id)
        self.assertFalse(self._count(50).account_move_id)
        self.assertEqual(self._get_balance(self.cash_account), 0)

    def test_pressed_twice(self):
        dialog = self.env["pylot.cash.give"].with_user(self.accountant_user)
        dialog = dialog.create({"resource_id": self.anna.id, "amount": 50})
        for _time in range(2):
            dialog.action_give()
        self.assertEqual(self._get_pocket(), 50)

    def test_wrong_amounts(self):
        for amount in (0, -1, 0.001, 2_000_000, float("nan")):
            with self.subTest(amount), self.assertRaisesRegex(UserError, "amount"):
                self._give(amount)

    def test_only_the_office(self):
        for user in (self.technician_user, self.dispatcher_user):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._give(user=user)

    def test_never_changed(self):
        self._create_box()
        entry = self._give()
        with self.assertRaisesRegex(UserError, "is not changed"):
            entry.amount = 1
        with self.assertRaisesRegex(UserError, "is not changed"):
            entry.account_move_id.button_draft()
        self._count(50)
        for act in (entry.unlink, lambda: entry.write({"amount": 1})):
            with self.assertRaisesRegex(UserError, "has been handed over"):
                act()
        with self.assertRaisesRegex(UserError, "has been handed over"):
            entry.with_user(self.accountant_user)._take_back("Wrong")

    def test_taken_back(self):
        box = self._create_box()
        entry = self._give()
        back = entry.with_user(self.accountant_user)._take_back("Wrong technician")
        self.assertRecordValues(back, [{"kind": "float", "amount": -50, "reversed_id": entry.id}])
        self.assertEqual(self._get_pocket(), 0)
        self.assertEqual(self._get_balance(box), 0)
        with self.assertRaisesRegex(UserError, "taken back already"):
            entry.with_user(self.accountant_user)._take_back("Once more")
        with self.assertRaisesRegex(UserError, "is not changed"):
            back.account_move_id.button_draft()
