"""Another add-on brings a remedy of its own: tests/addons/pylot_test_remedy, an example to copy."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .further_case import FurtherCase


@tagged("post_install", "-at_install")
class TestFurtherRemedy(FurtherCase):
    addon = "pylot_test_remedy"

    @classmethod
    def _prepare(cls):
        common = cls.common
        cls.agent_id = common.agent_user.id
        cls.complaint_id = (
            common.env["pylot.complaint"]
            .create({"name": "Cold", "partner_id": common.customer.id})
            .id
        )

    def test_it_costs_less_than_a_hundred_lines(self):
        self.assertLess(self._count_lines(), 100)

    def test_it_does_all_a_remedy_does(self):
        self._switch("install", self.addon)
        with self._transaction(self.agent_id) as env:
            complaint = env["pylot.complaint"].browse(self.complaint_id)
            self.assertIn("action_add_donation", complaint.get_view(view_type="form")["arch"])
            remedy = self._add(complaint)
            with self.assertRaisesRegex(UserError, "Say what"), env.cr.savepoint():
                remedy.action_do()
            self._fill_in(remedy, 20)
            with self.assertRaises(AccessError), env.cr.savepoint():
                remedy.donation_receipt = "Mine"
            remedy.action_do()
            receipt = remedy.donation_receipt
            self.assertTrue(receipt)
            remedy.action_do()
            self.assertEqual((remedy.state, remedy.donation_receipt), ("done", receipt))
            self.assertEqual((remedy.cost, complaint.cost_total), (20, 20))
            self.assertIn(receipt, complaint.message_ids[0].body)

            much = self._add(complaint)
            self._fill_in(much, 5000)
            much.action_do()
            self.assertEqual((much.state, much.donation_receipt), ("approval", False))

    def _add(self, complaint):
        action = complaint.action_add_donation()
        return complaint.env[action["res_model"]].browse(action["res_id"])

    def _fill_in(self, remedy, amount):
        """By the form, so that its fields are seen."""
        with Form(remedy) as form:
            form.amount = amount
            form.note = "For the fire brigade"
