from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .cash_pages_common import CashPagesCase


@tagged("post_install", "-at_install")
class TestCashRpc(CashPagesCase):
    """What was taken and counted is not changed from outside, whoever is logged in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        visit = cls._do_visit()
        visit._invoice_visit()
        cls.entry = cls._take(visit, 100)
        cls.open_entry = cls._take(visit, 20, technician=cls.bert)
        handovers = cls.env["pylot.cash.handover"].with_user(cls.accountant_user)
        handover = handovers.create({"resource_id": cls.anna.id, "counted": 99})
        handover.action_confirm()
        cls.handover = handover.sudo()

    def _call(self, record, method, *args):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{record._name}/{method}",
            {
                "model": record._name,
                "method": method,
                "args": list(args),
                "kwargs": {"context": {"default_state": "draft", "tracking_disable": True}},
            },
        )

    def test_nothing_is_changed(self):
        acts = []
        for record, vals in (
            (self.handover, {"counted": 100}),
            (self.handover, {"state": "draft"}),
            (self.entry, {"amount": 1}),
            (self.entry, {"handover_id": False}),
            (self.open_entry, {"amount": 1}),
            (self.open_entry, {"handover_id": self.handover.id}),
        ):
            acts += [
                (record, "write", record.ids, vals),
                (record, "web_save", record.ids, vals, {"id": {}}),
            ]
        for record in (self.handover, self.entry, self.open_entry):
            acts += [(record, "unlink", record.ids), (record, "copy", record.ids)]
        acts.append((self.handover, "action_confirm", self.handover.ids))
        acts.append((self.entry, "_take_back", self.entry.ids, "x"))
        acts.append((self.entry, "create", [{"amount": -100, "name": "C0", "key": "x" * 20}]))
        for login in (
            "pylot_technician",
            "pylot_dispatcher",
            "pylot_manager",
            "pylot_accountant",
            "admin",
        ):
            self.authenticate(login, login)
            for record, method, *args in acts:
                with (
                    self.subTest(login=login, model=record._name, method=method, args=args),
                    mute_logger("odoo.http", "odoo.sql_db"),
                    self.assertRaises(JsonRpcException),
                ):
                    self._call(record, method, *args)
        self.env.invalidate_all()
        self.assertRecordValues(self.handover, [{"counted": 99, "state": "done", "difference": -1}])
        self.assertRecordValues(
            self.entry | self.open_entry,
            [
                {"amount": 100, "handover_id": self.handover.id},
                {"amount": 20, "handover_id": False},
            ],
        )
        self.assertEqual(self.env["pylot.cash.entry"].search_count([]), 2)
