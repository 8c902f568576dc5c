from odoo.exceptions import AccessError
from odoo.tests import tagged

from .complaints_common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestComplaintSource(ComplaintCommon):
    """Contacts, orders, invoices and visits say how often somebody complained about them, and
    take another complaint down."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._create_visit(cls.anna, customer_id=cls.customer.id)
        cls.order = cls.env["sale.order"].create({"partner_id": cls.customer.id})
        cls.invoice = cls.env["account.move"].create(
            {"move_type": "out_invoice", "partner_id": cls.customer.id}
        )

    def test_counts(self):
        links = {"event_id": self.visit, "sale_order_id": self.order, "move_id": self.invoice}
        for name, record in links.items():
            self.assertEqual(record.complaint_count, 0)
            complaint = self._create_complaint(**{name: record.id})
            self.env.invalidate_all()
            self.assertEqual(record.complaint_count, 1)
            action = record.action_view_complaints()
            self.assertEqual(self.Complaint.search(action["domain"]), complaint)
            self.assertEqual(action["context"][f"default_{name}"], record.id)
        self.assertEqual(self.customer.complaint_count, 3)

    def test_family(self):
        firm = self.env["res.partner"].create({"name": "Bakery", "is_company": True})
        branch = self.env["res.partner"].create({"name": "Branch", "parent_id": firm.id})
        oven = self.env["res.partner"].create({"name": "Oven", "parent_id": branch.id})
        complaint = self._create_complaint(partner_id=oven.id)
        self._create_complaint(partner_id=firm.id)
        branch.active = False
        self.assertEqual((firm | branch | oven).mapped("complaint_count"), [2, 1, 1])
        self.assertEqual(
            self.Complaint.search(
                branch.with_context(active_test=False).action_view_complaints()["domain"]
            ),
            complaint,
        )

    def test_eighty_partners_in_a_constant_number_of_queries(self):
        partners = self.env["res.partner"].create([{"name": f"C{each}"} for each in range(80)])
        self.Complaint.create([{"name": "Tap", "partner_id": each.id} for each in partners])
        # whatever is looked up once
        partners[0].with_user(self.agent_user).mapped("complaint_count")
        counted = []
        for number in (8, 80):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some = partners[:number].with_user(self.agent_user)
            self.assertEqual(set(some.mapped("complaint_count")), {1})
            counted.append(self.cr.sql_log_count - before)
        self.assertEqual(counted[0], counted[1])
        self.assertLessEqual(counted[1], 6)

    def test_by_role_only(self):
        """Whoever has nothing to do with complaints is not told of them."""
        self._create_complaint()
        for user in (self.plain_user, self.salesperson_user, self.technician_user):
            with self.subTest(user=user.login):
                partner = self.customer.with_user(user)
                self.assertNotIn(
                    "complaint_count",
                    partner.get_views([(False, "form")])["models"]["res.partner"]["fields"],
                )
                with self.assertRaises(AccessError):
                    partner.read(["complaint_count"])
                with self.assertRaises(AccessError):
                    partner.action_complain()

    def test_complaint_from_a_visit(self):
        agent = self.visit.with_user(self.agent_user)
        call = agent.env["pylot.phone.complaint"].browse(agent.action_complain()["res_id"])
        self.assertEqual((call.event_id, call.partner_id), (agent, agent.customer_id))
        call.subject = "Nobody came"
        call.action_save()
        self.assertEqual(call.complaint_id.event_id, agent)
