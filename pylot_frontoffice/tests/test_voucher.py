from odoo.exceptions import UserError
from odoo.tests import tagged

from .scratch_case import ScratchCase


@tagged("post_install", "-at_install")
class TestVoucher(ScratchCase):
    """With Odoo's loyalty programs installed: gift cards and coupons, given once."""

    @classmethod
    def _prepare(cls):
        env = cls.common.env
        cls.agent_id = cls.common.agent_user.id
        cls.complaint_id = (
            env["pylot.complaint"].create({"name": "Cold", "partner_id": cls.common.customer.id}).id
        )

    def _add_voucher(self, env, **values):
        return env["pylot.complaint.action"].create(
            {"complaint_id": self.complaint_id, "kind": "voucher", **values}
        )

    def test_vouchers(self):
        self._switch("install", "loyalty")
        with self._transaction() as env:
            # whatever the add-on brings: one program, in the company's currency
            env["loyalty.program"].search([]).action_archive()
        with self._transaction(self.agent_id) as env:
            self.assertTrue(env["pylot.complaint"].browse(self.complaint_id).has_vouchers)
            voucher = self._add_voucher(env, amount=20)
            with self.assertRaisesRegex(UserError, "gift card program"), env.cr.savepoint():
                voucher.action_do()
            nothing = self._add_voucher(env)
            with self.assertRaisesRegex(UserError, "worth"), env.cr.savepoint():
                nothing.action_do()
        with self._transaction() as env:
            env["loyalty.program"].create({"name": "Gifts", "program_type": "gift_card"})
        with self._transaction(self.agent_id) as env:
            voucher = self._add_voucher(env, amount=20)
            voucher.action_do()
            code = voucher.voucher_code
            voucher.action_do()
            self.assertEqual((voucher.state, voucher.cost), ("done", 20))
            card = env["loyalty.card"].sudo().search([("code", "=", code)])
            self.assertEqual((card.points, card.program_type), (20, "gift_card"))
            self.assertEqual(card.partner_id.name, "Frieda Kunde")
            self.assertEqual(card.search_count([("partner_id", "=", card.partner_id.id)]), 1)
            self.assertEqual(self._add_and_do(env, amount=240).state, "approval")
            coupons = [self._add_and_do(env, voucher_percent=15) for _number in range(2)]
            cards = card.search([("code", "in", [each.voucher_code for each in coupons])])
            self.assertEqual(len(cards), 2)
            self.assertEqual(len(cards.program_id), 1, "one program for all of them")
            self.assertEqual(cards.program_id.reward_ids.mapped("discount"), [15])

    def _add_and_do(self, env, **values):
        voucher = self._add_voucher(env, **values)
        voucher.action_do()
        return voucher
