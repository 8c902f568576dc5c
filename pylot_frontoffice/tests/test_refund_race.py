from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_case import RaceCase
from .remedies_common import RemedyRecords


@tagged("post_install", "-at_install")
class TestRefundRace(RaceCase):
    """A double click, two browsers, two colleagues with the same invoice: two real transactions,
    neither of which sees what the other does."""

    @classmethod
    def _prepare(cls):
        records = type("Records", (RemedyRecords,), {"env": cls.common.env})
        for name in ("company", "customer", "agent_user", "dispatcher_user"):
            setattr(records, name, getattr(cls.common, name))
        records._prepare_accounting()
        cls.agent_id, cls.dispatcher_id = records.agent_user.id, records.dispatcher_user.id
        cls.ids = {}
        for name, amount in (("double", 119), ("one", 100), ("other", 100), ("big", 1000)):
            if name != "other":
                invoice = records._create_invoice(
                    (amount / 1.19 if amount > 500 else 100, 1, records.vat)
                )
            complaint = cls.common.env["pylot.complaint"].create(
                {"name": name, "partner_id": records.customer.id, "move_id": invoice.id}
            )
            cls.ids[name] = records._add_remedy(complaint, "refund", amount=amount).id

    @mute_logger("odoo.sql_db")
    def _run_both(self, *names, method="action_do", uid=None):
        def find(env, name):
            return env["pylot.complaint.action"].browse(self.ids[name])

        return self._run_at_once(
            *(lambda env, name=name: getattr(find(env, name), method)() for name in names),
            look=lambda env: [find(env, name).refundable for name in names],
            uid=uid or self.agent_id,
        )

    def _read(self, name):
        """:return: state of the remedy, and states of all credit notes of its invoice"""
        with self._transaction() as env:
            remedy = env["pylot.complaint.action"].browse(self.ids[name])
            return remedy.state, remedy.move_id.reversal_move_ids.mapped("state")

    def test_double_click(self):
        self.assertEqual(self._run_both("double", "double"), [None, None])
        self.assertEqual(self._read("double"), ("done", ["posted"]))

    def test_two_colleagues_one_invoice(self):
        outcomes = self._run_both("one", "other")
        self.assertEqual(sorted(map(type, outcomes), key=str), [type(None), UserError])
        states = sorted(self._read(name)[0] for name in ("one", "other"))
        self.assertEqual(states, ["done", "draft"])
        self.assertEqual(self._read("one")[1], ["posted"])

    def test_approved_twice(self):
        with self._transaction(self.agent_id) as env:
            env["pylot.complaint.action"].browse(self.ids["big"]).action_do()
        self.assertEqual(self._read("big"), ("approval", ["draft"]))
        outcomes = self._run_both("big", "big", method="action_approve", uid=self.dispatcher_id)
        self.assertEqual(outcomes, [None, None])
        self.assertEqual(self._read("big"), ("done", ["posted"]))
