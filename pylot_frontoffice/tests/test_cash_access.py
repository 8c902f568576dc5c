from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .cash_common import CashCommon

# What each may do with a record: (r)ead, (w)rite, (c)reate, (u)nlink. The technician is Anna.
# Letters are what the rights say; that what was counted is never changed comes on top.
ROLES = (
    "public",
    "portal",
    "plain",
    "salesperson",
    "technician",
    "other_technician",
    "agent",
    "dispatcher",
    "manager",
    "accountant",
    "auditor",
    "neighbour",
)
MATRIX = {
    #                  public portal plain sales anna bert agent disp manager account audit other
    "entry_anna":     "-      -      -     -     r    -    -     -    r       r       r     -",
    "entry_bert":     "-      -      -     -     -    r    -     -    r       r       r     -",
    "handover_anna":  "-      -      -     -     r    -    -     -    rwcu    rwcu    r     -",
    "handover_bert":  "-      -      -     -     -    r    -     -    rwcu    rwcu    r     -",
    "link_anna":      "-      -      -     -     -    -    r     r    r       r       -     -",
    "dialog_manager": "-      -      -     -     -    -    -     -    rwcu    -       -     -",
    "change_manager": "-      -      -     -     -    -    -     -    rwcu    -       -     -",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestCashAccess(CashCommon):
    """Who sees the money of whom: role x record x operation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.public_user = cls.env.ref("base.public_user")
        ours = {"company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)]}
        theirs = {
            "company_id": cls.other_company.id,
            "company_ids": [Command.set(cls.other_company.ids)],
        }
        for role, groups, company in (
            ("portal", "base.group_portal", ours),
            ("other_technician", "pylot_frontoffice.group_technician", ours),
            ("auditor", "account.group_account_readonly", ours),
            (
                "neighbour",
                "pylot_frontoffice.group_manager,account.group_account_invoice",
                theirs,
            ),
        ):
            user = new_test_user(cls.env, f"cash_{role}", groups=groups, **company)
            setattr(cls, f"{role}_user", user)
        cls.bert.employee_id.user_id = cls.other_technician_user
        cls.records = {}
        for name, technician in (("anna", cls.anna), ("bert", cls.bert)):
            visit = cls._do_visit(technician=technician)
            visit._invoice_visit()
            cls.records[f"entry_{name}"] = cls._take(visit, 100, technician=technician)
            cls.records[f"handover_{name}"] = cls.env["pylot.cash.handover"].create(
                {"resource_id": technician.id}
            )
        cls.records["link_anna"] = cls.env["pylot.pay.link"].create(
            {
                "company_id": cls.company.id,
                "move_id": cls.records["entry_anna"].move_id.id,
                "partner_id": cls.customer.id,
                "currency_id": cls.company.currency_id.id,
                "amount": 1,
                "channel": "email",
                "recipient": "frieda@example.com",
                "key": "x",
            }
        )
        dialogs = cls.env["pylot.cash.take.back"].with_user(cls.manager_user)
        cls.records["dialog_manager"] = dialogs.create(
            {"entry_id": cls.records["entry_anna"].id, "reason": "Wrong"}
        ).sudo()

        dialogs = cls.env["pylot.cash.give"].with_user(cls.manager_user)
        cls.records["change_manager"] = dialogs.create(
            {"resource_id": cls.anna.id, "amount": 50}
        ).sudo()

    def _as(self, role, record):
        user = getattr(self, f"{role}_user")
        owned = record.with_user(user).with_context(allowed_company_ids=user.company_id.ids)
        return owned.sudo(False)

    def test_matrix(self):
        self.assertEqual(set(self.records), set(MATRIX))
        for name, row in MATRIX.items():
            for role, allowed in zip(ROLES, row.split(), strict=True):
                record = self._as(role, self.records[name])
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(record=name, role=role, operation=operation):
                        self.assertEqual(record.has_access(operation), operation[0] in allowed)
                with self.subTest(record=name, role=role, operation="search"):
                    self._check_search(record, "r" in allowed)

    def _check_search(self, record, is_visible):
        if not record.browse().has_access("read"):
            self.assertFalse(is_visible)
            with self.assertRaises(AccessError):
                record.search([("id", "=", record.id)])
            return
        self.assertEqual(bool(record.search([("id", "=", record.id)])), is_visible)

    def test_every_field_that_is_offered_can_be_read(self):
        for name, row in MATRIX.items():
            for role, allowed in zip(ROLES, row.split(), strict=True):
                record = self._as(role, self.records[name])
                if "r" in allowed:
                    with self.subTest(record=name, role=role):
                        self.assertTrue(record.read(list(record.fields_get())))

    def test_cash_of_a_technician(self):
        """The sum in somebody's pocket is for those who count it."""
        for role in ("plain", "technician", "agent", "dispatcher"):
            anna = self._as(role, self.anna)
            with self.subTest(role):
                self.assertNotIn("cash_float", anna.fields_get())
        for role in ("manager", "accountant"):
            self.assertEqual(self._as(role, self.anna).cash_float, 100)
        self.assertEqual(self._as("neighbour", self.bert.sudo()).sudo().cash_float, 0)

    def test_take_is_no_remote_call(self):
        """What begins with an underscore cannot be called from outside; nothing else takes."""
        entries = type(self.env["pylot.cash.entry"])
        public = [
            name
            for name in dir(entries)
            if "take" in name and not name.startswith("_") and callable(getattr(entries, name))
        ]
        self.assertFalse(public)

    def test_dialog(self):
        self.records["dialog_manager"].with_user(self.manager_user).action_take_back()
        self.assertTrue(self.records["entry_anna"].reversal_ids)
        foreign = self.env["pylot.cash.take.back"].with_user(self.neighbour_user)
        dialog = foreign.create({"entry_id": self.records["entry_bert"].id, "reason": "Mine"})
        with self.assertRaises(AccessError):
            dialog.action_take_back()
