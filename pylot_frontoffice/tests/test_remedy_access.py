from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .remedies_common import RemedyCommon


@tagged("post_install", "-at_install")
class TestRemedyAccess(RemedyCommon):
    """Nobody writes down a result that there is not."""

    def test_results_are_not_typed(self):
        complaint = self._complain()
        remedy = self._add_remedy(complaint, "other")
        for name in sorted(remedy._get_result_fields()):
            value = {"state": "done", "cost": 5.0, "voucher_code": "free"}.get(name, 1)
            if remedy._fields[name].type == "datetime":
                value = "2026-01-01 00:00:00"
            with self.subTest(field=name):
                with self.assertRefused("by the remedy itself", AccessError):
                    remedy.write({name: value})
                if remedy._fields[name].type == "many2one":
                    continue
                new = {"complaint_id": complaint.id, "kind": "other"}
                with self.assertRefused("by the remedy itself", AccessError):
                    remedy.create({**new, name: value})
                sneaky = remedy.with_context(**{f"default_{name}": value})
                with self.assertRefused("by the remedy itself", AccessError):
                    sneaky.create(new)

    def test_items_are_not_typed(self):
        refund = self._add_remedy(self._complain(self._create_invoice()), "refund")
        line = refund.line_ids
        for values in ({"price": 5}, {"max_quantity": 5}, {"move_line_id": False}):
            with self.subTest(values=values), self.assertRefused("Items come from", AccessError):
                line.write(values)
        with self.assertRaises(AccessError):
            line.create({"action_id": refund.id, "quantity": 1})
        line.quantity = 1

    def test_other_roles(self):
        remedy = self._add_remedy(self._complain(), "other", note="Flowers")
        for user in (self.technician_user, self.plain_user, self.salesperson_user):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                remedy.with_user(user).action_do()
        remedy.action_do()
        self.assertEqual(remedy.state, "done")

    def test_deleting(self):
        remedy = self._add_remedy(self._complain(), "other")
        with self.assertRaises(AccessError):
            remedy.unlink()
        remedy.with_user(self.manager_user).unlink()
        again = self._add_remedy(self._complain(), "other", note="Flowers", amount=12)
        again.action_do()
        self.assertEqual(again.cost, 12)
        with self.assertRefused("cannot be changed", UserError):
            again.with_user(self.manager_user).unlink()
