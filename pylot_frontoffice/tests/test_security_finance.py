from odoo.exceptions import AccessError
from odoo.tests import tagged

from .security_common import FINANCE_MODELS, SecurityCommon

# What each role may do with a record: (r)ead, (w)rite, (c)reate, (u)nlink. Outsiders only get what
# is computed from it.
MATRIX = {
    #               public portal plain sales tech agent disp manager both
    "plan_shared":  "-      -      -     -     -    r     r    rwcu    r",
    "plan_ours":    "-      -      -     -     -    r     r    rwcu    r",
    "plan_foreign": "-      -      -     -     -    -     -    -       r",
    # of an order of the salesperson, of a colleague, and next door
    "request_own":     "-   -      -     r     -    -     -    -       -",
    "request_other":   "-   -      -     -     -    -     -    -       -",
    "request_foreign": "-   -      -     -     -    -     -    -       -",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestSecurityFinance(SecurityCommon):
    """Least sight on what is offered for payment in instalments."""

    @classmethod
    def _create_records(cls):
        plans = {
            f"plan_{name}": cls.env["pylot.finance.plan"].create(
                {"name": "Instalments", "company_id": company.id, "is_published": True}
            )
            for name, company in (
                ("shared", cls.env["res.company"]),
                ("ours", cls.company),
                ("foreign", cls.other_company),
            )
        }
        return {**plans, **cls._create_requests(plans["plan_shared"])}

    @classmethod
    def _create_requests(cls, plan):
        made = {}
        for name, company, user in (
            ("own", cls.company, cls.salesperson_user),
            ("other", cls.company, cls.manager_user),
            ("foreign", cls.other_company, cls.env["res.users"]),
        ):
            order = cls.env["sale.order"].create(
                {"partner_id": cls.customer.id, "company_id": company.id, "user_id": user.id}
            )
            made[f"request_{name}"] = cls.env["pylot.finance.request"].create(
                {"order_id": order.id, "plan_id": plan.id, "currency_id": plan.currency_id.id}
            )
        return made

    def test_every_record_for_every_role(self):
        self.check_matrix(MATRIX)

    def test_matrix_is_complete(self):
        ours = {name for name in self.get_our_models() if name.startswith(FINANCE_MODELS)}
        self.assertEqual(ours, {record._name for record in self.records.values()})

    def test_outsiders_get_offers_of_their_company_only(self):
        self.records["plan_foreign"].currency_id = self.company.currency_id
        plans = self.env["pylot.finance.plan"].with_user(self.public_user)
        plans = plans.with_company(self.company)
        with self.assertRaises(AccessError):
            plans.search([("is_published", "=", True)]).mapped("nominal_rate")
        offers = plans._get_offers(1000, company=self.company)
        found = {offer["plan_id"] for offer in offers}
        self.assertIn(self.records["plan_ours"].id, found)
        self.assertNotIn(self.records["plan_foreign"].id, found)
